from __future__ import annotations

from datetime import date

import pytest

from inquiries.dates import free_day
from inquiries.working_days import (
    add_working_days,
    due_day,
    is_working_day,
    on_or_after,
    start_of,
    working_days_between,
    wrong_promise,
)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 16), True),
        (date(2026, 11, 17), False),  # Den boje za svobodu a demokracii
        (date(2026, 11, 21), False),  # Saturday
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 12, 24), False),
        (date(2026, 12, 28), True),
    ],
)
def test_nobody_works_on_weekends_and_holidays(day, works):
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 12, 25), "Na 25. 12. 2026 připadá svátek. Nejbližší pracovní den je pondělí 28. prosince."),
        (date(2026, 11, 28), "Na 28. 11. 2026 připadá víkend. Nejbližší pracovní den je pondělí 30. listopadu."),
        (date(2026, 11, 27), ""),
    ],
)
def test_a_day_off_says_when_somebody_is_at_the_desk_again(day, said):
    assert free_day(day).replace("\xa0", " ") == said


def test_five_working_days_step_over_a_weekend_and_a_holiday():
    assert add_working_days(date(2026, 11, 13), 5) == date(2026, 11, 23)
    assert working_days_between(date(2026, 11, 13), date(2026, 11, 23)) == 5
    assert working_days_between(date(2026, 11, 13), date(2026, 11, 10)) == 0


@pytest.mark.parametrize(
    ("urgency", "due"),
    [
        ("now", date(2026, 11, 18)),
        ("day", date(2026, 11, 18)),
        ("three_days", date(2026, 11, 19)),
        ("ordinary", date(2026, 12, 16)),
    ],
)
def test_how_much_it_presses_says_when_to_come_back(urgency, due):
    assert due_day(urgency, date(2026, 11, 16)) == due


def test_a_day_nobody_works_moves_on():
    assert on_or_after(date(2026, 12, 24)) == date(2026, 12, 28)
    assert on_or_after(date(2026, 12, 28)) == date(2026, 12, 28)


def test_a_working_day_begins_at_eight_in_prague():
    assert start_of(date(2026, 7, 1)).isoformat() == "2026-07-01T08:00:00+02:00"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 25), "Ten den už byl."),
        (date(2026, 11, 26), ""),
        (date(2028, 2, 29), ""),
        (date(2062, 12, 1), "Zkontrolujte rok."),
    ],
)
def test_a_year_of_a_slip_of_the_hand_is_no_promise(day, said):
    assert wrong_promise(day, date(2026, 11, 26)).startswith(said)
    assert bool(wrong_promise(day, date(2026, 11, 26))) is bool(said)
