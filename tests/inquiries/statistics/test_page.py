from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from inquiries.models import CountingRule, InquiryNeed, InquiryState, Issuer, PurgeRun
from inquiries.statistics.material import Links
from inquiries.statistics.periods import Length, Period
from inquiries.statistics.recount import recount_changed
from inquiries.statistics.report import make_report
from tests.factories import (
    ChannelFactory,
    FollowUpFactory,
    InquiryFactory,
    LifeSituationFactory,
    OfficeFactory,
    PlaceFactory,
    ReferralFactory,
    ServiceKindFactory,
    TargetGroupFactory,
    UnmetNeedFactory,
    UnmetReasonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
OCTOBER = Period.starting(Length.MONTH, date(2026, 10, 1))
SEPTEMBER = OCTOBER.before()
PAGE = "/pult/statistiky/?obdobi=2026-10"


def october(day=12, hour=9):
    return datetime(2026, 10, day, hour, tzinfo=UTC)


@pytest.fixture
def coordinator(client):
    user = UserFactory(coordinator=True)
    client.force_login(user)
    return user


def report(period=OCTOBER, compared=SEPTEMBER, today=date(2026, 11, 20), **more):
    offices = [OfficeFactory().pk]
    return make_report(period, compared, offices=offices, links=Links(period, "/pult/dotazy/", **more), today=today)


def table(made, code):
    return next(table for table in made.tables if table.code == code)


def numbers(made, code):
    return {row.label: row.number for row in table(made, code).rows}


def test_the_page_says_the_month_and_what_it_is_compared_with(client, coordinator):
    InquiryFactory(open=True, received_at=october())

    page = client.get(PAGE)

    assert page.status_code == 200
    assert "Pult v\u00a0říjnu\u00a02026" in page.text or "Pult v říjnu\u00a02026" in page.text
    assert page.context["report"].total == 1
    assert "o 1 víc než v září\u00a02026" in page.text


def test_a_situation_counts_under_its_topic_and_by_itself():
    topic = LifeSituationFactory(name="Dluhy")
    situation = LifeSituationFactory(name="Exekuce", parent=topic)
    other = LifeSituationFactory(name="Bydlení")
    for _ in range(2):
        InquiryFactory(open=True, received_at=october(), situation=situation)
    inquiry = InquiryFactory(open=True, received_at=october(), situation=topic)
    InquiryNeed.objects.create(inquiry=inquiry, situation=other, order=1)
    InquiryFactory(open=True, received_at=datetime(2026, 9, 5, tzinfo=UTC), situation=other)

    made = report()

    assert numbers(made, "situace") == {"Dluhy": 3, "Bydlení": 0}
    assert [row.before for row in table(made, "situace").rows] == [0, 1]
    assert numbers(made, "potreby") == {"Exekuce": 2, "Dluhy": 1, "Bydlení": 1}
    assert table(made, "situace").total.number == 3


def test_each_number_leads_to_the_records_behind_it(client, coordinator):
    channel = ChannelFactory(phone=True)
    InquiryFactory(open=True, received_at=october(), channel=channel)
    InquiryFactory(open=True, received_at=october(), channel=channel)
    InquiryFactory(received_at=october(), channel=channel)  # a draft is not counted
    InquiryFactory(open=True, received_at=datetime(2026, 11, 1, tzinfo=UTC), channel=channel)

    row = table(client.get(PAGE).context["report"], "kanal").rows[0]
    behind = client.get(row.link)

    assert row.number == 2
    assert len(behind.context["rows"]) == 2


@pytest.mark.parametrize("code", ["situace", "druh", "obvod", "skupina", "vek", "jazyk", "uroven", "nenaplneno"])
def test_links_of_every_table_find_as_many_as_the_number_says(client, coordinator, code):
    group, situation = TargetGroupFactory(), LifeSituationFactory()
    for help_level in (1, 2, 2):
        inquiry = InquiryFactory(
            open=True,
            received_at=october(),
            district=PlaceFactory(kind="city_district", parent=PlaceFactory(name="Ostrava")),
            age_band="65-79",
            help_level=help_level,
            situation=situation,
        )
        inquiry.target_groups.add(group)
        UnmetNeedFactory(inquiry=inquiry, recorded_at=october(), situation=situation)
    InquiryFactory(open=True, received_at=october())

    links = {row.link: row.number for row in table(client.get(PAGE).context["report"], code).rows if row.link}

    assert links
    if code != "obvod":  # districts of a city that is not the instance's own are no choice of the list
        assert {link: len(client.get(link).context["rows"]) for link in links} == links


@pytest.mark.parametrize("code", ["predani", "predani-jak"])
def test_numbers_of_referrals_lead_to_exactly_those(client, coordinator, code):
    inquiry = InquiryFactory(open=True, received_at=datetime(2026, 9, 1, tzinfo=UTC))
    for day in (1, 31):
        ReferralFactory(inquiry=inquiry, created_at=october(day))
    ReferralFactory(inquiry=inquiry, created_at=october(), mode="sent", state="sent", target_email="a@sluzba.example")
    ReferralFactory(inquiry=inquiry, created_at=datetime(2026, 11, 1, tzinfo=UTC))
    ReferralFactory(inquiry=InquiryFactory(received_at=october()), created_at=october())

    made = client.get(PAGE).context["report"]
    links = {row.link: row.number for row in [*table(made, code).rows, table(made, code).total]}

    assert sorted(links.values()) == [1, 2, 3]
    assert {link: len(client.get(link).context["rows"]) for link in links} == links
    assert made.tiles[1].link in links


def test_an_unreadable_question_for_referrals_finds_none(client, coordinator):
    ReferralFactory()

    assert client.get("/pult/predani/?ukaz=statistika&vysledek=nic").context["rows"] == []
    assert client.get("/pult/predani/?ukaz=statistika&od=kdysi").context["rows"] == []


def test_a_followup_that_is_past_is_overdue_and_one_to_come_is_not():
    FollowUpFactory(due_at=october(5))
    FollowUpFactory(due_at=october(28))
    FollowUpFactory(due_at=october(6), state="done", result="met", finished_at=october(6, 18))
    FollowUpFactory(due_at=october(7), state="failed", finished_at=october(9))

    made = report(OCTOBER, SEPTEMBER, date(2026, 10, 20))

    assert numbers(made, "dohledy") == {"včas": 1, "pozdě": 1, "po termínu, ještě ne": 1, "teprve přijdou": 1}
    assert made.tiles[2].figure == "33\u00a0%"


def test_rules_in_force_count_their_own_days_and_others_the_whole():
    CountingRule.objects.all().delete()
    CountingRule.objects.create(
        name="do poloviny", issuer=Issuer.CITY, valid_from=date(2026, 1, 1), valid_until=date(2026, 10, 14)
    )
    CountingRule.objects.create(
        name="od poloviny",
        issuer=Issuer.CITY,
        valid_from=date(2026, 10, 15),
        intervention_from=45,
        contact_to=44,
    )
    for day in (5, 14, 15):
        InquiryFactory(open=True, received_at=october(day), minutes_direct=40)

    first, second = report().rules

    assert (first.name, first.in_force.interventions, first.whole.interventions) == ("do poloviny", 2, 3)
    assert (second.name, second.in_force.contacts, second.whole.contacts) == ("od poloviny", 1, 3)
    assert first.days == "1.\u00a010.\u00a02026\u00a0– 14.\u00a010.\u00a02026"


def test_what_was_saved_a_moment_ago_is_in_the_report():
    made = report()
    InquiryFactory(open=True, received_at=october())

    assert (made.total, report().total) == (0, 1)


def test_a_worker_sees_own_office_and_a_coordinator_all(client):
    worker, branch = UserFactory(worker=True), OfficeFactory(name="Pobočka")
    OfficeFactory().workers.add(worker)
    InquiryFactory(open=True, received_at=october())
    InquiryFactory(open=True, received_at=october(), office=branch)

    client.force_login(worker)
    assert client.get(PAGE).context["report"].total == 1
    client.force_login(UserFactory(coordinator=True))
    assert client.get(PAGE).context["report"].total == 2
    assert client.get(f"{PAGE}&pracoviste={branch.pk}").context["report"].total == 1


@pytest.mark.parametrize("inquiries", [1, 3])
def test_the_page_costs_the_same_for_one_inquiry_as_for_three(
    client, coordinator, django_assert_num_queries, inquiries
):
    for _ in range(inquiries):
        inquiry = InquiryFactory(
            open=True, received_at=october(), district=PlaceFactory(), situation=LifeSituationFactory()
        )
        ReferralFactory(inquiry=inquiry, created_at=october())
    recount_changed()

    with django_assert_num_queries(9):
        client.get(PAGE)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("obdobi=2026-13", "Takové období neznáme"),
        ("obdobi=%00", "govuk-error-summary"),
        ("od=2026-10-01", "Napište oba dny"),
        ("od=2026-10-02&do=2026-10-01", "Konec je před začátkem"),
        ("od=1800-10-02&do=2026-10-01", "roky 2000 až 2100"),
        ("od=kdysi&do=2026-10-01", "Datum napište"),
        ("srovnani=nikdy", "Vyberte jednu z\u00a0nabízených možností."),
    ],
)
def test_an_unreadable_question_finds_nothing_and_says_what_to_write(client, coordinator, asked, said):
    page = client.get(f"/pult/statistiky/?{asked}")

    assert page.status_code == 400
    assert page.context["report"] is None
    assert said in page.text


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "?obdobi=2026-q4",
        "?obdobi=2026-h1",
        "?obdobi=2026",
        "?od=2026-10-05&do=2026-10-18",
        "?srovnani=lonsky",
        "?obdobi=2001",
    ],
)
def test_every_kind_of_period_has_its_page(client, coordinator, asked):
    FollowUpFactory(inquiry__received_at=october(), due_at=october())

    assert client.get(f"/pult/statistiky/{asked}").status_code == 200


