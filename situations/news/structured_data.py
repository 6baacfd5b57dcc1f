"""Public events as search engines and assistants read them."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from situations.news.events import PublicEvent
from sociopoint.structured_data import Thing, known


def event_things(events: Iterable[PublicEvent | None]) -> list[Thing]:
    """Only of what one comes to, and only where it is said where: an event without a place is of no use to anybody."""
    return [_thing(event) for event in events if event and event.is_occasion and event.where]


def _thing(event: PublicEvent) -> Thing:
    site = settings.ENVIRONMENT.site_address
    state = "EventCancelled" if event.is_called_off else "EventScheduled"
    last_day = event.last.isoformat() if event.last != event.first else ""
    return known(
        {
            "@type": "Event",
            "name": event.title,
            "description": event.about,
            "startDate": event.starts.isoformat() if event.starts else event.first.isoformat(),
            "endDate": event.ends.isoformat() if event.ends else last_day,
            "eventStatus": f"https://schema.org/{state}",
            "location": {"@type": "Place", "name": event.where, "address": event.where},
            "audience": {"@type": "Audience", "audienceType": event.for_whom} if event.for_whom else None,
            "url": site + event.path if event.path else event.link,
        }
    )
