from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from inquiries.models import CountingRule, Issuer, Rounding, Several, Travel
from inquiries.statistics.counting import Conversations, Counted, conversations, count_by

EXAMPLE = CountingRule(
    contact_from=10, contact_to=29, intervention_from=30, unit_minutes=60, rounding=Rounding.STARTED
)  # an advice centre of 2015: contact 10-30, intervention 30-60; at exactly 30 a rule must decide
WHOLE_HALF_HOURS = CountingRule(
    contact_from=5,
    contact_to=29,
    intervention_from=30,
    unit_minutes=30,
    rounding=Rounding.WHOLE,
    workers=Several.EACH,
    group=Several.EACH,
    written_counts=True,
)
SUM_IN_PERSON = CountingRule(
    contact_from=10,
    contact_to=30,
    intervention_from=31,
    unit_minutes=30,
    rounding=Rounding.SUM,
    phone_counts=False,
    anonymous_counts=False,
    travel=Travel.ADDED,
)
RULES = {"example": EXAMPLE, "whole half hours": WHOLE_HALF_HOURS, "sum, in person": SUM_IN_PERSON}


@pytest.mark.parametrize(
    ("talk", "example", "half_hours", "in_person"),
    [
        # (contacts, interventions) under each of the three rules
        (Conversations(1, 9), (0, 0), (1, 0), (0, 0)),
        (Conversations(1, 10), (1, 0), (1, 0), (1, 0)),
        (Conversations(1, 29), (1, 0), (1, 0), (1, 0)),
        (Conversations(1, 30), (0, 1), (0, 1), (1, 0)),
        (Conversations(1, 31), (0, 1), (0, 1), (0, 1)),
        (Conversations(1, 59), (0, 1), (0, 1), (0, 1)),
        (Conversations(1, 60), (0, 1), (0, 2), (0, 2)),
        (Conversations(1, 61), (0, 2), (0, 2), (0, 2)),
        (Conversations(1, 40, workers=2), (0, 1), (0, 2), (0, 1)),
        (Conversations(1, 20, workers=2), (1, 0), (2, 0), (1, 0)),
        (Conversations(1, 60, people=4), (0, 1), (0, 8), (0, 2)),
        (Conversations(1, 40, workers=2, people=4), (0, 1), (0, 8), (0, 1)),
        (Conversations(1, 40, is_phone=True), (0, 1), (0, 1), (0, 0)),
        (Conversations(1, 40, is_spoken=False), (0, 0), (0, 1), (0, 0)),
        (Conversations(1, 40, is_anonymous=True), (0, 1), (0, 1), (0, 0)),
        (Conversations(1, 20, travel=25), (1, 0), (1, 0), (0, 1)),
        (Conversations(3, 45), (0, 3), (0, 3), (0, 4)),  # 135 minutes: the sum is divided once for all
    ],
)
def test_golden_cases(talk, example, half_hours, in_person):
    counted = {name: count_by(rule, [talk]) for name, rule in RULES.items()}

    assert (counted["example"].contacts, counted["example"].interventions) == example
    assert (counted["whole half hours"].contacts, counted["whole half hours"].interventions) == half_hours
    assert (counted["sum, in person"].contacts, counted["sum, in person"].interventions) == in_person


def test_every_conversation_is_somewhere():
    work = [Conversations(2, 3), Conversations(5, 40), Conversations(1, 40, is_spoken=False), Conversations(4, 15)]

    assert count_by(EXAMPLE, work) == Counted(contacts=4, interventions=5, too_short=2, left_out=1)


def test_what_the_tally_keeps_is_read_back():
    work = {("40", "2|7|4|a|p|15"): 3}

    assert conversations(work, {"7": (True, True)}) == [
        Conversations(3, 40, 15, 2, 4, is_spoken=True, is_phone=True, is_anonymous=True, is_professional=True)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"valid_from": date(2026, 6, 1)},
        {"valid_from": date(2025, 1, 1), "valid_until": date(2026, 1, 1)},
        {"issuer": Issuer.REGION, "contact_to": 30},
        {"issuer": Issuer.REGION, "unit_minutes": 0},
        {"issuer": Issuer.REGION, "valid_until": date(2025, 12, 31)},
    ],
)
def test_one_rule_an_issuer_at_a_time_and_one_meaning_a_minute(wrong):
    CountingRule.objects.create(name="první", issuer=Issuer.CITY, valid_from=date(2026, 1, 1))
    rule = CountingRule(**{"name": "druhé", "issuer": Issuer.CITY, "valid_from": date(2026, 1, 1)} | wrong)

    with pytest.raises(ValidationError):
        rule.full_clean()


@pytest.mark.django_db
def test_one_rule_ends_and_the_next_begins():
    CountingRule.objects.create(
        name="první", issuer=Issuer.CITY, valid_from=date(2025, 1, 1), valid_until=date(2025, 12, 31)
    )
    following = CountingRule(name="druhé", issuer=Issuer.CITY, valid_from=date(2026, 1, 1))

    following.full_clean()
    following.save()

    assert CountingRule.objects.valid_within(date(2025, 12, 1), date(2026, 1, 31)).count() == 2
    assert CountingRule.objects.valid_within(date(2026, 2, 1), date(2026, 2, 1)).get() == following
