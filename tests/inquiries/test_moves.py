from __future__ import annotations

import pytest
from django.utils import timezone

from inquiries.models import ClosingReason, Deed, Inquiry, InquiryState
from inquiries.moves import MoveRefused, move
from tests.factories import FollowUpFactory, InquiryFactory, LifeSituationFactory, ReferralFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    return UserFactory(worker=True)


def test_closing_writes_when_why_and_who(worker):
    inquiry = InquiryFactory(situation=LifeSituationFactory())

    move(inquiry, InquiryState.CLOSED, by=worker, reason=ClosingReason.INFORMED)

    stored = Inquiry.objects.get(pk=inquiry.pk)
    assert (stored.state, stored.closing_reason) == ("closed", "informed")
    assert stored.closed_at == stored.retention_from
    assert stored.version == inquiry.version == 2
    entry = stored.timeline.get()
    assert (entry.deed, entry.by, entry.before, entry.after) == (Deed.MOVED, worker, "draft", "closed")


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"situation": None}, ClosingReason.INFORMED),
        ({}, ""),
        ({}, "made up"),
        ({}, ClosingReason.REFERRED_CONFIRMED),
        ({}, ClosingReason.UNMET),
        ({"is_crisis": True}, ClosingReason.ADVISED),
    ],
)
def test_an_unfinished_story_cannot_be_closed(worker, facts, reason):
    inquiry = InquiryFactory(**{"situation": LifeSituationFactory(), "open": True} | facts)

    with pytest.raises(MoveRefused):
        move(inquiry, InquiryState.CLOSED, by=worker, reason=reason)

    assert Inquiry.objects.get(pk=inquiry.pk).state == "open"
    assert not inquiry.timeline.exists()


def test_a_wrong_number_needs_no_situation(worker):
    inquiry = InquiryFactory(kind="wrong")

    move(inquiry, InquiryState.CLOSED, by=worker, reason=ClosingReason.NON_CONTACT)

    assert inquiry.state == "closed"


def test_a_partner_who_owes_an_answer_holds_the_inquiry_open(worker):
    inquiry = InquiryFactory(open=True, situation=LifeSituationFactory())
    ReferralFactory(inquiry=inquiry, sent=True)

    with pytest.raises(MoveRefused):
        move(inquiry, InquiryState.CLOSED, by=worker, reason=ClosingReason.REFERRED_UNCONFIRMED)


def test_a_crisis_is_closed_after_its_follow_up(worker):
    inquiry = InquiryFactory(open=True, is_crisis=True, situation=LifeSituationFactory())
    FollowUpFactory(inquiry=inquiry, state="done", result="met", finished_at=timezone.now())

    move(inquiry, InquiryState.CLOSED, by=worker, reason=ClosingReason.ASSISTED)

    assert inquiry.state == "closed"


def test_a_step_that_is_not_allowed_says_so(worker):
    inquiry = InquiryFactory(open=True)

    with pytest.raises(MoveRefused) as refusal:
        move(inquiry, InquiryState.DRAFT, by=worker)

    assert "řeší se" in str(refusal.value)


def test_waiting_for_a_person_needs_somebody_and_a_day(worker):
    inquiry = InquiryFactory(state="open")

    move(inquiry, InquiryState.WAITING_CLIENT, by=worker, waiting_until=timezone.localdate())

    assert inquiry.assignee == worker


def test_reopening_clears_the_end(worker):
    inquiry = InquiryFactory(situation=LifeSituationFactory())
    move(inquiry, InquiryState.CLOSED, by=worker, reason=ClosingReason.INFORMED)

    move(inquiry, InquiryState.OPEN, by=worker)

    assert (inquiry.closing_reason, inquiry.closed_at) == ("", None)
    assert inquiry.timeline.count() == 2
