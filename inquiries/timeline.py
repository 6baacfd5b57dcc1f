"""Writes the timeline: every deed of the desk leaves one row, so that the next person knows what happened and who did it."""

from __future__ import annotations

from inquiries.models import Actor, Deed, FollowUp, Inquiry, ProcedureRun, Referral, TimelineEntry, UnmetNeed
from sociopoint.models import User


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
    return TimelineEntry.objects.create(
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
