"""A waiting list does not answer by itself: once a month the partner is asked whether there is a place, or a worker is to call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiries import partner_mail
from inquiries.following import plan
from inquiries.models import (
    Actor,
    Deed,
    FollowUp,
    FollowUpKind,
    Inquiry,
    InquiryState,
    OutcomeSource,
    Referral,
    ReferralMode,
    ReferralState,
    TimelineEntry,
    WhyPlanned,
)
from inquiries.noting import WrittenMeanwhile
from inquiries.partners import LINK_DAYS, registered_address
from inquiries.referring import MoveNotAllowed
from inquiries.timeline import record
from inquiries.working_days import is_working_day, next_working_day
from sociopoint.models import User

MONTH = timedelta(days=30)


@dataclass(frozen=True)
class Nudged:
    """How many partners were written to, and how many calls were planned where there is nobody to write to."""

    letters: int
    calls: int


@dataclass(frozen=True)
class Waiting:
    """How it stands on the list. `position` is None where nobody says, or it changes."""

    estimate: str
    position: int | None
    message: str = ""
    responder: str = ""


@transaction.atomic
def record_waiting(referral: Referral, waiting: Waiting, *, by: User | None, seen: datetime | None = None) -> None:
    """Still no place: what the partner says now, by their link (`by` is None) or over the telephone. The month until they are
    asked again begins anew. Raises MoveNotAllowed when it left the list meanwhile, and WrittenMeanwhile when something else was
    written since the time that the worker's page showed (`seen`)."""
    inquiry = Inquiry.objects.select_for_update(of=("self",)).get(pk=referral.inquiry_id)
    current = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    if current.state != ReferralState.WAITLISTED:
        raise MoveNotAllowed(_("Předání už v pořadníku není. Načtěte stránku znovu."))
    estimate = waiting.estimate.strip() or current.waiting_estimate
    if seen is not None and seen != current.state_changed_at:
        if (estimate, waiting.position) == (current.waiting_estimate, current.waiting_position):
            return
        raise WrittenMeanwhile(
            _(
                "Mezitím tam někdo zapsal něco jiného, najdete to v „Kde to je“. Zkontrolujte, co platí, a zapište to znovu."
            ),
            current,
        )
    current.waiting_position, current.state_changed_at = waiting.position, timezone.now()
    current.waiting_estimate = estimate
    current.partner_message = waiting.message.strip() or current.partner_message
    current.responder_name = waiting.responder.strip() or current.responder_name
    current.outcome_source = OutcomeSource.WORKER if by else OutcomeSource.PARTNER
    current.save()
    record(inquiry, Deed.STILL_WAITING, by=by, actor=Actor.PARTNER, referral=current)


def nudge_waiting_lists(now: datetime) -> Nudged:
    """Ask about every place waited for a month without news. Each referral is its own transaction that looks again, so
    running twice sends nothing twice; on working days only."""
    if not is_working_day(timezone.localdate(now)):
        return Nudged(0, 0)
    since = now - MONTH
    reminded = TimelineEntry.objects.filter(referral=OuterRef("pk"), deed=Deed.REMINDED, at__gt=since)
    calls = FollowUp.objects.filter(Q(created_at__gt=since) | Q(state="planned"), referral=OuterRef("pk"))
    waiting = Referral.objects.filter(state=ReferralState.WAITLISTED, state_changed_at__lte=since)
    waiting = waiting.exclude(inquiry__state=InquiryState.VOID).exclude(inquiry__is_restricted=True)
    waiting = waiting.filter(~Exists(reminded), ~Exists(calls))
    asked = [_ask(referral, now) for referral in waiting.select_related("service", "organisation")]
    return Nudged(asked.count(Deed.REMINDED), asked.count(Deed.FOLLOW_UP_PLANNED))


@transaction.atomic
def _ask(referral: Referral, now: datetime) -> Deed | None:
    """None when the partner answered meanwhile."""
    inquiry = Inquiry.objects.select_for_update(of=("self",)).get(pk=referral.inquiry_id)
    referral.refresh_from_db(fields=["state", "link_version"])
    if referral.state != ReferralState.WAITLISTED:
        return None
    sent = referral.mode == ReferralMode.SENT
    address = registered_address(referral.service, referral.organisation) if sent else ""
    if not address:
        owner = inquiry.assignee or referral.created_by
        day = next_working_day(timezone.localdate(now))
        plan(
            inquiry,
            by=None,
            owner=owner,
            day=day,
            kind=FollowUpKind.CALL_PARTNER,
            why=WhyPlanned.REFERRAL,
            referral=referral,
        )
        return Deed.FOLLOW_UP_PLANNED
    referral.target_email, referral.link_version = address, referral.link_version + 1
    referral.link_expires_at = now + timedelta(days=LINK_DAYS)
    referral.save(update_fields=["target_email", "link_version", "link_expires_at"])
    partner_mail.ask_about_a_place(referral)
    record(inquiry, Deed.REMINDED, referral=referral)
    return Deed.REMINDED
