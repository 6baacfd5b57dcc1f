from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from inquiries import tasks
from inquiries.models import Inquiry, PurgeRun
from tests.factories import InquiryFactory, NoteFactory, UserFactory

pytestmark = pytest.mark.usefixtures("desk")


def test_each_night_what_is_past_its_time_is_shredded():
    at = timezone.now() - timedelta(days=400)
    inquiry = InquiryFactory(state="closed", closing_reason="advised", closed_at=at, retention_from=at)
    NoteFactory(inquiry=inquiry)

    tasks.shred_what_is_past(timestamp=0)

    assert inquiry.notes.count() == 0
    assert PurgeRun.objects.get().is_committed is True


def test_each_morning_who_was_to_come_back_is_in_work_again():
    InquiryFactory(state="waiting_client", assignee=UserFactory(worker=True), waiting_until=timezone.localdate())

    tasks.begin_the_day(timestamp=0)

    assert Inquiry.objects.get().state == "open"
