"""A worker's follow-ups as iCalendar: numbers and kinds only, so that a calendar on a phone gives nobody away."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from inquiries.models import CalendarFeed, FollowUp
from sociopoint.models import User
from sociopoint.secrecy import keyed_hash

SECRET_BYTES = 24
CALL_MINUTES = 15


def new_secret(user: User) -> str:
    """A new address for the worker's calendar; the old one stops working. The secret itself is never stored."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    CalendarFeed.objects.update_or_create(
        owner=user, defaults={"secret_hash": keyed_hash("calendar", secret), "made_at": timezone.now()}
    )
    return secret


def owner_of(secret: str) -> User | None:
    """Whose calendar it is; None for an address that was never given, was renewed, or whose account is off."""
    feed = CalendarFeed.objects.select_related("owner").filter(secret_hash=keyed_hash("calendar", secret)).first()
    return feed.owner if feed and feed.owner.is_active else None


def calendar_of(user: User, host: str) -> bytes:
    """Planned follow-ups from a month ago on. `host` makes the identifiers of events unique, as RFC 5545 wants."""
    calendar = Calendar()
    calendar.add("prodid", "-//SOCIOPOINT//pult//CS")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("SOCIOPOINT: dohledy"))
    since = timezone.now() - timedelta(days=30)
    planned = FollowUp.objects.planned().filter(owner=user, due_at__gte=since).select_related("inquiry")
    for follow_up in planned:
        event = Event()
        event.add("uid", f"follow-up-{follow_up.pk}@{host}")
        event.add("dtstamp", follow_up.created_at)
        event.add("summary", f"{follow_up.get_kind_display()} {follow_up.inquiry.public_id}")
        if follow_up.is_all_day:
            event.add("dtstart", timezone.localdate(follow_up.due_at))
        else:
            event.add("dtstart", follow_up.due_at)
            event.add("dtend", follow_up.due_at + timedelta(minutes=CALL_MINUTES))
        calendar.add_component(event)
    return bytes(calendar.to_ical())
