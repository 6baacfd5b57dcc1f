"""Somebody on the spot says how full an offer is: two taps on a phone, one row changed."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from situations.models import SeasonalOffer
from sociopoint.models import User


@transaction.atomic
def report_occupancy(*, offer: int, occupied: int, by: User) -> SeasonalOffer:
    """Write the number down with its time; kept between nobody and everybody the offer is for."""
    found = SeasonalOffer.objects.select_for_update(of=("self",)).get(pk=offer)
    found.occupied = max(0, min(occupied, found.capacity or 0))
    found.occupied_at, found.occupied_by = timezone.now(), by
    found.save(update_fields=["occupied", "occupied_at", "occupied_by"])
    return found
