"""What pages say of the city's campaigns: one page with all that belongs to one, a banner while it runs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from situations.models import Article, LifeSituation, PublicCampaign
from situations.news.calendar import ShownEvent
from situations.news.calendar import when as when_event
from situations.news.events import PublicEvent, by_time, event_of, events_of_campaign
from situations.news.page import ShownOffer, shown_offers
from sociopoint.typography import typeset


@dataclass(frozen=True)
class ShownCampaign:
    campaign: PublicCampaign
    when: str


@dataclass(frozen=True)
class CampaignGroup:
    heading: str
    campaigns: list[ShownCampaign]


@dataclass(frozen=True)
class CampaignPage:
    """All that belongs to a campaign; what it does not have is empty."""

    shown: ShownCampaign
    coming: list[ShownEvent]
    """Its events from now on, the nearest first."""
    past: list[ShownEvent]
    articles: list[Article]
    offers: list[ShownOffer]
    situations: list[LifeSituation]
    outcome: str


def when(campaign: PublicCampaign, day: date) -> str:
    days = {"begin": _day(campaign.begins_on), "end": _day(campaign.ends_on)}
    if campaign.is_over(day):
        return typeset(_("Skončila %(end)s, běžela od %(begin)s") % days)
    if campaign.is_running(day):
        return typeset(_("Běží od %(begin)s do %(end)s") % days)
    return typeset(_("Začne %(begin)s, potrvá do %(end)s") % days)


def shown_campaigns(campaigns: Iterable[PublicCampaign], day: date) -> list[ShownCampaign]:
    return [ShownCampaign(campaign, when(campaign, day)) for campaign in campaigns]


def campaigns_now() -> list[ShownCampaign]:
    """One query."""
    day = timezone.localdate()
    return shown_campaigns(PublicCampaign.objects.running(day), day)


def campaign_groups(day: date) -> list[CampaignGroup]:
    """All published ones by what they are now; groups without any are left out. One query."""
    shown = shown_campaigns(PublicCampaign.objects.published(), day)
    groups = [
        CampaignGroup(_("Právě běží"), [one for one in shown if one.campaign.is_running(day)]),
        CampaignGroup(_("Připravujeme"), [one for one in shown if one.campaign.begins_on > day]),
        CampaignGroup(_("Skončily"), [one for one in shown if one.campaign.is_over(day)]),
    ]
    return [group for group in groups if group.campaigns]


def campaign_page(campaign: PublicCampaign, now: datetime) -> CampaignPage:
    """Three queries and one of each app that has events of its own. Offers whose season is over are left out."""
    day = now.date()
    found = list(campaign.articles.readable_at(now))
    dated = [event for article in found if (event := event_of(article))]
    events = sorted([*dated, *events_of_campaign(campaign.pk)], key=by_time)
    yesterday = day - timedelta(days=1)
    offers = [one for one in campaign.offers.filter(published=True, ends_on__gte=yesterday) if now < one.ends_at]
    return CampaignPage(
        shown=ShownCampaign(campaign, when(campaign, day)),
        coming=[ShownEvent(event, when_event(event)) for event in events if not _is_past(event, now)],
        past=[ShownEvent(event, when_event(event)) for event in events if _is_past(event, now)],
        articles=[article for article in found if not article.event_from],
        offers=shown_offers(offers, now),
        situations=list(campaign.situations.filter(published=True).select_related("parent")),
        outcome=campaign.outcome if campaign.is_over(day) else "",
    )


def _is_past(event: PublicEvent, now: datetime) -> bool:
    """An event without an end takes the whole of its day, as in the calendar."""
    return event.ends < now if event.ends else event.last < timezone.localdate(now)


def _day(day: date) -> str:
    return date_format(day, _("j. n. Y"))
