from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from inquiries import sample
from inquiries.models import ContactCard, FollowUp, Inquiry
from tests.factories import InquiryFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed():
    """`closed()` makes an ordinary inquiry closed today, whose person agreed to be called."""

    def make(agreed=True, **facts):
        worker = UserFactory(worker=True)
        inquiry = InquiryFactory(
            state="closed", closing_reason="informed", closed_at=timezone.now(), assignee=worker, **facts
        )
        ContactCard.objects.create(
            inquiry=inquiry,
            phone="+420603000000",
            expires_on=timezone.localdate(),
            follow_up_agreed_at=timezone.now() if agreed else None,
        )
        return inquiry

    return make


@pytest.fixture
def everybody_is_drawn(monkeypatch):
    monkeypatch.setattr(sample, "SHARE_PERCENT", 100)


def test_about_three_in_a_hundred_are_drawn_and_always_the_same():
    drawn = [number for number in range(3000) if sample.is_drawn(f"D-{number}")]

    assert 50 < len(drawn) < 140
    assert drawn == [number for number in range(3000) if sample.is_drawn(f"D-{number}")]


@pytest.mark.usefixtures("everybody_is_drawn")
def test_whoever_had_the_processing_restricted_is_not_drawn(closed):
    closed(is_restricted=True)

    assert sample.draw_sample(timezone.localdate()) == 0


@pytest.mark.usefixtures("everybody_is_drawn")
def test_the_drawn_are_called_a_month_later_once(closed):
    inquiry, today = closed(), timezone.localdate()

    assert (sample.draw_sample(today), sample.draw_sample(today)) == (1, 0)

    follow_up = FollowUp.objects.get()
    assert (follow_up.inquiry, follow_up.owner, follow_up.why) == (inquiry, inquiry.assignee, "sample")
    assert timezone.localdate(follow_up.due_at) >= today + timedelta(days=30)
    inquiry.refresh_from_db()
    assert inquiry.state == "closed"


@pytest.mark.usefixtures("everybody_is_drawn")
@pytest.mark.parametrize("facts", [{"agreed": False}, {"is_crisis": True}, {"urgency": "day"}])
def test_nobody_is_called_who_did_not_agree_or_is_followed_anyway(closed, facts):
    closed(**facts)

    assert sample.draw_sample(timezone.localdate()) == 0


def test_who_was_to_come_back_by_today_is_in_work_again():
    due = InquiryFactory(state="waiting_client", assignee=UserFactory(worker=True), waiting_until=timezone.localdate())
    InquiryFactory(
        state="waiting_client",
        assignee=UserFactory(worker=True),
        waiting_until=timezone.localdate() + timedelta(days=1),
    )

    assert sample.return_waiting(timezone.localdate()) == 1
    assert Inquiry.objects.get(state="open") == due
