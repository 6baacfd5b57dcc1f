from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from situations.markdown import IN_ARTICLE, to_html
from situations.models import Article, SeasonalOffer
from situations.news.calendar import month_of
from situations.news.events import calendar_file
from situations.news.forms import OccupancyForm
from situations.news.occupancy import report_occupancy
from situations.news.page import offers_now, shown_offers
from situations.permissions import can_report_occupancy
from sociopoint.models import Role, User

PAGE_SIZE = 20


@login_not_required
@require_safe
def article_list(request: HttpRequest) -> HttpResponse:
    """What goes on this season, then news, newest first; `archiv` shows newsletters that are over, too."""
    now = timezone.now()
    is_archive = "archiv" in request.GET
    articles = Article.objects.archived_at(now) if is_archive else Article.objects.shown_at(now)
    page = Paginator(articles, PAGE_SIZE).get_page(request.GET.get("strana"))
    context = {"page": page, "is_archive": is_archive, "offers": [] if is_archive else offers_now()}
    return render(request, "news/article_list.html", context)


@login_not_required
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """What anybody may come to in one month."""
    month = month_of(request.GET.get("mesic", ""), timezone.localdate())
    return render(request, "news/calendar.html", {"month": month})


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(calendar_file(timezone.localdate()), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="sociopoint-akce.ics"'
    return response


@login_not_required
@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    readable = Article.objects.filter(
        Q(pk__in=Article.objects.shown_at(now).values("pk")) | Q(pk__in=Article.objects.archived_at(now).values("pk"))
    )
    shown = get_object_or_404(readable, slug=slug)
    situations = shown.situations.filter(published=True).select_related("parent")
    return render(
        request,
        "news/article.html",
        {"article": shown, "html": to_html(shown.text, IN_ARTICLE), "situations": situations},
    )


@require_safe
def occupancy_list(request: HttpRequest) -> HttpResponse:
    """The first tap: which offer. Who has but one goes straight to it."""
    user = _reporter(request)
    offers = SeasonalOffer.objects.going_on(timezone.localdate())
    if user.role == Role.PARTNER:
        offers = offers.filter(reporters=user)
        if len(offers) == 1:
            return redirect("news:occupancy", offers[0].pk)
    return render(request, "news/occupancy_list.html", {"offers": shown_offers(offers, timezone.localtime())})


@require_http_methods(["GET", "HEAD", "POST"])
def occupancy(request: HttpRequest, pk: int) -> HttpResponse:
    """The second tap: one more, one fewer, full, or a number."""
    user = _reporter(request)
    offer = get_object_or_404(SeasonalOffer.objects.going_on(timezone.localdate()), pk=pk)
    if not can_report_occupancy(user, offer):
        raise PermissionDenied
    form = OccupancyForm(request.POST or None, initial={"occupied": offer.occupied})
    if request.method == "POST" and form.is_valid():
        said = report_occupancy(offer=offer.pk, occupied=form.cleaned_data["occupied"], by=user)
        messages.success(request, _("Zapsáno: obsazeno %(n)s z %(of)s.") % {"n": said.occupied, "of": said.capacity})
        return redirect("news:occupancy", pk)
    (shown,) = shown_offers([offer], timezone.localtime())
    now = offer.occupied or 0
    context = {
        "shown": shown,
        "form": form,
        "one_more": min(now + 1, offer.capacity or 0),
        "one_fewer": max(now - 1, 0),
        "full": offer.capacity or 0,
    }
    return render(request, "news/occupancy.html", context, status=422 if form.errors else 200)


def _reporter(request: HttpRequest) -> User:
    """Whoever may report anything at all. Raises PermissionDenied for the rest."""
    user = request.user
    if not isinstance(user, User) or user.role not in (Role.WORKER, Role.COORDINATOR, Role.PARTNER):
        raise PermissionDenied
    return user
