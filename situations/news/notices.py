"""What the page of a situation tells of the news: campaigns that run, then the latest articles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, Case, DateTimeField, F, Q, Value, When
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from situations.models import Article, LifeSituation, PublicCampaign
from sociopoint.languages import CZECH
from sociopoint.translated import czech
from sociopoint.typography import typeset

MOST_ARTICLES = 2
_SHOWN = ("is_campaign", "since", "heading_here", "lead_here", "is_czech", "slug")


@dataclass(frozen=True)
class Notice:
    """Its words as the page shows them: typeset, and marked where they stayed Czech."""

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
        .annotate(is_campaign=Value(True), since=Cast("begins_on", DateTimeField()), **_words())
        .values_list(*_SHOWN)
    )
    articles = (
        Article.objects.shown_at(now)
        .filter(situations__in=[situation.pk, situation.parent_id])
        .annotate(is_campaign=Value(False), since=F("published_from"), **_words())
        .order_by("-since")
        .distinct()
        .values_list(*_SHOWN)[:MOST_ARTICLES]
    )
    rows = campaigns.union(articles, all=True).order_by("-is_campaign", "-since")
    return [_notice(*row) for row in rows]


def _words() -> dict[str, Case | F | Value]:
    """Of either table in the language of the page, in Czech where nobody translated them; both columns or neither are."""
    language = (get_language() or CZECH)[:2]
    if language == CZECH:
        return {"heading_here": F("title"), "lead_here": F("lead"), "is_czech": Value(True)}
    is_czech = Q(**{f"title_{language}": ""})
    return {
        "heading_here": Case(When(is_czech, then="title"), default=f"title_{language}"),
        "lead_here": Case(When(is_czech, then="lead"), default=f"lead_{language}"),
        "is_czech": Case(When(is_czech, then=True), default=False, output_field=BooleanField()),
    }


def _notice(is_campaign: bool, _since: datetime, title: str, lead: str, is_czech: bool, slug: str) -> Notice:
    title, lead = (czech(typeset(text)) if is_czech else typeset(text) for text in (title, lead))
    return Notice(title, lead, reverse("news:campaign" if is_campaign else "news:article", args=[slug]), is_campaign)
