"""Answers of the desk to the network: dangers a procedure may be for, how many people each service accepted, which
answers an organisation owes, what goes with a joined double."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from catalogue.models import Facility, Organisation
from inquiries.models import Referral, ReferralState, RiskFlag, UnmetNeed
from inquiries.states import OWED_BY_PARTNER
from network.told_by_desk import OwedAnswer, told_by_desk

ACCEPTED = (ReferralState.ACCEPTED, ReferralState.STARTED, ReferralState.COMPLETED, ReferralState.DROPPED)

MOST_OWED = 10


def tell() -> None:
    told_by_desk.risk_flags = risk_flags
    told_by_desk.accepted_referrals = accepted_referrals
    told_by_desk.owed_answers = owed_answers
    told_by_desk.carry_over = carry_over


def risk_flags() -> list[tuple[str, str]]:
    return list(RiskFlag.objects.filter(is_retired=False).values_list("code", "name"))


def carry_over(double: int, kept: int) -> None:
    """Referrals and what was tried in vain, with the place where both records have the same one; how it was called stays."""
    places = {one.place_id: one.pk for one in Facility.objects.filter(service=kept).exclude(place=None)}
    for facility in Facility.objects.filter(service=double):
        same = places.get(facility.place_id) if facility.place_id else None
        Referral.objects.filter(service=double, facility=facility).update(service=kept, facility=same)
    Referral.objects.filter(service=double).update(service=kept)
    tried = UnmetNeed.tried.through.objects
    known = tried.filter(service=kept).values("unmetneed")
    tried.filter(service=double, unmetneed__in=known).delete()
    tried.filter(service=double).update(service=kept)


def owed_answers(organisations: QuerySet[Organisation]) -> list[OwedAnswer]:
    """Whom to and by when, never who or why. One query, ten rows at most."""
    theirs = Q(organisation__in=organisations) | Q(service__organisation__in=organisations)
    rows = Referral.objects.filter(theirs, state__in=OWED_BY_PARTNER, respond_by__isnull=False)
    whose = Coalesce("organisation_id", "service__organisation_id")
    owed = rows.annotate(whose=whose).order_by("respond_by", "pk")[:MOST_OWED]
    told = owed.values_list("whose", "target_name", "respond_by", "target_email")
    return [OwedAnswer(whose, target, day, email) for whose, target, day, email in told if day is not None]


def accepted_referrals(services: Collection[int], first: date, last: date) -> dict[int, int]:
    """Service -> people it accepted of those referred in the days from `first` to `last`. One query."""
    begins, ends = (timezone.make_aware(datetime.combine(day, time.min)) for day in (first, last + timedelta(days=1)))
    rows = Referral.objects.filter(
        service__in=services, state__in=ACCEPTED, created_at__gte=begins, created_at__lt=ends
    )
    return dict(rows.values_list("service").annotate(number=Count("pk")).order_by())
