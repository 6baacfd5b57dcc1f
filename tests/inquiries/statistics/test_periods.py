from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inquiries.forms.statistics import StatisticsForm, period_of
from inquiries.statistics.periods import Length, Period, Piece, cover, months_later

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def days_of(piece: Piece) -> list[date]:
    end = piece.start + timedelta(days=1)
    if piece.span != "d":
        end = months_later(piece.start, 1 if piece.span == "m" else 12)
    return [piece.start + timedelta(days=n) for n in range((end - piece.start).days)]


@given(DAYS, DAYS)
def test_the_cover_is_exactly_the_days_and_short(one, other):
    first, last = min(one, other), max(one, other)

    pieces = cover(first, last)

    made_up = Counter()
    for piece in pieces:
        for day in days_of(piece):
            made_up[day] += piece.sign
    assert {day: times for day, times in made_up.items() if times} == {
        first + timedelta(days=n): 1 for n in range((last - first).days + 1)
    }
    assert len(pieces) <= 2 * (1 + 6 + 17) + 9


def test_a_year_is_one_piece():
    assert cover(date(2025, 1, 1), date(2025, 12, 31)) == [Piece("y", date(2025, 1, 1))]
    assert cover(date(2025, 1, 2), date(2025, 1, 1)) == []


def test_this_year_until_today_is_the_year_without_its_rest():
    assert cover(date(2025, 1, 1), date(2025, 11, 28)) == [
        Piece("y", date(2025, 1, 1)),
        Piece("d", date(2025, 11, 29), -1),
        Piece("d", date(2025, 11, 30), -1),
        Piece("m", date(2025, 12, 1), -1),
    ]
    assert cover(date(2025, 1, 1), date(2025, 1, 2)) == [Piece("d", date(2025, 1, 1)), Piece("d", date(2025, 1, 2))]


@pytest.mark.parametrize(
    ("period", "before", "year_ago"),
    [
        (Period.starting(Length.MONTH, date(2026, 1, 1)), "prosinec\u00a02025", "leden\u00a02025"),
        (Period.starting(Length.QUARTER, date(2026, 1, 1)), "4. čtvrtletí\u00a02025", "1. čtvrtletí\u00a02025"),
        (Period.starting(Length.HALF, date(2026, 1, 1)), "2. pololetí\u00a02025", "1. pololetí\u00a02025"),
        (Period.starting(Length.YEAR, date(2026, 1, 1)), "rok 2025", "rok 2025"),
    ],
)
def test_neighbours(period, before, year_ago):
    assert period.before().name == before
    assert period.year_ago().name == year_ago


@pytest.mark.parametrize(
    ("code", "days"),
    [
        ("2026-02", "1.\u00a02.\u00a02026\u00a0– 28.\u00a02.\u00a02026"),
        ("2026-q2", "1.\u00a04.\u00a02026\u00a0– 30.\u00a06.\u00a02026"),
        ("2026-h1", "1.\u00a01.\u00a02026\u00a0– 30.\u00a06.\u00a02026"),
        ("2026-h2", "1.\u00a07.\u00a02026\u00a0– 31.\u00a012.\u00a02026"),
        ("2026", "1.\u00a01.\u00a02026\u00a0– 31.\u00a012.\u00a02026"),
    ],
)
def test_a_code_is_a_period_and_the_period_its_code(code, days):
    assert (period_of(code).dates, period_of(code).code) == (days, code)


@pytest.mark.parametrize(
    ("period", "today", "may_leave"),
    [
        (Period.starting(Length.MONTH, date(2026, 10, 1)), date(2026, 11, 1), True),
        (Period.starting(Length.MONTH, date(2026, 10, 1)), date(2026, 10, 31), False),
        (Period.starting(Length.QUARTER, date(2026, 10, 1)), date(2026, 11, 20), False),
        (Period.starting(Length.HALF, date(2026, 1, 1)), date(2026, 7, 1), True),
        (Period.starting(Length.YEAR, date(2025, 1, 1)), date(2026, 1, 1), True),
        (Period(Length.DAYS, date(2026, 10, 1), date(2026, 10, 29)), date(2026, 11, 20), False),
        (Period(Length.DAYS, date(2026, 1, 1), date(2026, 6, 30)), date(2026, 11, 20), False),
    ],
)
def test_only_a_whole_period_that_is_over_leaves_the_office(period, today, may_leave):
    assert period.may_leave(today) is may_leave


def test_any_days_are_compared_with_as_many_before():
    period = Period(Length.DAYS, date(2026, 10, 5), date(2026, 10, 18))

    assert period.before() == Period(Length.DAYS, date(2026, 9, 21), date(2026, 10, 4))
    assert period.year_ago() == Period(Length.DAYS, date(2025, 10, 5), date(2025, 10, 18))


def test_an_unfinished_month_is_compared_with_as_many_days():
    period = Period.starting(Length.MONTH, date(2026, 11, 1)).until(date(2026, 11, 20))

    assert period.last == date(2026, 11, 20)
    assert period.before(passed=period.days) == Period(Length.MONTH, date(2026, 10, 1), date(2026, 10, 20))
    assert Period.starting(Length.MONTH, date(2026, 3, 1)).before(passed=30).last == date(2026, 2, 28)


def test_a_period_is_cut_only_inside():
    period = Period.starting(Length.MONTH, date(2026, 10, 1))

    assert period.cut([date(2026, 10, 1), date(2026, 10, 15), date(2026, 11, 1)]) == [
        (date(2026, 10, 1), date(2026, 10, 14)),
        (date(2026, 10, 15), date(2026, 10, 31)),
    ]


def test_the_29th_of_february_a_year_ago_is_the_28th():
    assert months_later(date(2024, 2, 29), -12) == date(2023, 2, 28)


@pytest.mark.parametrize(
    ("against", "compared"),
    [
        ("", Period(Length.DAYS, date(2026, 10, 12), date(2026, 10, 31))),
        ("lonsky", Period(Length.DAYS, date(2025, 11, 1), date(2025, 11, 20))),
    ],
)
def test_days_that_are_not_over_are_compared_with_as_many_as_have_passed(against, compared):
    asked = {"od": "2026-11-01", "do": "2026-12-31", "srovnani": against}
    form = StatisticsForm(asked, offices=[], today=date(2026, 11, 20))

    assert form.is_valid()
    assert form.compared == compared
