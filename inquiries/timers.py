"""The clock of an inquiry: one runs at a time, so that a walk-in during a call counts neither twice."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from django.db.models import F, IntegerField, QuerySet
from django.db.models.functions import Cast, Extract, Greatest, Least, Now
from django.utils import timezone

from inquiries.models import Inquiry
from sociopoint.models import User

STEP = 5
"""Minutes by which a worker corrects what was measured."""
LONGEST_RUN = timedelta(hours=12)
"""A clock left running overnight measured the night, not the work."""


def seconds_measured(inquiry: Inquiry, now: datetime) -> int:
    """All runs together, the present one too."""
    running = inquiry.timer_started_at
    return inquiry.timer_seconds + (_span(running, now) if running else 0)


def minutes_measured(inquiry: Inquiry, now: datetime) -> int:
    """Whole minutes, a begun one counts; at most a day."""
    return min(math.ceil(seconds_measured(inquiry, now) / 60), 1440)


def stop(inquiry: Inquiry, now: datetime) -> list[str]:
    """Stop the clock of a row about to be saved; names the columns it changed."""
    inquiry.timer_seconds, inquiry.timer_started_at = seconds_measured(inquiry, now), None
    return ["timer_seconds", "timer_started_at"]


def logged(inquiry: Inquiry, now: datetime) -> list[str]:
    """A draft saved for the first time is a finished record, and its clock, just stopped, says how long that took. Names
    the columns it changed on a row about to be saved."""
    if inquiry.completed_at is not None or not inquiry.is_complete:
        return []
    inquiry.completed_at = now
    inquiry.seconds_to_log = inquiry.timer_seconds if inquiry.is_draft else None
    return ["completed_at", "seconds_to_log"]


def pause_others(worker: User, but: Inquiry | None = None) -> None:
    """Stop the clocks of whatever else this worker has open. One statement."""
    running = _running(worker)
    _pause(running.exclude(pk=but.pk) if but else running)


def pause(inquiry: Inquiry) -> None:
    _pause(Inquiry.objects.filter(pk=inquiry.pk, timer_started_at__isnull=False))


def resume(inquiry: Inquiry, *, by: User) -> None:
    """Let its clock run on and stop the others of this worker."""
    pause_others(by, but=inquiry)
    Inquiry.objects.unfinished().filter(pk=inquiry.pk, timer_started_at=None).update(timer_started_at=timezone.now())


def _running(worker: User) -> QuerySet[Inquiry]:
    return Inquiry.objects.unfinished().filter(assignee=worker, timer_started_at__isnull=False)


def _pause(running: QuerySet[Inquiry]) -> None:
    """Overlong runs are cut by the database as `seconds_measured` cuts them."""
    elapsed = Cast(Extract(Now() - F("timer_started_at"), "epoch"), IntegerField())
    longest = int(LONGEST_RUN.total_seconds())
    running.update(
        timer_seconds=F("timer_seconds") + Greatest(Least(elapsed, longest), 0),
        timer_started_at=None,
    )


def _span(start: datetime, end: datetime) -> int:
    return int(max(timedelta(0), min(end - start, LONGEST_RUN)).total_seconds())
