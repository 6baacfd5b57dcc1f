"""The desk's own log under the manuals of the network: what would change if another one held."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from inquiries.statistics.counting import Conversations
from inquiries.statistics.manuals import counted_by
from inquiries.statistics.recount import recount_changed
from tests.factories import InquiryFactory, ServiceFactory, UserFactory
from tests.network.factories_indicators import (
    IndicatorDefinitionFactory,
    IndicatorReportFactory,
    IndicatorValueFactory,
    ManualVersionFactory,
    ReportingPeriodFactory,
)

pytestmark = pytest.mark.django_db
PAGE = "/pult/statistiky/manualy/?od=2026-10-01&do=2026-10-31"


def manual(*, unit: int = 60, contact_to: int = 29, **values):
    version = ManualVersionFactory(issued=True, **values)
    IndicatorDefinitionFactory(version=version, meaning="contact", from_minutes=10, to_minutes=contact_to)
    IndicatorDefinitionFactory(version=version, meaning="intervention", from_minutes=contact_to + 1, unit_minutes=unit)
    return version


@pytest.mark.parametrize(
    ("minutes", "contacts", "interventions"),
    [(9, 0, 0), (10, 1, 0), (29, 1, 0), (30, 0, 1), (60, 0, 1), (61, 0, 2)],
)
def test_bounds_of_an_indicator_belong_to_it(minutes, contacts, interventions):
    counted = counted_by(manual().definitions.all(), [Conversations(1, minutes)])

    assert counted == {"contact": contacts, "intervention": interventions}


def test_each_indicator_has_rules_of_its_own():
    version = ManualVersionFactory()
    IndicatorDefinitionFactory(version=version, meaning="contact", from_minutes=10, to_minutes=29, phone_counts=False)
    IndicatorDefinitionFactory(version=version, meaning="intervention", from_minutes=30, unit_minutes=30)
    talks = [Conversations(2, 15, is_phone=True), Conversations(1, 60, is_phone=True)]

    assert counted_by(version.definitions.all(), talks) == {"contact": 0, "intervention": 2}


def test_manuals_stand_side_by_side_with_what_was_reported(client):
    client.force_login(UserFactory(coordinator=True))
    for minutes in (15, 35, 90):
        InquiryFactory(
            open=True, received_at=datetime(2026, 10, 12, 9, tzinfo=UTC), minutes_direct=minutes, identity="code"
        )
    recount_changed()
    holds, other = manual(), manual(unit=30, contact_to=39, valid_until=date(2026, 6, 30))
    period = ReportingPeriodFactory(
        version=holds, first=date(2026, 10, 1), last=date(2026, 10, 31), due_on=date(2026, 11, 30)
    )
    done = IndicatorReportFactory(period=period, service=ServiceFactory(record_type="front_desk"), handed_in=True)
    IndicatorValueFactory(report=done, definition=holds.definitions.get(meaning="contact"), value=4)

    tables = client.get(PAGE).context["tables"]

    first, second = tables.rows
    assert (first.name, first.is_in_force, first.contacts, first.interventions) == (str(holds), True, 1, 3)
    assert (second.name, second.is_in_force, second.contacts, second.interventions) == (str(other), False, 2, 3)
    assert (second.contacts_change, second.interventions_change) == ("+1", "stejně")
    assert first.reported == "kontakty 4, intervence –"
    assert {bar.label: bar.number for bar in tables.bars if bar.number} == {
        "15–19 minut": 1,
        "30–44 minut": 1,
        "90–119 minut": 1,
    }
    assert next(bar.bounds for bar in tables.bars if bar.label == "30–44 minut") == "30, 40"


def test_without_a_manual_the_lengths_are_shown_alone(client):
    client.force_login(UserFactory(coordinator=True))

    tables = client.get(PAGE).context["tables"]

    assert (tables.rows, len(tables.bars)) == ([], 10)


def test_a_question_that_makes_no_sense_is_said(client):
    client.force_login(UserFactory(coordinator=True))

    assert client.get("/pult/statistiky/manualy/?od=2026-10-02&do=2026-10-01").status_code == 400


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_one_manual_as_for_three(client, django_assert_max_num_queries, number):
    client.force_login(UserFactory(coordinator=True))
    for _one in range(number):
        manual()
    client.get(PAGE)

    with django_assert_max_num_queries(10):
        client.get(PAGE)
