"""Somebody on the spot says how full an offer is: two taps on a phone, one row changed."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from situations.models import OccupancyReport, SeasonalOffer
from sociopoint.models import User

SAME_TAP = timedelta(seconds=10)


class NoCapacity(Exception):
    """Nobody wrote for how many people the offer is, so nobody can say how full."""


@transaction.atomic
def report_occupancy(*, offer: int, occupied: int, by: User, seen: int | None = None) -> SeasonalOffer:
    """Write the number down with its time; kept between nobody and everybody the offer is for. The one before stays known.

    `seen`: the number the person added to or took from. Whoever reported meanwhile is added to, too; a button tapped twice
    counts once. Raises NoCapacity.
    """
    found = SeasonalOffer.objects.select_for_update(of=("self",)).get(pk=offer)
    most = found.capacity
    if most is None:
        raise NoCapacity
    if seen is not None:
        if _is_said_already(found, occupied, by):
            return found
        occupied = (found.occupied or 0) + occupied - seen
    found.occupied = max(0, min(occupied, most))
    found.occupied_at, found.occupied_by = timezone.now(), by
    found.save(update_fields=["occupied", "occupied_at", "occupied_by"])
    OccupancyReport.objects.create(
        offer=found, occupied=found.occupied, capacity=most, reported_at=found.occupied_at, reported_by=by
    )
    return found


def _is_said_already(offer: SeasonalOffer, occupied: int, by: User) -> bool:
    is_recent = offer.occupied_at is not None and timezone.now() - offer.occupied_at < SAME_TAP
    return is_recent and offer.occupied_by_id == by.pk and offer.occupied == occupied
