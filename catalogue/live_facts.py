"""What a provider says and the public sees at once: free places with their time, and closing for a while."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from catalogue import indexing
from catalogue.models import Closure, Facility, Service
from sociopoint.models import User


@transaction.atomic
def report_free_places(service: Service, *, places: int | None, waiting_note: str) -> None:
    """`places` None: we no longer say. Said again means known again: the time is that of the saying."""
    kept = Service.objects.select_for_update().get(pk=service.pk)
    kept.free_places, kept.waiting_note = places, waiting_note
    kept.free_places_reported_at = None if places is None else timezone.now()
    kept.save(update_fields=["free_places", "free_places_reported_at", "waiting_note"])
    indexing.refresh([kept.pk])


@transaction.atomic
def close_for_a_while(
    service: Service, *, by: User, facility: Facility | None, begins: date, ends: date, text: str
) -> Closure:
    """Of the whole service, or of one of its places."""
    closure = Closure.objects.create(
        service=service, facility=facility, begins=begins, ends=ends, text=text, reported_by=by
    )
    indexing.refresh([service.pk])
    return closure


@transaction.atomic
def open_again(closure: Closure) -> None:
    """It ends sooner than was said, or was said by mistake; what has begun stays known until yesterday."""
    today = timezone.localdate()
    kept = Closure.objects.select_for_update().get(pk=closure.pk)
    if kept.begins >= today:
        kept.delete()
    elif kept.ends >= today:
        kept.ends = today - timedelta(days=1)
        kept.save(update_fields=["ends"])
    indexing.refresh([closure.service_id])
