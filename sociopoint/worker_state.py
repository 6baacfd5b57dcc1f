"""Whether background work is done: what `/healthz` says of it."""

from __future__ import annotations

import datetime
from typing import Literal

from django.utils import timezone

from sociopoint.models import Heartbeat

LATE_AFTER = datetime.timedelta(minutes=5)


def worker_state() -> Literal["ok", "late", "never"]:
    """By the heartbeat of the worker, which beats each minute."""
    at = Heartbeat.objects.filter(name="worker").values_list("at", flat=True).first()
    if at is None:
        return "never"
    return "ok" if timezone.now() - at < LATE_AFTER else "late"
