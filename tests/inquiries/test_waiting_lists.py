from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from inquiries.models import Deed, FollowUp
from inquiries.referring import MoveNotAllowed
from inquiries.waiting_lists import Nudged, Waiting, nudge_waiting_lists, record_waiting
from inquiries.working_days import is_working_day
from tests.factories import ContactFactory, InquiryFactory, ReferralFactory, ServiceFactory

pytestmark = pytest.mark.django_db
PRAGUE = ZoneInfo("Europe/Prague")


def a_monday_to_come() -> datetime:
    """With a working Tuesday after it; calls are planned for days to come, and what was done is written down at this moment."""
    day = datetime.now(PRAGUE).date() + timedelta(days=1)
    while day.weekday() or not (is_working_day(day) and is_working_day(day + timedelta(days=1))):
        day += timedelta(days=1)
    return datetime(day.year, day.month, day.day, 9, tzinfo=PRAGUE)


MONDAY = a_monday_to_come()


@pytest.fixture
def waiting():
    """`waiting(days)` is a referral on a waiting list for so many days."""

    def make(days=31, **facts):
        service = ServiceFactory()
        ContactFactory(service=service, kind="email", value="prijem@sluzba.example")
        since = MONDAY - timedelta(days=days)
        return ReferralFactory(sent=True, **{"state": "waitlisted"} | facts, service=service, state_changed_at=since)

    return make


def test_a_partner_is_asked_once_a_month_by_a_new_link(waiting, letters):
    referral = waiting()

    assert nudge_waiting_lists(MONDAY) == Nudged(1, 0)
    assert nudge_waiting_lists(MONDAY + timedelta(days=1)) == Nudged(0, 0)

    referral.refresh_from_db()
    (letter,) = letters
    assert (letter.to, "uvolnilo se místo?" in letter.subject) == ("prijem@sluzba.example", True)
    assert (referral.link_version, referral.state) == (2, "waitlisted")
    assert referral.link_expires_at == MONDAY + timedelta(days=14)
    assert referral.inquiry.timeline.get().deed == Deed.REMINDED


def test_where_nobody_can_be_written_to_a_worker_is_to_call(waiting, letters):
    referral = waiting(mode="warm_call", target_email="")

    assert nudge_waiting_lists(MONDAY) == Nudged(0, 1)
    assert nudge_waiting_lists(MONDAY + timedelta(days=1)) == Nudged(0, 0)

    call = FollowUp.objects.get()
    assert (call.kind, call.referral, call.owner) == ("call_partner", referral, referral.inquiry.assignee)
    assert not letters


def test_who_waits_a_shorter_time_or_has_news_is_left_alone(waiting, letters):
    waiting(days=29)
    waiting(state="accepted")
    waiting(inquiry=InquiryFactory(state="void"))
    waiting(inquiry=InquiryFactory(open=True, is_restricted=True))

    assert nudge_waiting_lists(MONDAY) == Nudged(0, 0)


def test_nobody_is_asked_about_what_the_person_had_restricted(waiting, letters):
    waiting(inquiry=InquiryFactory(open=True, is_restricted=True))
    waiting(mode="warm_call", target_email="", inquiry=InquiryFactory(open=True, is_restricted=True))

    assert nudge_waiting_lists(MONDAY) == Nudged(0, 0)


def test_nobody_is_asked_on_a_day_off(waiting, letters):
    waiting()

    assert nudge_waiting_lists(MONDAY - timedelta(days=1)) == Nudged(0, 0)


def test_a_partner_who_still_has_no_place_says_where_it_stands(waiting):
    referral = waiting(days=31, waiting_estimate="tři měsíce", waiting_position=7)

    record_waiting(referral, Waiting("měsíc", 2, responder="Jana, poradna"), by=None)

    referral.refresh_from_db()
    assert (referral.state, referral.waiting_estimate, referral.waiting_position) == ("waitlisted", "měsíc", 2)
    assert (referral.responder_name, referral.outcome_source) == ("Jana, poradna", "partner")
    assert referral.inquiry.timeline.get().deed == Deed.STILL_WAITING
    assert nudge_waiting_lists(MONDAY) == Nudged(0, 0)


def test_who_left_the_list_meanwhile_is_not_put_back(waiting):
    referral = waiting(state="accepted")

    with pytest.raises(MoveNotAllowed):
        record_waiting(referral, Waiting("měsíc", 2), by=None)


@pytest.mark.parametrize("position", [0, 1_000])
def test_a_place_on_a_list_is_counted_from_one(waiting, position):
    referral = waiting()

    with pytest.raises(IntegrityError), transaction.atomic():
        type(referral).objects.filter(pk=referral.pk).update(waiting_position=position)
