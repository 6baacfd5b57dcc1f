"""How sure the catalogue is of what it says, in numbers for its page on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from catalogue.models import Certainty, RegisterImport, Service

VERIFIED_FOR = timedelta(days=365)
"""The same year for which a card says that it was verified."""


@dataclass(frozen=True)
class Checked:
    """Services offered now: those verified within a year, and of the rest how their facts are known."""

    total: int
    verified: int
    by_certainty: dict[str, int]
    register_on: date | None
    """Of the register last read; None when none was."""


def how_checked(day: date) -> Checked:
    """Two queries."""
    fresh = Q(verified_on__gte=day - VERIFIED_FOR)
    each = {value: Count("pk", filter=Q(certainty=value) & ~fresh) for value in ("", *Certainty.values)}
    counts = Service.objects.offered().aggregate(
        total=Count("pk"),
        verified=Count("pk", filter=fresh),
        **{f"is_{key or 'unsaid'}": one for key, one in each.items()},
    )
    last = RegisterImport.objects.order_by("-finished_at").first()
    return Checked(
        total=counts["total"],
        verified=counts["verified"],
        by_certainty={value: counts[f"is_{value or 'unsaid'}"] for value in each},
        register_on=(last.register_date or timezone.localdate(last.finished_at)) if last else None,
    )
