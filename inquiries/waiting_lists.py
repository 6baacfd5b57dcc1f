"""A waiting list does not answer by itself: once a month the partner is asked whether there is a place, or a worker is to call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from inquiries import partner_mail
from inquiries.following import plan
from inquiries.models import (
    Deed,
    FollowUp,
    FollowUpKind,
    Inquiry,
    InquiryState,
    Referral,
    ReferralMode,
    ReferralState,
    TimelineEntry,
    WhyPlanned,
)
from inquiries.partners import LINK_DAYS, registered_address
from inquiries.timeline import record
from inquiries.working_days import is_working_day, next_working_day

MONTH = timedelta(days=30)


@dataclass(frozen=True)
class Nudged:
    """How many partners were written to, and how many calls were planned where there is nobody to write to."""

    letters: int
    calls: int


def nudge_waiting_lists(now: datetime) -> Nudged:
    """Ask about every place waited for a month without news. Each referral is its own transaction that looks again, so
    running twice sends nothing twice; on working days only."""
    if not is_working_day(timezone.localdate(now)):
        return Nudged(0, 0)
    since = now - MONTH
    reminded = TimelineEntry.objects.filter(referral=OuterRef("pk"), deed=Deed.REMINDED, at__gt=since)
    calls = FollowUp.objects.filter(Q(created_at__gt=since) | Q(state="planned"), referral=OuterRef("pk"))
    waiting = Referral.objects.filter(state=ReferralState.WAITLISTED, state_changed_at__lte=since)
    waiting = waiting.exclude(inquiry__state=InquiryState.VOID).filter(~Exists(reminded), ~Exists(calls))
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
