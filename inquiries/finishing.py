"""The end of a conversation: what the worker wished becomes a follow-up, an unmet need and the state that follows."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from inquiries import timers
from inquiries.entries import Wishes
from inquiries.following import plan
from inquiries.models import (
    WITHOUT_NEED,
    ClosingReason,
    FollowUpWish,
    HelpLevel,
    Inquiry,
    InquiryState,
    ReferralState,
    UnmetReason,
    Wish,
)
from inquiries.moves import move
from inquiries.states import OWED_BY_PARTNER
from inquiries.unmet import record_unmet
from inquiries.working_days import next_working_day, on_or_after
from sociopoint.models import User

REASON_OF_LEVEL = {
    HelpLevel.INFORMATION: ClosingReason.INFORMED,
    HelpLevel.ADVICE: ClosingReason.ADVISED,
    HelpLevel.ACTIVE: ClosingReason.ASSISTED,
}


@transaction.atomic
def keep_open(inquiry: Inquiry, wishes: Wishes, *, by: User) -> InquiryState:
    """The conversation is over, the work is not: the inquiry leaves the drafts and waits for whatever it waits for."""
    _settle(inquiry, wishes, by)
    waits_for = _what_it_waits_for(inquiry)
    if waits_for or inquiry.is_draft:
        move(inquiry, waits_for or InquiryState.OPEN, by=by)
    return InquiryState(inquiry.state)


@transaction.atomic
def finish(inquiry: Inquiry, wishes: Wishes, *, by: User) -> InquiryState:
    """Close it, or leave it to the partner or the follow-up it still waits for. Raises MoveRefused."""
    _settle(inquiry, wishes, by)
    waits_for = _what_it_waits_for(inquiry)
    if waits_for:
        move(inquiry, waits_for, by=by)
    elif inquiry.state != InquiryState.CLOSED:
        move(inquiry, InquiryState.CLOSED, by=by, reason=wishes.closing_reason or usual_reason(inquiry, wishes))
    return InquiryState(inquiry.state)


def usual_reason(inquiry: Inquiry, wishes: Wishes) -> str:
    """How an inquiry with these facts usually ended; '' when they do not say (then the worker is asked)."""
    if inquiry.kind in WITHOUT_NEED:
        return ClosingReason.NON_CONTACT
    if wishes.is_unmet:
        return ClosingReason.UNMET
    if inquiry.help_level is None:
        return ""
    if inquiry.referrals.exclude(state=ReferralState.WITHDRAWN).exists():
        return ClosingReason.REFERRED_UNCONFIRMED
    return REASON_OF_LEVEL[HelpLevel(inquiry.help_level)]


def day_of(wishes: Wishes, today: date) -> date | None:
    """The day the worker wants to come back on, None for no follow-up."""
    return {
        FollowUpWish.NEXT_DAY: next_working_day(today),
        FollowUpWish.THREE_DAYS: on_or_after(today + timedelta(days=3)),
        FollowUpWish.MONTH: on_or_after(today + timedelta(days=30)),
        FollowUpWish.DATE: wishes.follow_up_on,
    }.get(FollowUpWish(wishes.follow_up))


def _settle(inquiry: Inquiry, wishes: Wishes, by: User) -> None:
    now = timezone.now()
    inquiry.ended_at = inquiry.ended_at or max(now, inquiry.received_at)
    inquiry.minutes_direct = inquiry.minutes_direct or timers.minutes_measured(inquiry, now)
    inquiry.assignee = inquiry.assignee or by
    stopped = timers.stop(inquiry, now)
    inquiry.save(update_fields=["ended_at", "minutes_direct", "assignee", *stopped, "changed_at"])
    if wishes.is_unmet and wishes.unmet_reason_id and not inquiry.unmet_needs.exists():
        _record_unmet(inquiry, wishes.unmet_reason_id, by)
    day = day_of(wishes, timezone.localdate())
    if day is not None:
        plan(inquiry, by=by, owner=inquiry.assignee, day=day)
    if not wishes.is_empty:
        Wish.objects.filter(inquiry=inquiry).delete()


def _record_unmet(inquiry: Inquiry, reason: int, by: User) -> None:
    """Of the main need; without one the closing is refused anyway."""
    main = inquiry.needs.select_related("situation").first()
    if main is not None:
        record_unmet(
            by=by,
            office=inquiry.office,
            situation=main.situation,
            reason=UnmetReason.objects.get(pk=reason),
            inquiry=inquiry,
            target_group=inquiry.target_groups.first(),
        )


def _what_it_waits_for(inquiry: Inquiry) -> InquiryState | None:
    if inquiry.referrals.filter(state__in=OWED_BY_PARTNER).exists():
        return InquiryState.WAITING_PARTNER
    if inquiry.follow_ups.planned().exists():
        return InquiryState.FOLLOW_UP
    return None
