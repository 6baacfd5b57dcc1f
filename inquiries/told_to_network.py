"""Answers of the desk to the network: dangers a procedure may be for, and how many referred people each service accepted."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.db.models import Count
from django.utils import timezone

from inquiries.models import Referral, ReferralState, RiskFlag
from network.told_by_desk import told_by_desk

ACCEPTED = (ReferralState.ACCEPTED, ReferralState.STARTED, ReferralState.COMPLETED, ReferralState.DROPPED)


def tell() -> None:
    told_by_desk.risk_flags = risk_flags
    told_by_desk.accepted_referrals = accepted_referrals


def risk_flags() -> list[tuple[str, str]]:
    return list(RiskFlag.objects.filter(is_retired=False).values_list("code", "name"))


def accepted_referrals(services: Collection[int], first: date, last: date) -> dict[int, int]:
    """Service -> people it accepted of those referred in the days from `first` to `last`. One query."""
    begins, ends = (timezone.make_aware(datetime.combine(day, time.min)) for day in (first, last + timedelta(days=1)))
    rows = Referral.objects.filter(
        service__in=services, state__in=ACCEPTED, created_at__gte=begins, created_at__lt=ends
    )
    return dict(rows.values_list("service").annotate(number=Count("pk")).order_by())
