"""Words that belong to no inquiry, and so follow no inquiry's clock: what the public wrote of an error in the catalogue, and
what is known beside a need that somebody reported. They may name a person, and nobody needs them once they are old."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from catalogue.models import ChangeProposal
from catalogue.models.proposals import ProposalSource
from inquiries.models import UnmetNeed

KEPT = timedelta(days=365)
"""From the day the report was decided, or came where nobody has decided; as long as words of an ordinary inquiry."""


def old_reports(now: datetime) -> QuerySet[ChangeProposal]:
    of_public = ChangeProposal.objects.filter(source=ProposalSource.PUBLIC).exclude(text="")
    return of_public.alias(clock=Coalesce("decided_at", "proposed_at")).filter(clock__lte=now - KEPT)


def old_workarounds(now: datetime) -> QuerySet[UnmetNeed]:
    return UnmetNeed.objects.filter(inquiry=None, recorded_at__lte=now - KEPT).exclude(workaround="")


def shred_loose_words(now: datetime, *, commit: bool) -> int:
    """How many texts are past their time; with `commit` they are emptied, the facts beside them stay."""
    places: list[tuple[QuerySet[ChangeProposal] | QuerySet[UnmetNeed], str]] = [
        (old_reports(now), "text"),
        (old_workarounds(now), "workaround"),
    ]
    if commit:
        return sum(rows.update(**{column: ""}) for rows, column in places)
    return sum(rows.count() for rows, _column in places)
