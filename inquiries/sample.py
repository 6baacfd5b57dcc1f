"""A few ordinary inquiries drawn by lot for a call a month later: the only way to learn what became of the rest."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from inquiries.following import plan
from inquiries.models import FollowUpState, Inquiry, InquiryState, PreferredWay, Urgency, WhyPlanned
from inquiries.moves import move
from inquiries.working_days import SAMPLE_DAYS, on_or_after
from sociopoint.secrecy import keyed_hash

SHARE_PERCENT = 3
"""Of inquiries that may be called back (frontdesk-and-network, c.4, 11)."""


def is_drawn(public_id: str) -> bool:
    """The lot of one inquiry: the same whenever it is asked, and nobody can foresee it without HASH_KEY."""
    return int(keyed_hash("sample", public_id)[:8], 16) % 100 < SHARE_PERCENT


def draw_sample(day: date) -> int:
    """Plan a call for the drawn of those closed on `day`; how many. Again on the same day it plans none."""
    start = timezone.make_aware(datetime.combine(day, time.min))
    closed = (
        Inquiry.objects.filter(
            state=InquiryState.CLOSED,
            closed_at__gte=start,
            closed_at__lt=start + timedelta(days=1),
            is_crisis=False,
            is_restricted=False,
            urgency=Urgency.ORDINARY,
            contact__follow_up_agreed_at__isnull=False,
        )
        .exclude(contact__preferred_way=PreferredWay.NONE)
        .exclude(follow_ups__why=WhyPlanned.SAMPLE)
        .exclude(follow_ups__state__in=(FollowUpState.DONE, FollowUpState.DECLINED))
        .select_related("assignee", "created_by")
    )
    drawn = 0
    for inquiry in closed:
        owner = inquiry.assignee or inquiry.created_by
        if owner is not None and is_drawn(str(inquiry.public_id)):
            due = on_or_after(day + timedelta(days=SAMPLE_DAYS))
            plan(inquiry, by=None, owner=owner, day=max(due, timezone.localdate()), why=WhyPlanned.SAMPLE)
            drawn += 1
    return drawn


def return_waiting(today: date) -> int:
    """Inquiries whose person was to come back by today go back to work; how many."""
    waiting = Inquiry.objects.filter(state=InquiryState.WAITING_CLIENT, waiting_until__lte=today)
    returned = 0
    for inquiry in waiting:
        move(inquiry, InquiryState.OPEN, by=None)
        returned += 1
    return returned
