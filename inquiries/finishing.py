"""The end of a conversation: what the worker wished becomes a follow-up, an unmet need and the state that follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from inquiries import timers
from inquiries.entries import Wishes
from inquiries.following import plan
from inquiries.models import (
    WITHOUT_NEED,
    ClosingReason,
    FollowUp,
    FollowUpWish,
    HelpLevel,
    Inquiry,
    InquiryState,
    Referral,
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
    waits_for = _standing(inquiry).waits_for
    if waits_for or inquiry.is_draft:
        move(inquiry, waits_for or InquiryState.OPEN, by=by)
    return InquiryState(inquiry.state)


@transaction.atomic
def finish(inquiry: Inquiry, wishes: Wishes, *, by: User) -> InquiryState:
    """Close it, or leave it to the partner or the follow-up it still waits for. Raises MoveRefused."""
    _settle(inquiry, wishes, by)
    standing = _standing(inquiry)
    if standing.waits_for:
        move(inquiry, standing.waits_for, by=by)
    elif inquiry.state != InquiryState.CLOSED:
        reason = wishes.closing_reason or usual_reason(inquiry, wishes, is_handed_over=standing.is_handed_over)
        move(inquiry, InquiryState.CLOSED, by=by, reason=reason)
    return InquiryState(inquiry.state)


def usual_reason(inquiry: Inquiry, wishes: Wishes, *, is_handed_over: bool) -> str:
    """How an inquiry with these facts usually ended; '' when they do not say (then the worker is asked)."""
    if inquiry.kind in WITHOUT_NEED:
        return ClosingReason.NON_CONTACT
    if wishes.is_unmet:
        return ClosingReason.UNMET
    if inquiry.help_level is None:
        return ""
    if is_handed_over:
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
    logged = timers.logged(inquiry, now)
    inquiry.save(update_fields=["ended_at", "minutes_direct", "assignee", *stopped, *logged, "changed_at"])
    note_the_catalogue(inquiry)
    if wishes.is_unmet and wishes.unmet_reason_id and not inquiry.unmet_needs.exists():
        _record_unmet(inquiry, wishes.unmet_reason_id, by)
    day = day_of(wishes, timezone.localdate())
    if day is not None:
        plan(inquiry, by=by, owner=inquiry.assignee, day=day)
    if not wishes.is_empty:
        Wish.objects.filter(inquiry=inquiry).delete()


ANSWERED_FROM_THE_CATALOGUE = """
    INSERT INTO inquiries_inquiry_answered_from (inquiry_id, answersource_id)
    SELECT %(inquiry)s, s.id FROM inquiries_answersource s WHERE s.code = 'catalogue'
        AND EXISTS (SELECT FROM inquiries_referral r
            WHERE r.inquiry_id = %(inquiry)s AND r.service_id IS NOT NULL AND r.state NOT IN ('draft', 'withdrawn'))
        AND NOT EXISTS (SELECT FROM inquiries_inquiry_answered_from a WHERE a.inquiry_id = %(inquiry)s)
"""


def note_the_catalogue(inquiry: Inquiry) -> None:
    """Whoever handed a service of the catalogue over answered from it, also when nobody ticked that. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(ANSWERED_FROM_THE_CATALOGUE, {"inquiry": inquiry.pk})


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


@dataclass(frozen=True)
class Standing:
    """What an inquiry hangs on when a conversation ends."""

    is_owed: bool
    is_promised: bool
    is_handed_over: bool

    @property
    def waits_for(self) -> InquiryState | None:
        if self.is_owed:
            return InquiryState.WAITING_PARTNER
        return InquiryState.FOLLOW_UP if self.is_promised else None


def _standing(inquiry: Inquiry) -> Standing:
    """One query."""
    referrals = Referral.objects.filter(inquiry=OuterRef("pk"))
    found = Inquiry.objects.filter(pk=inquiry.pk).values_list(
        Exists(referrals.filter(state__in=OWED_BY_PARTNER)),
        Exists(FollowUp.objects.planned().filter(inquiry=OuterRef("pk"))),
        Exists(referrals.exclude(state=ReferralState.WITHDRAWN)),
    )
    return Standing(*found.get())
