"""The end of a conversation: what the worker wished becomes a follow-up, an unmet need and the state that follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
    FollowUp,
    FollowUpWish,
    HelpLevel,
    Inquiry,
    InquiryState,
    Referral,
    ReferralState,
    UnmetNeed,
    UnmetReason,
    Wish,
)
from inquiries.moves import move
from inquiries.states import OWED_BY_PARTNER
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
    """The conversation is over, the work is not: the inquiry leaves the drafts and waits for whatever it waits for."""
    with told_at_once():
        settled = _settle(inquiry, wishes, by)
        to = _standing(inquiry).waits_for or (InquiryState.OPEN if inquiry.is_draft else InquiryState(inquiry.state))
        _go(inquiry, to, by=by, settled=settled)
    return InquiryState(inquiry.state)


@transaction.atomic
def finish(inquiry: Inquiry, wishes: Wishes, *, by: User) -> InquiryState:
    """Close it, or leave it to the partner or the follow-up it still waits for. Raises MoveRefused."""
    with told_at_once():
        settled = _settle(inquiry, wishes, by)
        standing = _standing(inquiry)
        if standing.is_from_catalogue:
            _note_the_catalogue(inquiry)
        to, reason = standing.waits_for or InquiryState.CLOSED, ""
        if to == InquiryState.CLOSED and inquiry.state != InquiryState.CLOSED:
            reason = wishes.closing_reason or usual_reason(inquiry, wishes, is_handed_over=standing.is_handed_over)
        _go(inquiry, to, by=by, settled=settled, reason=reason)
    return InquiryState(inquiry.state)


def _go(inquiry: Inquiry, to: InquiryState, *, by: User, settled: Mapping[str, Any], reason: str = "") -> None:
    """Move it, or only save what was settled where it stands already."""
    if inquiry.state != to:
        move(inquiry, to, by=by, reason=reason, also=settled)
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


@dataclass(frozen=True)
class Standing:
    """What an inquiry hangs on when a conversation ends."""

    is_owed: bool
    is_promised: bool
    is_handed_over: bool
    is_from_catalogue: bool
    """A service of the catalogue was handed over, so the answer came from there, also when nobody ticked a source."""

    @property
    def waits_for(self) -> InquiryState | None:
        if self.is_owed:
            return InquiryState.WAITING_PARTNER
        return InquiryState.FOLLOW_UP if self.is_promised else None


def _standing(inquiry: Inquiry) -> Standing:
    """One query."""
    referrals = Referral.objects.filter(inquiry=OuterRef("pk"))
    handed, sources = referrals.exclude(state=ReferralState.WITHDRAWN), Inquiry.answered_from.through.objects
    of_catalogue = handed.filter(~Exists(sources.filter(inquiry=OuterRef("inquiry"))), service__isnull=False)
    found = Inquiry.objects.filter(pk=inquiry.pk).values_list(
        Exists(referrals.filter(state__in=OWED_BY_PARTNER)),
        Exists(FollowUp.objects.planned().filter(inquiry=OuterRef("pk"))),
        Exists(handed),
        Exists(of_catalogue),
    )
    return Standing(*found.get())
