"""What anybody may come to, from all apps: one list for the page, its months and its calendar file.

Later apps add their own by `add_source`, since this one knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from situations.models import Article, PublicCampaign, SeasonalOffer
from sociopoint.translated import in_language, is_in_language

BACK, AHEAD = timedelta(days=60), timedelta(days=400)


@dataclass(frozen=True)
class PublicEvent:
    """`starts` and `ends` only where the hours are known; `last` is the last day, the first where it is one day."""

    key: str
    title: str
    about: str
    where: str
    first: date
    last: date
    starts: datetime | None
    ends: datetime | None
    path: str
    """Of its page on this site; empty for what has none."""
    link: str = ""
    """Of a page elsewhere."""
    for_whom: str = ""
    is_called_off: bool = False
    is_czech: bool = True
    """Whether `title` and `about` are; False where they are in the language of the page."""
    is_occasion: bool = True
    """Something one comes to; False for what goes on for weeks, such as a season or a campaign."""


Source = Callable[[date, date], Iterable[PublicEvent]]
CampaignSource = Callable[[int], Iterable[PublicEvent]]
_sources: list[Source] = []
_campaign_sources: list[CampaignSource] = []


def add_source(source: Source) -> Source:
    """`source(first, last)` gives what goes on between two days, both included, in at most one query."""
    _sources.append(source)
    return source


def events_between(first: date, last: date) -> list[PublicEvent]:
    """What goes on between two days, both included, the earliest first. One query a source."""
    found = [event for source in _sources for event in source(first, last)]
    return sorted(found, key=by_time)


def by_time(event: PublicEvent) -> tuple[date, float, str]:
    """For sorting: by the day, then by the hour, what has none first."""
    return event.first, event.starts.timestamp() if event.starts else 0.0, event.title


def add_campaign_source(source: CampaignSource) -> CampaignSource:
    """`source(campaign)` gives what belongs to the campaign of that number, in at most one query."""
    _campaign_sources.append(source)
    return source


def events_of_campaign(campaign: int) -> list[PublicEvent]:
    """Those of other apps; articles know themselves where they belong. One query a source."""
    return [event for source in _campaign_sources for event in source(campaign)]


@add_source
def dates_of_articles(first: date, last: date) -> Iterable[PublicEvent]:
    """Those that are published now; what begins without an end is of one day."""
    now = timezone.now()
    ended = Q(event_until__date__gte=first) | Q(event_until=None, event_from__date__gte=first)
    for article in Article.objects.shown_at(now).filter(ended, event_from__date__lte=last):
        if event := event_of(article):
            yield event


def event_of(article: Article) -> PublicEvent | None:
    """None for an article without a time."""
    if article.event_from is None:
        return None
    starts = timezone.localtime(article.event_from)
    ends = timezone.localtime(article.event_until) if article.event_until else None
    return PublicEvent(
        key=f"article-{article.pk}",
        title=in_language(article, "title"),
        about=in_language(article, "lead"),
        is_czech=not is_in_language(article, "title"),
        where=article.event_place,
        first=starts.date(),
        last=(ends or starts).date(),
        starts=starts,
        ends=ends,
        path=article.get_absolute_url(),
    )


@add_source
def seasons(first: date, last: date) -> Iterable[PublicEvent]:
    for offer in SeasonalOffer.objects.filter(published=True, begins_on__lte=last, ends_on__gte=first):
        yield PublicEvent(
            key=f"season-{offer.pk}",
            title=in_language(offer, "title"),
            about=in_language(offer, "description"),
            is_czech=not is_in_language(offer, "title"),
            where=offer.place,
            first=offer.begins_on,
            last=offer.ends_on,
            starts=None,
            ends=None,
            path="",
            is_occasion=False,
        )


@add_source
def campaigns(first: date, last: date) -> Iterable[PublicEvent]:
    for campaign in PublicCampaign.objects.published().filter(begins_on__lte=last, ends_on__gte=first):
        yield PublicEvent(
            key=f"campaign-{campaign.pk}",
            title=in_language(campaign, "title"),
            about=in_language(campaign, "lead"),
            is_czech=not is_in_language(campaign, "title"),
            where="",
            first=campaign.begins_on,
            last=campaign.ends_on,
            starts=None,
            ends=None,
            path=campaign.get_absolute_url(),
            is_occasion=False,
        )


def calendar_file(today: date) -> bytes:
    """Everything from two months ago to a year ahead, as a calendar programme takes it."""
    calendar = Calendar()
    calendar.add("prodid", "-//SOCIOPOINT//aktuality//CS")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("SOCIOPOINT: akce pro veřejnost"))
    site = settings.ENVIRONMENT.site_address
    for event in events_between(today - BACK, today + AHEAD):
        calendar.add_component(_written(event, site))
    return bytes(calendar.to_ical())


def _written(event: PublicEvent, site: str) -> Event:
    entry = Event()
    entry.add("uid", f"{event.key}@{site.partition('://')[2]}")
    entry.add("dtstamp", timezone.now())
    entry.add("summary", event.title)
    entry.add("description", "\n\n".join(part for part in (event.for_whom, event.about) if part))
    if event.where:
        entry.add("location", event.where)
    if event.path or event.link:
        entry.add("url", site + event.path if event.path else event.link)
    if event.is_called_off:
        entry.add("status", "CANCELLED")
    if event.starts:
        entry.add("dtstart", event.starts.astimezone(UTC))  # a zone by its name would have to come described
        if event.ends:
            entry.add("dtend", event.ends.astimezone(UTC))
    else:
        entry.add("dtstart", event.first)
        entry.add("dtend", event.last + timedelta(days=1))
    return entry
