"""The end of a conversation: what the worker wished becomes a follow-up, an unmet need and the state that follows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Subquery
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
    UnmetNeed,
    UnmetReason,
    Wish,
)
from inquiries.moves import move_locked
from inquiries.standing import Standing, standing_of
from inquiries.timeline import told_at_once
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
    """The conversation is over, the work is not: the inquiry leaves the drafts and waits for whatever it waits for. Its row
    is locked by this transaction, or made in it."""
    with told_at_once():
        settled = _settle(inquiry, wishes, by)
        standing = standing_of(inquiry)
        to = standing.waits_for or (InquiryState.OPEN if inquiry.is_draft else InquiryState(inquiry.state))
        _go(inquiry, to, by=by, settled=settled, standing=standing)
    return InquiryState(inquiry.state)


@transaction.atomic
def finish(inquiry: Inquiry, wishes: Wishes, *, by: User) -> InquiryState:
    """Close it, or leave it to the partner or the follow-up it still waits for. Raises MoveRefused. Its row is locked by this
    transaction, or made in it."""
    with told_at_once():
        settled = _settle(inquiry, wishes, by)
        standing = standing_of(inquiry)
        if standing.is_from_catalogue:
            _note_the_catalogue(inquiry)
        to, reason = standing.waits_for or InquiryState.CLOSED, ""
        if to == InquiryState.CLOSED and inquiry.state != InquiryState.CLOSED:
            reason = wishes.closing_reason or usual_reason(inquiry, wishes, is_handed_over=standing.is_handed_over)
        _go(inquiry, to, by=by, settled=settled, standing=standing, reason=reason)
    return InquiryState(inquiry.state)


def _go(
    inquiry: Inquiry, to: InquiryState, *, by: User, settled: Mapping[str, Any], standing: Standing, reason: str = ""
) -> None:
    """Move it, or only save what was settled where it stands already. What was closed stays closed; what waited for the
    person is in work again before it waits for anybody else."""
    if inquiry.state == InquiryState.CLOSED:
        to = InquiryState.CLOSED
    if inquiry.state == InquiryState.WAITING_CLIENT and to in (InquiryState.FOLLOW_UP, InquiryState.WAITING_PARTNER):
        move_locked(inquiry, InquiryState.OPEN, by=by, standing=standing)
    if inquiry.state != to:
        move_locked(inquiry, to, by=by, reason=reason, also=settled, standing=standing)
        return
    for name, value in settled.items():
        setattr(inquiry, name, value)
    inquiry.save(update_fields=[*settled, "changed_at"])


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


def _settle(inquiry: Inquiry, wishes: Wishes, by: User) -> dict[str, Any]:
    """Stop its clock and carry the wishes out. The columns it settled, for whoever moves the inquiry to save."""
    now = timezone.now()
    inquiry.ended_at = inquiry.ended_at or max(now, inquiry.received_at)
    inquiry.minutes_direct = inquiry.minutes_direct or timers.minutes_measured(inquiry, now)
    inquiry.assignee_id = inquiry.assignee_id or by.pk
    columns = ["ended_at", "minutes_direct", "assignee_id", *timers.stop(inquiry, now), *timers.logged(inquiry, now)]
    settled = {name: getattr(inquiry, name) for name in columns}
    if wishes.is_unmet and wishes.unmet_reason_id:
        _record_unmet(inquiry, wishes.unmet_reason_id, by)
    day = day_of(wishes, timezone.localdate())
    if day is not None:
        owner = by if inquiry.assignee_id == by.pk else inquiry.assignee or by
        plan(inquiry, by=by, owner=owner, day=day)
    if not wishes.is_empty:
        Wish.objects.filter(inquiry=inquiry).delete()
    return settled


ANSWERED_FROM_THE_CATALOGUE = """
    INSERT INTO inquiries_inquiry_answered_from (inquiry_id, answersource_id)
    SELECT %s, id FROM inquiries_answersource WHERE code = 'catalogue'
"""


def _note_the_catalogue(inquiry: Inquiry) -> None:
    with connection.cursor() as cursor:
        cursor.execute(ANSWERED_FROM_THE_CATALOGUE, [inquiry.pk])


def _record_unmet(inquiry: Inquiry, reason: int, by: User) -> None:
    """Of the main need, once; without one the closing is refused anyway."""
    of_this = {"inquiry": OuterRef("inquiry")}
    group = Inquiry.target_groups.through.objects.filter(**of_this).order_by("pk").values("targetgroup")[:1]
    needs = inquiry.needs.select_related("situation").annotate(
        is_recorded=Exists(UnmetNeed.objects.filter(**of_this)), group=Subquery(group)
    )
    main: Any = needs.first()  # annotated above
    if main is None or main.is_recorded:
        return
    record_unmet(
        by=by,
        situation=main.situation,
        reason=UnmetReason.objects.get(pk=reason),
        inquiry=inquiry,
        target_group_id=main.group,
    )
