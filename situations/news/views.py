from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from situations.markdown import IN_ARTICLE, to_html
from situations.models import Article, PublicCampaign
from situations.news.calendar import month_of
from situations.news.campaigns import campaign_groups, campaign_page, campaigns_now
from situations.news.events import calendar_file, event_of
from situations.news.page import offers_now
from situations.news.structured_data import event_things
from sociopoint.structured_data import script

PAGE_SIZE = 20


@login_not_required
@require_safe
def article_list(request: HttpRequest) -> HttpResponse:
    """What goes on this season, then news, newest first; `archiv` shows newsletters that are over, too."""
    now = timezone.now()
    is_archive = "archiv" in request.GET
    articles = Article.objects.archived_at(now) if is_archive else Article.objects.shown_at(now)
    page = Paginator(articles, PAGE_SIZE).get_page(request.GET.get("strana"))
    context = {
        "page": page,
        "is_archive": is_archive,
        "offers": [] if is_archive else offers_now(),
        "campaigns": [] if is_archive else campaigns_now(),
    }
    return render(request, "news/article_list.html", context)


@login_not_required
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """What anybody may come to in one month."""
    month = month_of(request.GET.get("mesic", ""), timezone.localdate())
    things = event_things(shown.event for shown in month.events)
    return render(request, "news/calendar.html", {"month": month, "structured": script(things) if things else ""})


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(calendar_file(timezone.localdate()), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="sociopoint-akce.ics"'
    return response


@login_not_required
@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """An article; one with a time is said to machines as an event."""
    now = timezone.now()
    shown = get_object_or_404(Article.objects.readable_at(now).select_related("campaign"), slug=slug)
    situations = shown.situations.filter(published=True).select_related("parent")
    context = {
        "article": shown,
        "html": to_html(shown.text, IN_ARTICLE),
        "situations": situations,
        "structured": script(things) if (things := event_things([event_of(shown)])) else "",
    }
    return render(request, "news/article.html", context)


@login_not_required
@require_safe
def campaign_list(request: HttpRequest) -> HttpResponse:
    """Those that run, those to come and those that are over."""
    return render(request, "news/campaign_list.html", {"groups": campaign_groups(timezone.localdate())})


@login_not_required
@require_safe
def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    """All that belongs to a campaign, before it, during it and after it. Five queries."""
    shown = get_object_or_404(PublicCampaign.objects.published(), slug=slug)
    page = campaign_page(shown, timezone.localtime())
    context = {"campaign": shown, "page": page, "html": to_html(shown.text, IN_ARTICLE)}
    return render(request, "news/campaign.html", context)
