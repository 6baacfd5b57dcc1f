"""Ticks of a field event: time, channel, situation, number of people; the rest is asked for in the evening.

A tick is a closed inquiry that statistics count at once; `is_complete` says that facts are still to come.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import QuerySet

from inquiries.models import (
    AgeBand,
    ClosingReason,
    Deed,
    FirstTime,
    Inquiry,
    InquiryNeed,
    InquiryState,
    InquiryWorker,
    OnBehalf,
    Sex,
    TimelineEntry,
)
from inquiries.models.timeline import Actor
from sociopoint.models import User

MISSING = {
    "help_level": None,
    "district": None,
    "age_band": AgeBand.UNKNOWN,
    "target_groups": None,
    "sex": Sex.UNKNOWN,
    "on_behalf": OnBehalf.UNKNOWN,
    "first_time": FirstTime.UNKNOWN,
    "heard_from": None,
}
"""Facts a tick leaves open, in the order of their value for the reports (frontdesk-and-network, c.2)."""


@dataclass(frozen=True)
class Tick:
    at: datetime
    channel_id: int
    situation_id: int
    persons: int = 1


@transaction.atomic
def record_ticks(ticks: Iterable[Tick], *, by: User, office: int, sheet: UUID) -> list[Inquiry]:
    """All of them or none; a fixed number of statements whatever their number. Raises IntegrityError for a `sheet` that is
    written already, also by the other half of a double click a moment ago."""
    rows = list(ticks)
    made = Inquiry.objects.bulk_create(
        Inquiry(
            office_id=office,
            submission=uuid5(sheet, str(place)),
            state=InquiryState.CLOSED,
            closing_reason=ClosingReason.INFORMED,
            channel_id=tick.channel_id,
            received_at=tick.at,
            ended_at=tick.at,
            closed_at=tick.at,
            retention_from=tick.at,
            persons_present=tick.persons,
            is_group=tick.persons > 1,
            is_complete=False,
            assignee=by,
            created_by=by,
        )
        for place, tick in enumerate(rows)
    )
    InquiryNeed.objects.bulk_create(
        InquiryNeed(inquiry=inquiry, situation_id=tick.situation_id) for inquiry, tick in zip(made, rows, strict=True)
    )
    InquiryWorker.objects.bulk_create(InquiryWorker(inquiry=inquiry, worker=by) for inquiry in made)
    TimelineEntry.objects.bulk_create(
        TimelineEntry(inquiry=inquiry, deed=Deed.STARTED, actor=Actor.WORKER, by=by) for inquiry in made
    )
    return made


def to_complete(worker: User) -> QuerySet[Inquiry]:
    """Ticks of this worker's desk that still lack facts, the oldest first."""
    return Inquiry.objects.visible_to(worker).filter(is_complete=False).order_by("received_at", "pk")


def missing_of(inquiry: Inquiry) -> Iterator[str]:
    """Names of the facts it lacks, the most valuable first. One query, for the target groups."""
    for name, unknown in MISSING.items():
        if name == "target_groups":
            if not inquiry.target_groups.exists():
                yield name
        elif name == "district":
            if inquiry.district_id is None and not inquiry.is_from_elsewhere:
                yield name
        elif getattr(inquiry, name) == unknown:
            yield name
