"""What the page of a situation tells of the news: campaigns that run, then the latest articles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from situations.models import Article, LifeSituation, PublicCampaign

MOST_ARTICLES = 2
_SHOWN = ("is_campaign", "since", "title", "lead", "slug")


@dataclass(frozen=True)
class Notice:
    title: str
    lead: str
    url: str
    is_campaign: bool


def notices_for(situation: LifeSituation, now: datetime) -> list[Notice]:
    """Those that concern the situation or its topic. One query for both kinds: the page has ten for everything."""
    campaigns = (
        PublicCampaign.objects.running(timezone.localdate(now))
        .for_situation(situation)
        .order_by()
        .annotate(is_campaign=Value(True), since=Cast("begins_on", DateTimeField()))
        .values_list(*_SHOWN)
    )
    articles = (
        Article.objects.shown_at(now)
        .filter(situations__in=[situation.pk, situation.parent_id])
        .annotate(is_campaign=Value(False), since=F("published_from"))
        .order_by("-since")
        .distinct()
        .values_list(*_SHOWN)[:MOST_ARTICLES]
    )
    rows = campaigns.union(articles, all=True).order_by("-is_campaign", "-since")
    return [
        Notice(title, lead, reverse("news:campaign" if is_campaign else "news:article", args=[slug]), is_campaign)
        for is_campaign, _since, title, lead, slug in rows
    ]
