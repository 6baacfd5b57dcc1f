from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from inquiries.models import UnmetNeed, UnmetReason
from tests.factories import (
    InquiryFactory,
    LifeSituationFactory,
    OfficeFactory,
    PlaceFactory,
    ServiceFactory,
    ServiceKindFactory,
    UnmetNeedFactory,
    UnmetReasonFactory,
)

LIST = "/pult/nenaplnene/"


@pytest.fixture
def found(client, worker):
    """`found(stav="new")` gives the needs that the list shows."""

    def see(**query):
        client.force_login(worker)
        return [row["need"] for row in client.get(LIST, query).context["rows"]]

    return see


def test_the_newest_stands_first(found):
    old = UnmetNeedFactory(recorded_at=timezone.now() - timedelta(days=1))
    new = UnmetNeedFactory()

    assert found() == [new, old]


def test_a_filter_leaves_only_what_fits(found):
    city = PlaceFactory(name="Ostrava", kind="municipality")
    topic = LifeSituationFactory(slug="bydleni")
    fitting = UnmetNeedFactory(
        state="confirmed",
        kind=ServiceKindFactory(),
        district=PlaceFactory(name="Poruba", kind="city_district", parent=city),
        reason=UnmetReasonFactory(code="price", name="cena"),
        situation=LifeSituationFactory(parent=topic),
        recorded_at=timezone.now() - timedelta(days=3),
    )
    other = UnmetNeedFactory(state="planned")
    day = timezone.localdate(fitting.recorded_at).isoformat()

    for query in (
        {"stav": "confirmed"},
        {"stav": "nerozhodnute"},
        {"druh": fitting.kind_id},
        {"obvod": fitting.district_id},
        {"duvod": "price"},
        {"situace": "bydleni"},
        {"od": day, "do": day},
    ):
        assert found(**query) == [fitting], query
    assert found(druh="nezjisteno") == found(obvod="nezjisteno") == [other]


def test_a_municipality_outside_the_city_is_found_by_its_number(found):
    elsewhere = UnmetNeedFactory(district=PlaceFactory(name="Hlučín", kind="municipality"))
    UnmetNeedFactory()

    assert found(obvod=elsewhere.district_id) == [elsewhere]


@pytest.mark.parametrize(
    "query",
    [
        {"stav": "nesmysl"},
        {"od": "včera"},
        {"od": "2026-02-02", "do": "2026-02-01"},
        {"od": "0001-01-01"},
        {"do": "9999-12-31"},
    ],
)
def test_an_unreadable_question_finds_nothing_and_says_why(client, worker, query):
    UnmetNeedFactory()
    client.force_login(worker)

    response = client.get(LIST, query)

    assert (response.status_code, response.context["rows"]) == (200, [])
    assert "govuk-error-summary" in response.text


def test_what_statistics_do_not_count_is_not_listed(found):
    for state in ("draft", "void"):
        UnmetNeedFactory(inquiry=InquiryFactory(state=state))
    counted = UnmetNeedFactory(inquiry=InquiryFactory(open=True))

    assert found() == [counted]


def test_another_office_is_a_secret(client, found, coordinator):
    elsewhere = UnmetNeedFactory(office=OfficeFactory(name="Jiné pracoviště"))

    assert found() == []
    assert client.get(elsewhere.get_absolute_url()).status_code == 404
    client.force_login(coordinator)
    assert client.get(elsewhere.get_absolute_url()).status_code == 200


