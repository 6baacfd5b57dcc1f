"""Whether background work is done: what `/healthz` says of it."""

from __future__ import annotations

import datetime
from typing import Literal

from django.utils import timezone

from sociopoint.models import Heartbeat

LATE_AFTER = datetime.timedelta(minutes=5)
PURGE, PURGE_LATE_AFTER = "purge", datetime.timedelta(hours=48)
State = Literal["ok", "late", "never"]


def states() -> tuple[State, State]:
    """Of the worker, which beats each minute, and of the shredder, which beats when it has finished for good. One query."""
    beats = dict(Heartbeat.objects.filter(name__in=("worker", PURGE)).values_list("name", "at"))
    return _state(beats.get("worker"), LATE_AFTER), _state(beats.get(PURGE), PURGE_LATE_AFTER)


def beat(name: str) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"at": timezone.now()})


def start_clock(name: str) -> None:
    """What has not run yet is late from now on, too."""
    Heartbeat.objects.bulk_create([Heartbeat(name=name, at=timezone.now())], ignore_conflicts=True)


def _state(at: datetime.datetime | None, late_after: datetime.timedelta) -> State:
    if at is None:
        return "never"
    return "ok" if timezone.now() - at < late_after else "late"
