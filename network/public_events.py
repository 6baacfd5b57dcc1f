"""Events of the network that coordinators marked as public, for the calendar on `/aktuality/`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from network.models import NetworkEvent
from situations.news.events import PublicEvent


def public_events(first: date, last: date) -> Iterable[PublicEvent]:
    """A source of `situations.news.events`."""
    for event in NetworkEvent.objects.public().from_day(first).filter(starts_on__lte=last):
        yield _public(event)


def events_of_campaign(campaign: int) -> Iterable[PublicEvent]:
    """A source of campaigns' pages."""
    for event in NetworkEvent.objects.public().filter(campaign=campaign):
        yield _public(event)


def _public(event: NetworkEvent) -> PublicEvent:
    return PublicEvent(
        key=f"network-{event.pk}",
        title=event.title,
        about=event.about,
        where=event.place,
        first=event.starts_on,
        last=event.last_day,
        starts=event.starts_at,
        ends=event.ends_at,
        path="",
        link=event.link,
        for_whom=event.for_whom,
        is_called_off=event.is_called_off,
    )
