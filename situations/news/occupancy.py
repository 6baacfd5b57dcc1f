"""Somebody on the spot says how full an offer is: two taps on a phone, one row changed."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from situations.models import OccupancyReport, SeasonalOffer
from sociopoint.models import User


@transaction.atomic
def report_occupancy(*, offer: int, occupied: int, by: User) -> SeasonalOffer:
    """Write the number down with its time; kept between nobody and everybody the offer is for. The one before stays known."""
    found = SeasonalOffer.objects.select_for_update(of=("self",)).get(pk=offer)
    most = found.capacity or 0
    found.occupied = max(0, min(occupied, most))
    found.occupied_at, found.occupied_by = timezone.now(), by
    found.save(update_fields=["occupied", "occupied_at", "occupied_by"])
    OccupancyReport.objects.create(
        offer=found, occupied=found.occupied, capacity=most, reported_at=found.occupied_at, reported_by=by
    )
    return found
