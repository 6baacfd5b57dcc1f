"""Writes the timeline: every deed of the desk leaves one row, so that the next person knows what happened and who did it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from inquiries.models import Actor, Deed, FollowUp, Inquiry, ProcedureRun, Referral, TimelineEntry, UnmetNeed
from sociopoint.models import User

_gathered: ContextVar[list[TimelineEntry] | None] = ContextVar("gathered", default=None)


@contextmanager
def told_at_once() -> Iterator[None]:
    """What is recorded inside is written by one statement at the end, in its order; nothing of it when the deed fails. Of one
    deed inside another too."""
    around = _gathered.get()
    if around is not None:
        before = len(around)
        try:
            yield
        except BaseException:
            del around[before:]
            raise
        return
    entries: list[TimelineEntry] = []
    token = _gathered.set(entries)
    try:
        yield
        TimelineEntry.objects.bulk_create(entries)
    finally:
        _gathered.reset(token)


def record(
    inquiry: Inquiry,
    deed: Deed,
    *,
    by: User | None = None,
    actor: Actor | None = None,
    field: str = "",
    before: str = "",
    after: str = "",
    referral: Referral | None = None,
    follow_up: FollowUp | None = None,
    unmet_need: UnmetNeed | None = None,
    procedure_run: ProcedureRun | None = None,
) -> TimelineEntry:
    """One row. `by` makes it a worker's deed; without it say whose (`actor`), else it was SOCIOPOINT itself.

    `before` and `after` are codes of the field, never words of anybody.
    """
    entry = TimelineEntry(
        inquiry=inquiry,
        deed=deed,
        actor=Actor.WORKER if by else actor or Actor.SYSTEM,
        by=by,
        field=field,
        before=before,
        after=after,
        referral=referral,
        follow_up=follow_up,
        unmet_need=unmet_need,
        procedure_run=procedure_run,
    )
    entries = _gathered.get()
    if entries is None:
        entry.save()
    else:
        entries.append(entry)
    return entry
