"""Two records of one service become one, and what was kept of the double goes on with the one that stays."""

from __future__ import annotations

from django.db import transaction

from catalogue import joining
from catalogue.models import Service
from network.models import IndicatorReport
from network.told_by_desk import told_by_desk
from sociopoint.models import User


@transaction.atomic
def join(*, ours: int, theirs: int, by: User) -> Service:
    """Numbers of services. Raises JoinRefused, and nothing changes.

    Where both report for one period, the double's report stays with it: which numbers hold, only their service knows.
    """
    kept = joining.join(ours, theirs, by=by)
    taken = IndicatorReport.objects.filter(service=kept).values("period")
    IndicatorReport.objects.filter(service=theirs).exclude(period__in=taken).update(service=kept)
    told_by_desk.carry_over(theirs, kept.pk)
    return kept
