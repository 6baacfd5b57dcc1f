from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.utils import timezone

from inquiries import following
from inquiries.following import FollowUpRefused
from inquiries.models import Deed, FollowUpState, InquiryState
from tests.factories import FollowUpFactory, InquiryFactory, LifeSituationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    return UserFactory(worker=True, name="Sociální pracovnice 1")


@pytest.fixture
def tomorrow():
    return timezone.localdate() + timedelta(days=1)


def test_an_inquiry_in_work_waits_for_its_follow_up(worker, tomorrow):
    inquiry = InquiryFactory(open=True)

    follow_up = following.plan(inquiry, by=worker, owner=worker, day=tomorrow)

    assert inquiry.state == InquiryState.FOLLOW_UP
    assert follow_up.is_all_day is True
    assert timezone.localdate(follow_up.due_at) == tomorrow
    assert inquiry.timeline.filter(deed=Deed.FOLLOW_UP_PLANNED, follow_up=follow_up, by=worker).count() == 1


def test_an_hour_may_be_promised(worker, tomorrow):
    follow_up = following.plan(InquiryFactory(open=True), by=worker, owner=worker, day=tomorrow, hour=time(13))

    assert (follow_up.is_all_day, timezone.localtime(follow_up.due_at).hour) == (False, 13)


def test_yesterday_cannot_be_promised(worker):
    inquiry = InquiryFactory(open=True)

    with pytest.raises(FollowUpRefused):
        following.plan(inquiry, by=worker, owner=worker, day=timezone.localdate() - timedelta(days=1))

    assert inquiry.follow_ups.count() == 0


def test_three_tries_in_vain_end_it(worker, tomorrow):
    inquiry = InquiryFactory(open=True)
    follow_up = following.plan(inquiry, by=worker, owner=worker, day=tomorrow)

    for _try in range(3):
        following.attempt(follow_up, by=worker, reached=False)

    assert follow_up.state == FollowUpState.FAILED
    inquiry.refresh_from_db()
    assert inquiry.state == InquiryState.OPEN


def test_a_finished_follow_up_says_how_the_need_ended(worker):
    inquiry = InquiryFactory(open=True, situation=LifeSituationFactory())
    follow_up = following.plan(inquiry, by=worker, owner=worker, day=timezone.localdate())

    following.finish(follow_up, by=worker, state=FollowUpState.DONE, result="partly")

    assert inquiry.needs.get().outcome == "partly"
    inquiry.refresh_from_db()
    assert inquiry.state == InquiryState.OPEN


def test_it_is_finished_once(worker):
    follow_up = FollowUpFactory()
    following.finish(follow_up, by=worker, state=FollowUpState.DONE, result="met")

    with pytest.raises(FollowUpRefused):
        following.finish(follow_up, by=worker, state=FollowUpState.CANCELLED)


def test_done_without_a_result_is_refused(worker):
    follow_up = FollowUpFactory()

    with pytest.raises(FollowUpRefused):
        following.finish(follow_up, by=worker, state=FollowUpState.DONE)

    follow_up.refresh_from_db()
    assert follow_up.state == FollowUpState.PLANNED


def test_another_day_leaves_the_old_one_on_the_timeline(worker, tomorrow):
    follow_up = FollowUpFactory()

    following.postpone(follow_up, by=worker, day=tomorrow)

    follow_up.refresh_from_db()
    assert timezone.localdate(follow_up.due_at) == tomorrow
    assert follow_up.inquiry.timeline.get().before == timezone.localdate().isoformat()


def test_a_colleague_takes_over_with_all_promises(worker):
    inquiry = InquiryFactory(open=True)
    follow_up = FollowUpFactory(inquiry=inquiry)
    inquiry.office.workers.add(worker)

    following.hand_over(inquiry, by=inquiry.assignee, to=worker)

    follow_up.refresh_from_db()
    assert (inquiry.assignee, follow_up.owner) == (worker, worker)


def test_nobody_of_another_office_takes_over(worker):
    inquiry = InquiryFactory(open=True)

    with pytest.raises(FollowUpRefused):
        following.hand_over(inquiry, by=inquiry.assignee, to=worker)