def test_pages_follow_by_key_and_lose_nothing(client, worker):
    made = [UnmetNeedFactory(recorded_at=timezone.now() - timedelta(minutes=n // 3)).pk for n in range(30)]
    client.force_login(worker)

    first = client.get(LIST).context
    second = client.get(LIST + first["next"]).context

    assert sorted(row["need"].pk for page in (first, second) for row in page["rows"]) == sorted(made)
    assert second["next"] == ""
    assert client.get(f"{LIST}?po=nic").context["rows"] == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_as_for_three(client, worker, django_assert_num_queries, number):
    for _one in range(number):
        inquiry = InquiryFactory(open=True)
        UnmetNeedFactory(inquiry=inquiry, situation=LifeSituationFactory(), kind=ServiceKindFactory())
    client.force_login(worker)
    client.get(LIST)

    with django_assert_num_queries(5):
        client.get(LIST)


def test_a_worker_confirms_and_a_coordinator_decides(client, worker, coordinator):
    need = UnmetNeedFactory(workaround="Zatím u sestry.")
    client.force_login(worker)

    assert "Zatím u sestry." in client.get(need.get_absolute_url()).text
    assert client.post(need.get_absolute_url(), {"to": "planned"}).status_code == 422
    assert client.post(need.get_absolute_url(), {"to": "confirmed"}).status_code == 302

    client.force_login(coordinator)
    assert "Zatím u sestry." not in client.get(need.get_absolute_url()).text
    refused = client.post(need.get_absolute_url(), {"to": "rejected"})
    assert (refused.status_code, "Napište proč" in refused.text) == (422, True)
    client.post(need.get_absolute_url(), {"to": "handed_over"})

    need.refresh_from_db()
    assert need.state == "handed_over"
    client.force_login(worker)
    assert client.post(need.get_absolute_url(), {"to": "planned"}).status_code == 403
    assert "Předaná pracovní skupině" in client.get(need.get_absolute_url()).text


def test_a_need_says_how_often_the_same_was_missing(client, worker):
    kind, reason = ServiceKindFactory(), UnmetReasonFactory()
    need = UnmetNeedFactory(kind=kind, reason=reason)
    UnmetNeedFactory(kind=kind, reason=reason, recorded_at=timezone.now() - timedelta(days=100))
    UnmetNeedFactory(kind=kind, reason=reason, recorded_at=timezone.now() - timedelta(days=400))
    need.tried.add(ServiceFactory(name="Noclehárna"))
    client.force_login(worker)

    page = client.get(need.get_absolute_url())

    assert page.context["alike"]["number"] == "2 nenaplněné potřeby"
    assert len(client.get(page.context["alike"]["address"]).context["rows"]) == 2
    assert "Noclehárna" in page.text


def test_a_page_of_a_need_costs_at_most_ten_queries(client, worker, django_assert_max_num_queries):
    need = UnmetNeedFactory(inquiry=InquiryFactory(open=True))
    client.force_login(worker)

    with django_assert_max_num_queries(10):
        client.get(need.get_absolute_url())


@pytest.mark.usefixtures("desk")
def test_a_need_is_written_down_without_an_inquiry(client, worker):
    situation, reason = LifeSituationFactory(name="Bydlení"), UnmetReason.objects.get(code="full")
    client.force_login(worker)

    empty = client.post(f"{LIST}nova/", {"situation": "", "reason": "", "waiting_days": "moc"})
    client.post(
        f"{LIST}nova/",
        {"source": "partner", "situation": situation.pk, "reason": reason.pk, "waiting_days": "90"},
    )

    assert (empty.status_code, "Vyberte, odkud to víme." in empty.text) == (422, True)
    need = UnmetNeed.objects.get()
    assert (need.source, need.inquiry, need.waiting_days, need.state) == ("partner", None, 90, "new")


def test_a_double_click_writes_one_need_down(client, worker):
    situation, reason = LifeSituationFactory(), UnmetReasonFactory()
    inquiry = InquiryFactory(open=True, situation=situation)
    client.force_login(worker)
    told = {"situation": situation.pk, "reason": reason.pk, "workaround": "Přespí u sestry."}

    for address in (f"{LIST}nova/", f"{inquiry.get_absolute_url()}nenaplneno/"):
        for _click in range(2):
            client.post(address, told | {"source": "partner"})

    assert sorted(UnmetNeed.objects.values_list("source", flat=True)) == ["inquiry", "partner"]


def test_a_coordinator_writes_none_down(client, coordinator):
    client.force_login(coordinator)

    assert client.get(f"{LIST}nova/").status_code == 403


def test_a_number_of_the_statistics_leads_to_exactly_those_needs(client, coordinator):
    UnmetNeedFactory(inquiry=InquiryFactory(open=True))
    UnmetNeedFactory(source="partner")
    UnmetNeedFactory(inquiry=InquiryFactory())
    client.force_login(coordinator)

    report = client.get("/pult/statistiky/").context["report"]
    tile = next(tile for tile in report.tiles if tile.label == "Nenaplněné potřeby")

    assert tile.figure == "2"
    assert len(client.get(tile.link).context["rows"]) == 2
