"""The partner is reminded once, after five working days; after fourteen days the waiting ends and both sides know."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from procrastinate.contrib.django import app

from inquiries.models import Deed, Inquiry, Referral
from inquiries.partners import respond_by
from inquiries.reminders import Written, write_to_the_silent
from inquiries.tasks import write_to_silent_partners
from tests.factories import ReferralFactory

pytestmark = pytest.mark.django_db
PRAGUE = ZoneInfo("Europe/Prague")
MONDAY = datetime(2026, 11, 9, 10, 0, tzinfo=PRAGUE)


@pytest.fixture
def sent() -> Referral:
    """Sent on a Monday; Tuesday of the week after is a public holiday."""
    referral = ReferralFactory(
        sent=True,
        respond_by=respond_by("ordinary", MONDAY.date()),
        link_expires_at=MONDAY + timedelta(days=14),
        created_at=MONDAY,
        state_changed_at=MONDAY,
    )
    Inquiry.objects.filter(pk=referral.inquiry_id).update(state="waiting_partner")
    return referral


def days_later(days: int) -> datetime:
    return MONDAY + timedelta(days=days)


def test_nobody_is_reminded_before_the_day_is_over_nor_on_a_holiday(sent, letters):
    assert str(sent.respond_by) == "2026-11-16"
    for days in (0, 5, 7, 8):  # the 17th is a holiday
        assert write_to_the_silent(days_later(days)) == Written(0, 0)

    assert not letters


def test_of_whoever_had_the_processing_restricted_nobody_is_reminded(sent, letters):
    Inquiry.objects.update(is_restricted=True)

    assert write_to_the_silent(days_later(9)) == Written(0, 0)
    assert not letters


def test_the_reminder_comes_once(sent, letters):
    assert write_to_the_silent(days_later(9)) == Written(1, 0)
    assert write_to_the_silent(days_later(9)) == Written(0, 0)
    assert write_to_the_silent(days_later(10)) == Written(0, 0)

    (letter,) = letters
    assert "připomínáme" in letter.subject
    assert "/predani/" in letter.text
    assert sent.timeline.filter(deed=Deed.REMINDED).count() == 1


def test_nobody_is_reminded_of_what_the_person_had_restricted(sent, letters):
    Inquiry.objects.filter(pk=sent.inquiry_id).update(is_restricted=True)

    assert write_to_the_silent(days_later(9)) == Written(0, 0)
    assert not letters


def test_after_fourteen_days_the_waiting_ends_and_both_sides_are_told(sent, letters):
    assert write_to_the_silent(days_later(14)) == Written(0, 1)
    assert write_to_the_silent(days_later(15)) == Written(0, 0)

    (letter,) = letters
    assert "/predani/" not in letter.text
    assert "nedostali odpověď" in letter.text
    assert Referral.objects.get(pk=sent.pk).state == "expired"
    assert Inquiry.objects.get(pk=sent.inquiry_id).state == "open"
    assert sent.timeline.filter(deed=Deed.REFERRAL_MOVED, actor="system").count() == 1


def test_who_answered_or_asked_is_left_alone(sent, letters):
    Referral.objects.filter(pk=sent.pk).update(state="info_needed")

    assert write_to_the_silent(days_later(15)) == Written(0, 0)


def test_a_given_contact_expects_no_answer(letters):
    ReferralFactory()

    assert write_to_the_silent(days_later(30)) == Written(0, 0)


def test_it_runs_by_itself_by_day():
    planned = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}

    assert planned["write_to_silent_partners"] == "5 7-16 * * *"


def test_the_task_writes_what_is_late(sent, letters, caplog):
    Referral.objects.update(link_expires_at=timezone.now())

    with caplog.at_level("INFO"):
        write_to_silent_partners(0)

    assert Referral.objects.get().state == "expired"
    assert "0 reminded, 1 waited for in vain" in caplog.text
