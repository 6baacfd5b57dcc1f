"""Events of the network that coordinators marked as public, for the calendar on `/aktuality/`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db.models import Q
from django.utils import timezone

from network.models import NetworkEvent
from situations.news.events import PublicEvent


def public_events(first: date, last: date) -> Iterable[PublicEvent]:
    """A source of `situations.news.events`. Hours stand only with events of one day: of several they are of every day."""
    lasting = Q(ends_on__gte=first) | Q(ends_on=None, starts_on__gte=first)
    for event in NetworkEvent.objects.public().filter(lasting, starts_on__lte=last):
        is_one_day = event.ends_on in (None, event.starts_on)
        yield PublicEvent(
            key=f"network-{event.pk}",
            title=event.title,
            about=event.about,
            where=event.place,
            first=event.starts_on,
            last=event.ends_on or event.starts_on,
            starts=_at(event.starts_on, event.begins) if is_one_day else None,
            ends=_at(event.starts_on, event.ends) if is_one_day else None,
            path="",
            link=event.link,
            for_whom=event.for_whom,
            is_called_off=event.is_called_off,
        )


def _at(day: date, hour: time | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, hour)) if hour else None
