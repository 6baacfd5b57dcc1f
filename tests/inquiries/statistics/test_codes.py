"""How many different people with a code came: added up from tallies, and read from the records, must be the same."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.db import connection

from inquiries.models import Inquiry, Tally
from inquiries.statistics.checking import differences, known_days
from inquiries.statistics.codes import Codes, codes_of, read_codes
from inquiries.statistics.periods import Length, Period, months_later
from inquiries.statistics.reading import read_counts
from inquiries.statistics.recount import recount_changed
from tests.factories import ChannelFactory, InquiryFactory, OfficeFactory
from tests.inquiries.statistics.plain_count import local

pytestmark = pytest.mark.django_db
FIRST = date(2025, 10, 1)
MIGRATION = "inquiries.migrations.0010_codes_say_when_they_came_before"


@pytest.fixture
def offices():
    return [OfficeFactory(), OfficeFactory(name="Pobočka"), OfficeFactory(name="Druhá pobočka")]


@pytest.fixture
def visits(offices):
    """Eight people at three offices within half a year, and some who have no code."""
    chance, channel = random.Random(7), ChannelFactory()  # noqa: S311  nothing secret
    return Inquiry.objects.bulk_create(
        Inquiry(
            office=chance.choice(offices),
            channel=channel,
            state=chance.choice(["open", "open", "open", "draft"]),
            received_at=datetime(2025, 10, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(180 * 24 * 60)),
            return_code_hash=chance.choice(["", *"abcdefgh"]) * 64,
        )
        for _ in range(120)
    )


def plainly(period, offices):
    times = Counter(
        inquiry.return_code_hash
        for inquiry in Inquiry.objects.counted().filter(office__in=offices).exclude(return_code_hash="")
        if period.first <= local(inquiry.received_at).date() <= period.last
    )
    return Codes(len(times), sum(1 for often in times.values() if often > 1))


def added_up(period, offices):
    counts = read_counts(period, period.before(), offices=offices)
    return codes_of(counts, offices=offices)


def periods():
    for month in range(6):
        first = months_later(FIRST, month)
        yield Period.starting(Length.MONTH, first)
        yield Period.starting(Length.QUARTER, first)
        yield Period.starting(Length.MONTH, first).first_days(11)
        yield Period(Length.DAYS, first, months_later(first, 2) + timedelta(days=9))
        yield Period(Length.DAYS, first + timedelta(days=9), months_later(first, 1))
    yield Period.starting(Length.YEAR, date(2025, 1, 1))
    yield Period.starting(Length.YEAR, date(2026, 1, 1))


@pytest.mark.parametrize("number", [1, 2, 3])
def test_added_up_they_are_as_many_as_in_the_records(visits, offices, number):
    recount_changed()
    asked = [office.pk for office in offices[:number]]

    for period in periods():
        plain = [plainly(each, asked) for each in (period, period.before())]
        assert added_up(period, asked) == plain
        assert read_codes([period, period.before()], offices=asked) == plain


@pytest.mark.parametrize(
    ("number", "queries"),
    [(1, 0), (3, 1), (2, 2)],
    ids=["one office", "all, which is asked", "some, which are read"],
)
def test_records_are_read_only_for_some_of_several_offices(visits, offices, number, queries, django_assert_num_queries):
    recount_changed()
    asked = [office.pk for office in offices[:number]]
    month = Period.starting(Length.MONTH, FIRST)
    counts = read_counts(month, month.before(), offices=asked)

    with django_assert_num_queries(queries):
        codes_of(counts, offices=asked)


def test_days_before_a_period_in_its_month_cost_one_query(visits, offices, django_assert_num_queries):
    recount_changed()
    days = Period(Length.DAYS, date(2025, 11, 9), date(2025, 12, 3))
    counts = read_counts(days, days.before(), offices=[offices[0].pk])

    with django_assert_num_queries(1):
        codes_of(counts, offices=[offices[0].pk])


@pytest.mark.parametrize(
    "change",
    [{"state": "void"}, {"return_code_hash": ""}, {"received_at": datetime(2026, 2, 3, 9, tzinfo=UTC)}],
    ids=["void", "erased", "moved"],
)
def test_what_happens_to_a_visit_is_known_to_the_later_ones(change):
    office = OfficeFactory()
    for month in (1, 3, 5):
        at = datetime(2026, month, 3, 9, tzinfo=UTC)
        InquiryFactory(open=True, office=office, received_at=at, return_code_hash="a" * 64)
    recount_changed()

    Inquiry.objects.filter(received_at__month=1).update(**change)

    assert {date(2026, 3, 3), date(2026, 5, 3)} <= set(recount_changed())
    assert list(differences(*known_days())) == []


def test_a_visit_saved_again_leaves_the_later_ones_alone():
    for month in (1, 3):
        InquiryFactory(open=True, received_at=datetime(2026, month, 3, 9, tzinfo=UTC), return_code_hash="a" * 64)
    recount_changed()

    Inquiry.objects.filter(received_at__month=1).update(minutes_direct=7)

    assert recount_changed() == [date(2026, 1, 3)]


def test_what_an_older_desk_has_is_counted_by_the_migration(visits):
    recount_changed()
    codes = Tally.objects.filter(dimension__startswith="code_")
    counted = sorted(codes.values_list("span", "start", "office_id", "dimension", "key", "sub", "number"))
    codes.delete()

    with connection.cursor() as cursor:
        cursor.execute(import_module(MIGRATION).COUNTED)

    again = sorted(codes.all().values_list("span", "start", "office_id", "dimension", "key", "sub", "number"))
    assert again == counted
    assert counted
