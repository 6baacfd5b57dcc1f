from __future__ import annotations

import pytest

from inquiries.demo import ensure_demo_desk
from inquiries.models import Channel, CountingRule, DeclineReason, Office, RiskFlag
from inquiries.shipped import load_desk
from sociopoint.demo import ensure_demo_accounts
from sociopoint.models import User

pytestmark = pytest.mark.django_db


def test_a_desk_gets_its_lists_and_an_office_once():
    load_desk()
    load_desk()

    assert Channel.objects.get(token="t").is_phone is True
    assert DeclineReason.objects.filter(is_statutory=True).count() == 5
    assert RiskFlag.objects.get(code="child").reminder.startswith("Kdo ví")
    assert Office.objects.count() == 1


def test_what_an_administrator_renamed_stays():
    load_desk()
    Channel.objects.filter(code="phone").update(name="Po telefonu")

    load_desk()

    assert Channel.objects.get(code="phone").name == "Po telefonu"


def test_the_demo_workers_stand_at_the_office():
    load_desk()
    ensure_demo_accounts()

    ensure_demo_desk()

    assert set(Office.objects.get().workers.all()) == set(User.objects.filter(role="worker"))
    assert Office.objects.get().workers.count() == 2


def test_a_desk_gets_one_counting_rule_that_says_it_is_an_example():
    load_desk()
    load_desk()

    rule = CountingRule.objects.get()

    assert rule.is_example
    assert (rule.contact_from, rule.contact_to, rule.intervention_from) == (10, 29, 30)
