"""Every number of the statistics is a link, and behind it stand exactly as many records as it says."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from inquiries.models import AnswerSource, HeardFrom, Inquiry, RiskFlag
from inquiries.statistics.publishing import published
from inquiries.statistics.report import Report
from tests.factories import (
    ChannelFactory,
    DeclineReasonFactory,
    FollowUpFactory,
    InquiryFactory,
    LifeSituationFactory,
    OrganisationFactory,
    PlaceFactory,
    ReferralCheckFactory,
    ReferralFactory,
    ServiceKindFactory,
    TargetGroupFactory,
    UnmetNeedFactory,
    UnmetReasonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PAGE = "/pult/statistiky/?obdobi=2026-10"
COUNTED_TWICE = {"potreby"}
"""Their total counts needs, of which one inquiry may have several: a list of inquiries would show fewer."""


@pytest.fixture
def coordinator(client):
    client.force_login(UserFactory(coordinator=True))


@pytest.fixture
def busy_month() -> None:
    """October with something in every table, and a September before it."""
    city = PlaceFactory(name="Ostrava")
    district = PlaceFactory(kind="city_district", parent=city, name="Poruba")
    topic = LifeSituationFactory(name="Dluhy")
    situations = [LifeSituationFactory(name="Exekuce", parent=topic), LifeSituationFactory(name="Bydlení")]
    facts = [
        {"district": district, "sex": "woman", "age_band": "65-79", "help_level": 1, "first_time": "first"},
        {"is_from_elsewhere": True, "sex": "man", "on_behalf": "relative", "identity": "contact", "help_level": 2},
        {"language": "uk", "kind": "feedback", "heard_from": HeardFrom.objects.create(code="web", name="web")},
        {},
    ]
    for number, fact in enumerate(facts):
        inquiry = InquiryFactory(
            open=True,
            received_at=datetime(2026, 10, 5 + number, 8 + number, tzinfo=UTC),
            channel=ChannelFactory(),
            **fact,
        )
        _hang_on(inquiry, number, situations)
    InquiryFactory(open=True, received_at=datetime(2026, 10, 20, 9, tzinfo=UTC))  # with nothing at all
    InquiryFactory(open=True, received_at=datetime(2026, 9, 8, 9, tzinfo=UTC), situation=situations[0], sex="woman")


def _hang_on(inquiry: Inquiry, number: int, situations: list) -> None:
    at = inquiry.received_at
    inquiry.needs.create(situation=situations[number % 2])
    if number < 2:
        inquiry.target_groups.add(TargetGroupFactory(), TargetGroupFactory())
        inquiry.answered_from.add(AnswerSource.objects.create(code=f"source-{number}", name=f"zdroj {number}"))
        inquiry.risk_flags.add(RiskFlag.objects.create(code=f"danger-{number}", name=f"ohrožení {number}"))
        kind = ServiceKindFactory()
        UnmetNeedFactory(inquiry=inquiry, recorded_at=at, situation=situations[0], kind=kind, district=inquiry.district)
        refused = ReferralFactory(inquiry=inquiry, created_at=at, state="declined")
        refused.decline_reasons.add(DeclineReasonFactory())
        done = FollowUpFactory(
            inquiry=inquiry, due_at=at, state="done", result="met", finished_at=at + timedelta(days=2 * number)
        )
        why = ("", "lost")[number]
        ReferralCheckFactory(referral=refused, follow_up=done, tried="no", not_tried=why, reached="no", solved="no")
        return
    UnmetNeedFactory(inquiry=inquiry, recorded_at=at, reason=UnmetReasonFactory(code="price", name="cena"))
    other = {"organisation": OrganisationFactory()} if number == 2 else {"other": "Farář"}
    referral = ReferralFactory(inquiry=inquiry, created_at=at, service=None, mode="warm_call", **other)
    ReferralCheckFactory(referral=referral, tried="no", not_tried="afraid", reached="no", at=at)
    ReferralCheckFactory(referral=referral, tried="yes", reached=("yes", "unknown")[number % 2], solved="yes")
    FollowUpFactory(inquiry=inquiry, due_at=at, why="sample")
    ReferralFactory(inquiry=inquiry, created_at=at)  # nobody asked about it
    if number == 3:
        FollowUpFactory(inquiry=inquiry, due_at=at, state="cancelled", finished_at=timezone.now())


def made(client) -> Report:
    return client.get(PAGE).context["report"]


def numbers_and_links(report: Report) -> list[tuple[str, int | None, str]]:
    """(where, number, link) of all that the tables and grids print, compared period too; only numbers that are not nought."""
    found: list[tuple[str, int | None, str]] = []
    for table in report.tables:
        total = [table.total] if table.total and table.code not in COUNTED_TWICE else []
        for row in [*table.rows, *total]:
            found.append((f"{table.code}: {row.label}", row.number, row.link))
            if table.is_compared:
                found.append((f"{table.code}: {row.label} before", row.before, row.before_link))
    for grid in report.grids:
        found += [(f"{grid.code}: {cell}", number, grid.links.get(cell, "")) for cell, number in grid.numbers.items()]
        found += [(f"{grid.code}: {key}", n, grid.row_links.get(key, "")) for key, n in grid.row_totals.items()]
        if grid.code != "skupina-obvod":  # sums of districts count somebody of two groups twice
            found += [
                (f"{grid.code}: {key}", n, grid.column_links.get(key, "")) for key, n in grid.column_totals.items()
            ]
            found.append((grid.code, grid.total, grid.total_link))
    return [one for one in found if one[1]]


def test_every_number_of_every_table_leads_somewhere(client, coordinator, busy_month):
    report = made(client)

    assert {table.code for table in report.tables} >= {
        *("situace", "potreby", "kanal", "druh", "uroven", "konec", "poprve", "totoznost", "za-koho", "jazyk"),
        *("odkud-vi", "zdroj", "ohrozeni", "obvod", "skupina", "vek", "pohlavi", "predani", "predani-jak", "komu"),
        *("zkusili", "proc-nezkusili", "dovolali", "vyreseno"),
        *("odmitnuti", "dohledy", "dohledy-vysledek", "dohledy-proc", "nenaplneno", "nenaplneno-situace"),
        "nenaplneno-druh",
    }
    assert [where for where, _number, link in numbers_and_links(report) if not link] == []


def test_behind_every_number_stand_exactly_as_many_records(client, coordinator, busy_month):
    wrong, asked = {}, {}
    for where, number, link in numbers_and_links(made(client)):
        if link not in asked:
            asked[link] = len(client.get(link).context["rows"])
        if where.startswith("potreby: Dluhy"):
            continue
        if asked[link] != number:
            wrong[where] = (number, asked[link], link)

    assert wrong == {}


def test_the_page_prints_each_of_them_as_a_link(client, coordinator, busy_month):
    page = client.get(PAGE).content.decode()
    tables = "".join(re.findall(r"<table class=\"stat__(?:table|grid)[\" ].*?</table>", page, re.DOTALL))
    shown = set(re.findall(r'<a href="([^"]+)">', tables))

    expected = {link.replace("&", "&amp;") for _where, _number, link in numbers_and_links(made(client))}
    assert expected - shown == set()


def test_months_of_a_year_lead_to_their_inquiries(client, coordinator, busy_month):
    report = client.get("/pult/statistiky/?obdobi=2026").context["report"]
    months = next(table for table in report.tables if table.code == "mesice")

    found = {row.key: len(client.get(row.link).context["rows"]) for row in months.rows if row.number}
    assert found == {row.key: row.number for row in months.rows if row.number} == {"2026-09": 1, "2026-10": 5}


def test_what_leaves_the_office_has_no_links(client, coordinator, busy_month):
    inside = made(client)

    outside = published(inside)

    assert [where for where, _number, link in numbers_and_links(inside) if link]
    assert [tile.label for tile in outside.tiles if tile.link] == []
    assert [
        row for table in outside.tables for row in [*table.rows, table.total] if row and row.link + row.before_link
    ] == []
    assert [
        grid.code for grid in outside.grids if grid.links or grid.row_links or grid.column_links or grid.total_link
    ] == []


@pytest.mark.parametrize(
    "query",
    [
        "jak=nesmysl",
        "od=vcera",
        "do=9999-12-31",
        "vysledek=state-nic",
        "po=x",
        "po=99999999999999999999",
    ],
)
def test_an_unreadable_question_for_follow_ups_finds_none(client, coordinator, busy_month, query):
    response = client.get(f"/pult/dohledy/?{query}")

    assert response.status_code == 200
    assert response.context["rows"] == []


def test_follow_ups_go_on_by_pages_of_the_same_cost(
    client, coordinator, busy_month, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr("inquiries.follow_up_list.PAGE_SIZE", 2)

    with django_assert_num_queries(4):
        first = client.get("/pult/dohledy/").context
    with django_assert_num_queries(5):
        second = client.get(f"/pult/dohledy/{first['next']}").context

    shown = [row["follow_up"].pk for row in [*first["rows"], *second["rows"]]]
    assert len(set(shown)) == 4


def test_an_unreadable_target_of_a_referral_finds_none(client, coordinator, busy_month):
    for query in ("komu=x1", "komu=s", "duvod=x", "duvod=99999999999999999999", "do=9999-12-31", "zkusil=snad"):
        assert client.get(f"/pult/predani/?ukaz=statistika&{query}").context["rows"] == []
