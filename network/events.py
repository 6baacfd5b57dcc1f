"""Events of the network kept by coordinators: announced, changed, called off. Calendars that read them follow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from network.dates import days
from network.models import NetworkEvent
from sociopoint.models import User
from sociopoint.permissions import can_edit_network
from sociopoint.typography import typeset


@transaction.atomic
def announce(facts: Mapping[str, Any], *, by: User) -> NetworkEvent:
    """The same event announced twice by the same person is one event: a form sent by a double click."""
    _ask(by)
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    known = NetworkEvent.objects.taking_place().filter(written_by=by, **facts).first()
    return known or NetworkEvent.objects.create(written_by=by, **facts)


@transaction.atomic
def change(event: NetworkEvent, facts: Mapping[str, Any], *, by: User) -> None:
    """Also calls it off, or takes that back: `is_called_off` is one of the facts."""
    _ask(by)
    kept = NetworkEvent.objects.select_for_update(of=("self",)).get(pk=event.pk)
    for name, value in facts.items():
        setattr(kept, name, value)
    kept.calendar_version += 1
    kept.save(update_fields=[*facts, "calendar_version"])


def when(event: NetworkEvent) -> str:
    """`12.–13. 2. 2025, 9:00–16:00`."""
    said = days(event.starts_on, event.ends_on)
    if event.begins is None:
        return said
    if event.ends is None:
        return typeset(_("%(days)s od %(begins)s") % {"days": said, "begins": _hour(event.begins)})
    return typeset(f"{said}, {_hour(event.begins)}–{_hour(event.ends)}")


def calendar_of(event: NetworkEvent) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//SOCIOPOINT//sit//CS")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event_in_calendar(event))
    return bytes(calendar.to_ical())


def event_in_calendar(event: NetworkEvent) -> Event:
    """Whole days, or from hour to hour; of several days with hours, the days are whole and the hours in the words."""
    made = Event()
    made.add("uid", f"event-{event.pk}@{settings.ENVIRONMENT.site_address.partition('://')[2]}")
    made.add("sequence", event.calendar_version)
    made.add("dtstamp", timezone.now())
    made.add("summary", event.title)
    if event.starts_at is None:
        made.add("dtstart", event.starts_on)
        made.add("dtend", event.last_day + timedelta(days=1))
    else:
        made.add("dtstart", event.starts_at.astimezone(UTC))  # a zone by its name would have to come described
        if event.ends_at is not None:
            made.add("dtend", event.ends_at.astimezone(UTC))
    made.add("description", "\n\n".join(part for part in (when(event), event.for_whom, event.about) if part))
    if event.place:
        made.add("location", event.place)
    made.add("url", settings.ENVIRONMENT.site_address + event.get_absolute_url())
    made.add("status", "CANCELLED" if event.is_called_off else "CONFIRMED")
    return made


def _hour(value: Any) -> str:
    return f"{value.hour}:{value.minute:02d}"


def _ask(by: User) -> None:
    if not can_edit_network(by):
        raise PermissionDenied
