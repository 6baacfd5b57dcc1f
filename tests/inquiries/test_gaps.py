"""What people lack: counted, hidden where it is few, and brought to the right group."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from catalogue.models import SearchDay, SearchInVain
from inquiries.gap_counts import GapSource
from inquiries.gap_map import tiles
from inquiries.gaps import became_of, gaps, propose_points
from inquiries.models import GapProposal, GapRule
from network import approving, minute_taking
from network.agenda import prepare
from network.meeting_calls import begin_minutes, call, call_off
from tests.factories import (
    InquiryFactory,
    LifeSituationFactory,
    OfficeFactory,
    OrganisationFactory,
    PlaceFactory,
    ReferralFactory,
    ServiceKindFactory,
    UnmetNeedFactory,
    UserFactory,
)
from tests.network.factories_groups import WorkingGroupFactory
from tests.network.factories_indicators import (
    IndicatorDefinitionFactory,
    IndicatorReportFactory,
    IndicatorValueFactory,
    ReportingPeriodFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def coordinator():
    return UserFactory(coordinator=True)


@pytest.fixture
def poruba():
    return PlaceFactory(name="Poruba", kind="district")


def test_needs_and_referrals_in_vain_are_counted_together(coordinator, poruba, today):
    kind = ServiceKindFactory(name="Azylový dům")
    UnmetNeedFactory(kind=kind, district=poruba)
    UnmetNeedFactory(situation=LifeSituationFactory(name="Nemám kde bydlet"))
    inquiry = InquiryFactory(open=True, district=poruba)
    for state in ("declined", "expired", "accepted"):
        ReferralFactory(inquiry=inquiry, service__kind=kind, sent=True, state=state)
    SearchDay.objects.create(day=today, word="noclehárna", searches=3, without_result=2)

    found = gaps(coordinator, today - timedelta(days=30), published=False)

    assert found.total == 4
    assert found.districts == ["Poruba", ""]
    assert [(line.words, line.number, line.cells) for line in found.kinds] == [
        ("Azylový dům", 3, [3, 0]),
        ("Nemám kde bydlet", 1, [0, 1]),
    ]
    assert [line.number for line in found.months] == [4]
    assert found.words == [("noclehárna", 2)]


def test_refused_applicants_and_searches_in_vain_join_them_without_a_district(coordinator, today):
    kind = ServiceKindFactory(name="Azylový dům")
    refused = IndicatorDefinitionFactory(meaning="refused")
    other = IndicatorDefinitionFactory(version=refused.version)
    period = ReportingPeriodFactory(version=refused.version, last=today - timedelta(days=20))
    for state, value in (("handed_in", 3), ("handed_in", 4), ("draft", 50)):
        report = IndicatorReportFactory(period=period, service__kind=kind, **{state: True} if state != "draft" else {})
        IndicatorValueFactory(report=report, definition=refused, value=value)
        IndicatorValueFactory(report=report, definition=other, value=100)
    SearchInVain.objects.create(day=today, kind=kind, number=2)
    UnmetNeedFactory(kind=kind, district=PlaceFactory(name="Poruba", kind="district"))

    found = gaps(coordinator, today - timedelta(days=30), published=False)
    of_reports = gaps(coordinator, today - timedelta(days=30), published=False, source=GapSource.REFUSED)

    assert [line.number for line in found.sources] == [1, 0, 7, 2]
    assert [(line.words, line.number, line.cells) for line in found.kinds] == [("Azylový dům", 10, [1, 9])]
    assert [(line.words, line.number) for line in found.months] == [
        (f"{today.month}/{today.year}", 3),
        ("za delší období", 7),
    ]
    assert [line.cells for line in found.kinds_by_month] == [[3, 7]]
    assert (of_reports.total, of_reports.districts) == (7, [""])
    assert found.on_map("Azylový dům") == {"Poruba": 1, "": 9}
    assert found.on_map("Něco jiného") is None


def test_what_ended_before_is_not_counted(coordinator, today):
    refused = IndicatorDefinitionFactory(meaning="refused")
    period = ReportingPeriodFactory(version=refused.version, last=today - timedelta(days=31))
    report = IndicatorReportFactory(period=period, handed_in=True)
    IndicatorValueFactory(report=report, definition=refused, value=3)
    SearchInVain.objects.create(day=today - timedelta(days=31), kind=ServiceKindFactory(), number=2)

    assert gaps(coordinator, today - timedelta(days=30), published=False).total == 0


def test_what_is_older_does_not_count(coordinator, today):
    UnmetNeedFactory(recorded_at=timezone.now() - timedelta(days=40))

    assert gaps(coordinator, today - timedelta(days=30), published=False).total == 0


def test_a_worker_sees_the_gaps_of_own_office(today):
    worker = UserFactory(worker=True)
    OfficeFactory().workers.add(worker)
    UnmetNeedFactory(office=OfficeFactory())
    UnmetNeedFactory(office=OfficeFactory(name="Jiné pracoviště"))

    assert gaps(worker, today - timedelta(days=30), published=False).total == 1


def test_small_counts_leave_the_office_hidden(coordinator, poruba, today):
    many, few = ServiceKindFactory(name="Azylový dům"), ServiceKindFactory(name="Poradna")
    UnmetNeedFactory.create_batch(7, kind=many, district=poruba)
    UnmetNeedFactory.create_batch(2, kind=few, district=poruba)
    SearchDay.objects.create(day=today, word="jméno", searches=3, without_result=2)

    found = gaps(coordinator, today - timedelta(days=30), published=True)

    numbers = {line.words: line.number for line in found.kinds}
    assert numbers["Poradna"] is None
    assert 2 not in [number for line in found.kinds for number in (line.number, *line.cells)]
    assert found.words == []


def test_the_table_of_months_does_not_tell_what_that_of_districts_hides(coordinator, today):
    """Kinds stand in both: a total hidden in one is hidden in the other, and the source chosen does not matter."""
    kinds = [ServiceKindFactory(name=name) for name in ("Azylový dům", "Noclehárna", "Poradna")]
    places = [PlaceFactory(name=name, kind="district") for name in ("Jih", "Poruba")]
    for number, kind in zip((3, 9, 12), kinds, strict=True):
        for place in places:
            UnmetNeedFactory.create_batch(number, kind=kind, district=place)
        SearchInVain.objects.create(day=today, kind=kind, number=number)

    found = gaps(coordinator, today - timedelta(days=30), published=True, source=GapSource.SEARCHES)

    assert found.total == 72
    assert {line.words: line.number for line in found.kinds} == {
        line.words: line.number for line in found.kinds_by_month
    }
    seen = [number for line in (*found.kinds, *found.kinds_by_month) for number in (line.number, *line.cells)]
    assert not {1, 2, 3, 4} & set(seen)
    assert [line.number for line in found.sources] == [None] * 4


def test_the_map_says_numbers_and_not_only_colours():
    made = {tile.name: (tile.number, tile.step) for tile in tiles({"Poruba": 9, "Svinov": None, "Martinov": 1})}

    assert (made["Poruba"], made["Svinov"], made["Martinov"], made["Lhotka"]) == (
        ("9", 4),
        ("–", 0),
        ("1", 1),
        ("0", 0),
    )
    assert len(made) == 23


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"situation": None}, "gap_rule_of_a_kind_or_a_situation"),
        ({"threshold": 4}, "gap_rule_tells_of_nobody"),
        ({"days": 6}, "gap_rule_within_two_years"),
        ({"with_refused": True}, "gap_rule_counts_reports_of_a_kind"),
        ({"with_searches": True}, "gap_rule_counts_reports_of_a_kind"),
    ],
)
def test_a_rule_is_whole(facts, constraint):
    values = {"situation": LifeSituationFactory(), "group": WorkingGroupFactory()} | facts
    with pytest.raises(IntegrityError, match=constraint):
        GapRule.objects.create(**values)


def test_a_rule_is_written_once():
    values = {"situation": LifeSituationFactory(), "group": WorkingGroupFactory()}
    GapRule.objects.create(**values)
    with pytest.raises(IntegrityError, match="gap_rule_once"):
        GapRule.objects.create(**values)


@pytest.fixture
def rule():
    return GapRule.objects.create(situation=LifeSituationFactory(name="Nemám kde bydlet"), group=WorkingGroupFactory())


@pytest.fixture
def meeting(rule, coordinator):
    return prepare(group=rule.group, starts_at=timezone.now() + timedelta(days=5), by=coordinator)


def test_over_the_threshold_a_point_is_proposed_once(rule, meeting, today):
    UnmetNeedFactory.create_batch(4, situation=rule.situation)
    before = propose_points(today)
    UnmetNeedFactory(situation=rule.situation)

    counts = [before, propose_points(today), propose_points(today), propose_points(today + timedelta(days=1))]

    assert counts == [0, 1, 0, 0]
    item = meeting.items.get()
    assert (item.title, item.source, item.state) == ("Chybí: Nemám kde bydlet", "gaps", "proposed")
    assert "5×" in item.why


@pytest.mark.parametrize("is_taken_first", [True, False])
def test_a_point_struck_by_the_group_does_not_come_back_at_night(
    client, rule, meeting, coordinator, today, is_taken_first
):
    UnmetNeedFactory.create_batch(5, situation=rule.situation)
    propose_points(today)
    page = f"/sit/jednani/{meeting.pk}/body/{meeting.items.get().pk}/"
    client.force_login(coordinator)
    if is_taken_first:
        client.post(page, {"udelej": "prijmout"})

    client.post(page, {"udelej": "smazat"})

    assert propose_points(today + timedelta(days=1)) == 0
    assert became_of(GapProposal.objects.select_related("item__meeting").get()) == "skupina bod nezařadila"
    assert "Chybí: Nemám kde bydlet" not in client.get(meeting.get_absolute_url()).content.decode()


def test_what_a_meeting_called_off_leaves_comes_to_the_next_one(rule, meeting, coordinator, today):
    tomorrow = today + timedelta(days=1)
    UnmetNeedFactory.create_batch(5, situation=rule.situation)
    propose_points(today)
    call_off(meeting, by=coordinator)
    following = prepare(group=rule.group, starts_at=meeting.starts_at + timedelta(days=7), by=coordinator)
    of_the_first = GapProposal.objects.select_related("item__meeting").get()

    made = [propose_points(day) for day in (today, tomorrow, tomorrow)]

    assert made == [0, 1, 0]
    assert following.items.get().source == "gaps"
    assert became_of(of_the_first) == "jednání se zrušilo, bod navrhneme na další"


def test_without_a_meeting_ahead_nothing_is_lost(rule, coordinator, today):
    UnmetNeedFactory.create_batch(5, situation=rule.situation)
    assert propose_points(today) == 0

    prepare(group=rule.group, starts_at=timezone.now() + timedelta(days=5), by=coordinator)

    assert propose_points(today) == 1


def test_what_became_of_it_is_read_from_the_minutes(client, rule, meeting, coordinator, today):
    UnmetNeedFactory.create_batch(5, situation=rule.situation)
    propose_points(today)
    item = meeting.items.get()
    client.force_login(coordinator)
    said = [client.get("/pult/mezery/").context["proposals"][0][1]]
    call(meeting, by=coordinator)
    begin_minutes(meeting, by=coordinator)
    said.append(client.get("/pult/mezery/").context["proposals"][0][1])
    facts = {"kind": "resolution", "text": "Skupina žádá město o noclehárnu."}
    minute_taking.write_line(meeting, point=item, facts=facts, by=coordinator)
    asked = {"kind": "task", "text": "Sepsat, kde je místo.", "organisation": OrganisationFactory(), "due": today}
    minute_taking.write_line(meeting, point=item, facts=asked, by=coordinator)
    approving.send_for_comments(meeting, by=coordinator, until=None)
    approving.approve(meeting, by=coordinator)

    said.append(client.get("/pult/mezery/").context["proposals"][0][1])

    label = f"1/{meeting.day.year}-{rule.group.code}"
    assert said == [
        "čeká na zařazení do programu",
        "je v programu",
        f"usnesení {label}; úkol: Sepsat, kde je místo. (otevřený)",
    ]


def test_a_coordinator_writes_and_strikes_a_rule(client, coordinator):
    group, kind = WorkingGroupFactory(), ServiceKindFactory()
    client.force_login(coordinator)
    refused = client.post("/pult/mezery/", {"kind": kind.pk, "group": group.pk, "threshold": "2", "days": "60"})
    client.post("/pult/mezery/", {"kind": kind.pk, "group": group.pk, "threshold": "5", "days": "60"})

    assert refused.status_code == 422
    assert "Práh nesmí být menší" in refused.content.decode()
    rule = GapRule.objects.get()
    client.post(f"/pult/mezery/{rule.pk}/smazat/")
    assert not GapRule.objects.exists()


def test_a_worker_writes_no_rule(client):
    worker = UserFactory(worker=True)
    client.force_login(worker)

    assert client.post("/pult/mezery/", {"threshold": "5"}).status_code == 403


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ({}, None),
        ({"with_refused": True}, 8),
        ({"with_searches": True}, None),
        ({"with_refused": True, "with_searches": True}, 11),
    ],
)
def test_a_rule_of_a_kind_may_count_reports_and_searches_too(today, coordinator, counts, found):
    kind, other = ServiceKindFactory(name="Azylový dům"), ServiceKindFactory()
    rule = GapRule.objects.create(kind=kind, group=WorkingGroupFactory(), threshold=5, **counts)
    prepare(group=rule.group, starts_at=timezone.now() + timedelta(days=20), by=coordinator)
    UnmetNeedFactory(kind=kind)
    refused = IndicatorDefinitionFactory(meaning="refused")
    period = ReportingPeriodFactory(version=refused.version, last=today - timedelta(days=20))
    for of, state in ((kind, {"handed_in": True}), (other, {"handed_in": True}), (kind, {})):
        report = IndicatorReportFactory(period=period, service__kind=of, **state)
        IndicatorValueFactory(report=report, definition=refused, value=7)
    for of in (kind, other):
        SearchInVain.objects.create(day=today, kind=of, number=3)

    propose_points(today)

    assert GapProposal.objects.values_list("found", flat=True).first() == found
    if found:
        why = GapProposal.objects.get().item.why
        assert ("podle výkazů" in why, "hledání na webu" in why) == (True, "with_searches" in counts)


def test_a_rule_of_a_situation_counts_no_reports(client, coordinator):
    client.force_login(coordinator)
    sent = {"situation": LifeSituationFactory().pk, "group": WorkingGroupFactory().pk, "threshold": 5, "days": 60}

    response = client.post("/pult/mezery/", sent | {"with_refused": "on"})

    assert response.status_code == 422
    assert "Vyberte druh, nebo je nepočítejte." in response.content.decode()
    assert not GapRule.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_gaps_cost_the_same_for_one_as_for_three(client, coordinator, django_assert_num_queries, rows):
    for _number in range(rows):
        UnmetNeedFactory(district=PlaceFactory(kind="district"))
        GapRule.objects.create(situation=LifeSituationFactory(), group=WorkingGroupFactory())
    client.force_login(coordinator)

    with django_assert_num_queries(9):
        assert len(client.get("/pult/mezery/").context["report"].kinds) == rows

    assert not GapProposal.objects.exists()


def test_one_line_of_the_table_is_shown_on_the_map(client, coordinator, poruba):
    UnmetNeedFactory.create_batch(2, kind=ServiceKindFactory(name="Azylový dům"), district=poruba)
    UnmetNeedFactory(kind=ServiceKindFactory(name="Poradna & jiné"), district=poruba)
    client.force_login(coordinator)

    def of_poruba(query):
        page = client.get(f"/pult/mezery/{query}").context
        return page["on_map"], next(tile.number for tile in page["tiles"] if tile.name == "Poruba")

    assert of_poruba("") == ("", "3")
    assert of_poruba("?za=3&co=Poradna+%26+jin%C3%A9") == ("Poradna & jiné", "1")
    assert of_poruba("?co=%00nic&zdroj=nesmysl") == ("", "3")


def test_the_span_shown_is_the_span_counted(client, coordinator):
    client.force_login(coordinator)

    page = client.get("/pult/mezery/").content.decode()

    assert '<option value="6" selected>' in page


def test_a_hidden_number_is_not_said_to_be_small_and_the_source_chosen_is_not_said_to_be_counted(client, coordinator):
    UnmetNeedFactory.create_batch(9, kind=ServiceKindFactory(name="Azylový dům"))
    client.force_login(coordinator)

    page = client.get("/pult/mezery/?zdroj=predani&verejne=on")

    assert page.context["report"].sources[0].number is None
    assert "méně než 5" not in page.text
    assert "Pomlčka stojí místo počtu pod 5" in page.text
    assert '<option value="predani" selected>' not in page.text
    assert '<option value="predani" selected>' in client.get("/pult/mezery/?zdroj=predani").text
