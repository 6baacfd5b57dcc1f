"""The calendar of the network: meetings one may know of, trainings, open days. The same for the page and for the feed."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from network.events import event_in_calendar
from network.meeting_calls import event_of
from network.meeting_states import MeetingState
from network.models import Meeting, NetworkEvent, NetworkFeed, TrainingDate
from network.training_mail import uid_of
from sociopoint.models import User
from sociopoint.secrecy import keyed_hash

SECRET_BYTES = 24
BACK, AHEAD = timedelta(days=60), timedelta(days=400)


@dataclass(frozen=True)
class Entry:
    """`last` only for what lasts several days; `at` is None for whole days."""

    day: date
    last: date | None
    at: datetime | None
    kind: str
    title: str
    where: str
    address: str


def entries(user: User, first: date, last: date) -> list[Entry]:
    """What takes place between two days, both included, in its order. Three queries."""
    span = {"starts_at__date__gte": first, "starts_at__date__lte": last}
    meetings = Meeting.objects.visible_to(user).filter(**span).exclude(state=MeetingState.CANCELLED)
    found = [
        Entry(
            one.day,
            None,
            one.starts_at,
            _("jednání"),
            f"{one.group.name} {one.label}",
            one.place,
            one.get_absolute_url(),
        )
        for one in meetings.select_related("group")
    ]
    trainings = TrainingDate.objects.filter(**span, training__is_cancelled=False).select_related("training")
    found += [
        Entry(
            timezone.localdate(one.starts_at),
            None,
            one.starts_at,
            _("školení"),
            one.training.title,
            one.training.place,
            one.training.get_absolute_url(),
        )
        for one in trainings
    ]
    events = NetworkEvent.objects.taking_place().from_day(first).filter(starts_on__lte=last)
    found += [
        Entry(one.starts_on, one.ends_on, one.starts_at, _("akce"), one.title, one.place, one.get_absolute_url())
        for one in events
    ]
    return sorted(found, key=lambda one: (one.day, one.at is not None, one.at or timezone.now(), one.title))


def new_secret(user: User) -> str:
    """A new address of the feed; the old one stops working. The secret itself is never stored."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    NetworkFeed.objects.update_or_create(
        owner=user, defaults={"secret_hash": keyed_hash("network-calendar", secret), "made_at": timezone.now()}
    )
    return secret


def owner_of(secret: str) -> User | None:
    feed = (
        NetworkFeed.objects.select_related("owner").filter(secret_hash=keyed_hash("network-calendar", secret)).first()
    )
    return feed.owner if feed and feed.owner.is_active else None


def calendar_of(user: User) -> bytes:
    today = timezone.localdate()
    first, last = today - BACK, today + AHEAD
    calendar = Calendar()
    calendar.add("prodid", "-//SOCIOPOINT//sit//CS")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("SOCIOPOINT: síť"))
    span = {"starts_at__date__gte": first, "starts_at__date__lte": last}
    for meeting in Meeting.objects.visible_to(user).filter(**span).select_related("group"):
        calendar.add_component(event_of(meeting))
    for number, one in _days_of_trainings(span):
        event = _event(uid_of(one.training_id, number), one.training.title, one.training.place)
        event.add("dtstart", one.starts_at)
        event.add("dtend", one.ends_at)
        event.add("sequence", one.training.calendar_version)
        event.add("status", "CONFIRMED")
        event.add("url", settings.ENVIRONMENT.site_address + reverse("network:training", args=[one.training_id]))
        calendar.add_component(event)
    for happening in NetworkEvent.objects.from_day(first).filter(starts_on__lte=last):
        calendar.add_component(event_in_calendar(happening))
    return bytes(calendar.to_ical())


def _days_of_trainings(span: dict[str, date]) -> Iterator[tuple[int, TrainingDate]]:
    """All days of trainings with a day in the span, each with which it is, from nought, as letters count them. One query."""
    trainings = TrainingDate.objects.filter(**span, training__is_cancelled=False).values("training")
    rows = TrainingDate.objects.filter(training__in=trainings).select_related("training")
    for _training, days in groupby(rows.order_by("training", "starts_at"), key=lambda one: one.training_id):
        yield from enumerate(days)


def _event(uid: str, summary: str, place: str) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", timezone.now())
    event.add("summary", summary)
    if place:
        event.add("location", place)
    return event
