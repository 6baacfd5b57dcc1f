"""What a made-up city has decided about the made-up needs of its desk, and what partners told it. Never in production."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from inquiries.models import (
    Actor,
    Deed,
    Office,
    TimelineEntry,
    UnmetNeed,
    UnmetReason,
    UnmetSource,
    UnmetState,
    UnmetStep,
)
from inquiries.unmet import record_unmet
from situations.models import LifeSituation
from sociopoint.models import User

CONFIRMED, HANDED_OVER = UnmetState.CONFIRMED, UnmetState.HANDED_OVER
WAYS: tuple[list[tuple[UnmetState, str]], ...] = (
    [(CONFIRMED, "")],
    [(CONFIRMED, ""), (HANDED_OVER, "")],
    [],
    [(CONFIRMED, ""), (HANDED_OVER, ""), (UnmetState.PLANNED, "")],
    [
        (CONFIRMED, ""),
        (UnmetState.REJECTED, "Vymyšlené rozhodnutí: takovou službu má sousední obvod, pošleme lidi tam."),
    ],
)
"""How far a need has come, and why it was put aside."""
TOLD = {"socialni-byt": "full", "odpocinek-pecujici": "waiting"}
"""Situation -> reason, as partners say them at a meeting."""


def make_up_decisions(office: Office, *, worker: User, coordinator: User) -> None:
    """Needs older than two weeks have gone some of the way; the newest wait for somebody to confirm them."""
    now, steps, entries = timezone.now(), [], []
    old = UnmetNeed.objects.filter(office=office, recorded_at__lt=now - timedelta(days=14)).select_related("inquiry")
    for number, need in enumerate(old.order_by("recorded_at", "pk")):
        at = need.recorded_at
        for state, note in WAYS[number % len(WAYS)]:
            before, at = need.state, at + timedelta(days=4, hours=number % 5)
            UnmetNeed.objects.filter(pk=need.pk).update(state=state)
            need.state = state
            steps.append(UnmetStep(need=need, at=at, by=coordinator, before=before, after=state, note=note))
            if need.inquiry is None:
                continue
            entries.append(
                TimelineEntry(
                    inquiry=need.inquiry,
                    at=at,
                    actor=Actor.WORKER,
                    by=coordinator,
                    deed=Deed.UNMET_MOVED,
                    before=before,
                    after=state,
                    unmet_need=need,
                )
            )
    UnmetStep.objects.bulk_create(steps)
    TimelineEntry.objects.bulk_create(entries)
    _told_by_partners(office, worker)


def _told_by_partners(office: Office, worker: User) -> None:
    reasons = {reason.code: reason for reason in UnmetReason.objects.filter(code__in=TOLD.values())}
    for situation in LifeSituation.objects.filter(slug__in=TOLD).order_by("pk"):
        reason = reasons.get(TOLD[situation.slug])
        if reason is not None:
            record_unmet(
                by=worker,
                office=office,
                situation=situation,
                reason=reason,
                source=UnmetSource.PARTNER,
                waiting_days=90,
            )