@pytest.mark.parametrize(
    ("role", "answer"), [("worker", 200), ("coordinator", 200), ("administrator", 403), ("partner", 403)]
)
def test_who_may(client, role, answer):
    client.force_login(UserFactory(role=role))

    assert client.get("/pult/statistiky/").status_code == answer


def test_an_empty_month_says_so(client, coordinator):
    page = client.get("/pult/statistiky/?obdobi=2019-01")

    assert "V\u00a0tomto období tu žádný dotaz není." in page.text


def indicator(made, name):
    return next(one for one in made.indicators if one.name == name)


def test_a_code_counts_once_however_often_it_came_back():
    for code, day in (("a", 1), ("a", 30), ("b", 12), ("", 12)):
        InquiryFactory(open=True, received_at=october(day), return_code_hash=code * 64)
    InquiryFactory(open=True, received_at=datetime(2026, 9, 5, tzinfo=UTC), return_code_hash="a" * 64)
    InquiryFactory(received_at=october(), return_code_hash="c" * 64)

    made = report()

    people, returned = indicator(made, "Lidé s návratovým kódem"), indicator(made, "Vrátili se s kódem")
    assert (people.value, people.before) == ("2", "1")
    assert (returned.part, returned.whole) == (1, 2)


def test_records_whole_the_same_day_and_the_time_they_took():
    for seconds, later in ((12, 0), (47, 0), (700, 0), (None, 2)):
        at = october()
        InquiryFactory(open=True, received_at=at, completed_at=at + timedelta(days=later), seconds_to_log=seconds)
    InquiryFactory(open=True, received_at=october(), is_complete=False)

    made = report()

    whole = indicator(made, "Zapsáno celé týž den")
    assert (whole.part, whole.whole) == (3, 5)
    assert indicator(made, "Jak dlouho trvá zápis").value == "45\u00a0s"


