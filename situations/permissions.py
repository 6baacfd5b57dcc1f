"""Who may report how full an offer of a season is."""

from __future__ import annotations

from situations.models import SeasonalOffer
from sociopoint.models import Role, User


def can_report_occupancy(user: User, offer: SeasonalOffer) -> bool:
    """The desk always, a partner where an administrator wrote them down. One query for a partner."""
    if user.role in (Role.WORKER, Role.COORDINATOR):
        return True
    return user.role == Role.PARTNER and offer.reporters.filter(pk=user.pk).exists()