@pytest.mark.parametrize(
    ("run", "said"),
    [
        (None, "nevíme, skartace neběží"),
        ({"days": 5}, "nevíme, skartace neběží"),
        ({"days": 0, "overdue": 3}, "3"),
        ({"days": 0, "overdue": 0}, "0"),
    ],
)
def test_what_is_kept_too_long_is_said_only_while_the_shredder_runs(run, said):
    today = date(2026, 11, 20)
    if run is not None:
        at = datetime(2026, 11, 20, 2, tzinfo=UTC) - timedelta(days=run.pop("days"))
        PurgeRun.objects.create(is_committed=True, started_at=at, finished_at=at, **run)
    PurgeRun.objects.create(is_committed=False, overdue=9)

    assert indicator(report(today=today), "Texty a kontakty po lhůtě").value == said


def test_each_case_of_what_is_missing_leads_to_exactly_those_needs(client, coordinator):
    kind, elsewhere = ServiceKindFactory(), PlaceFactory(name="Hlučín", kind="municipality")
    for reason, number in (("full", 2), ("price", 1)):
        for _one in range(number):
            UnmetNeedFactory(
                kind=kind,
                district=elsewhere,
                reason=UnmetReasonFactory(code=reason, name=reason),
                recorded_at=october(),
                inquiry=InquiryFactory(open=True, received_at=october()),
            )
    UnmetNeedFactory(recorded_at=october(), source="partner")

    grid = next(grid for grid in client.get(PAGE).context["report"].grids if grid.code == "nenaplneno-pripady")
    links = {grid.links[cell]: number for cell, number in grid.numbers.items()}

    assert sorted(links.values()) == [1, 1, 2]
    assert {link: len(client.get(link).context["rows"]) for link in links} == links


def test_the_screen_joins_the_rarest_cases_and_files_hold_all(client, coordinator, monkeypatch):
    monkeypatch.setattr("inquiries.statistics.outcome_tables.MOST_CASES", 2)
    full, price = UnmetReasonFactory(code="full", name="plno"), UnmetReasonFactory(code="price", name="cena")
    for number in range(4):
        kind = ServiceKindFactory()
        for _one in range(4 - number):
            UnmetNeedFactory(kind=kind, reason=price if number == 3 else full, recorded_at=october(), source="own")

    grid = next(grid for grid in client.get(PAGE).context["report"].grids if grid.code == "nenaplneno-pripady")
    page = client.get(PAGE).content.decode().replace("\u00a0", " ")
    exported = client.get("/pult/statistiky/tabulka.csv?obdobi=2026-10").content.decode()

    assert [sum(dict(grid.row_totals).values()), list(grid.row_totals.values()), grid.total] == [10, [4, 3, 3], 10]
    assert list(grid.column_totals.values()) == [9, 1]
    assert "ostatní dohromady" in page
    assert "Ukazujeme 2 nejčastějších řádků." in page
    assert "ostatní" not in exported
    assert exported.count("Co chybí, kde a proč") == 4 + 4 + 2  # cases, sums of rows, sums of columns


def test_void_and_drafts_are_nowhere():
    InquiryFactory(state=InquiryState.VOID, received_at=october())
    InquiryFactory(received_at=october())

    made = report()

    assert made.total == 0
    assert made.tables == []
