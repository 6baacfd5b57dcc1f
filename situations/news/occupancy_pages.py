"""For who is on the spot: saying how full an offer is, and looking back at how its season went."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from situations.models import SeasonalOffer
from situations.news.forms import OccupancyForm
from situations.news.occupancy import NoCapacity, report_occupancy
from situations.news.page import shown_offers
from situations.news.season import season_of, season_rows
from situations.permissions import can_report_occupancy
from sociopoint.models import Role, User
from sociopoint.spreadsheets import write_csv

MOST_OVER = 20


@require_safe
def occupancy_list(request: HttpRequest) -> HttpResponse:
    """The first tap: which offer. Who has but one goes straight to it; seasons that are over stand below (`vse`)."""
    user, now = _reporter(request), timezone.localtime()
    offers = SeasonalOffer.objects.filter(published=True)
    if user.role == Role.PARTNER:
        offers = offers.filter(reporters=user)
    running = offers.going_on(now)
    if user.role == Role.PARTNER and len(running) == 1 and "vse" not in request.GET:
        return redirect("news:occupancy", running[0].pk)
    over = offers.filter(ends_on__lt=now.date()).exclude(pk__in=[one.pk for one in running])
    context = {
        "offers": shown_offers(running, now),
        "over": over.order_by("-ends_on", "title")[:MOST_OVER],
    }
    return render(request, "news/occupancy_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def occupancy(request: HttpRequest, pk: int) -> HttpResponse:
    """The second tap: one more, one fewer, full, or a number."""
    user = _reporter(request)
    offer = get_object_or_404(SeasonalOffer.objects.perhaps_going_on(timezone.localdate()), pk=pk)
    if not offer.goes_on(timezone.now()):
        raise Http404
    if not can_report_occupancy(user, offer):
        raise PermissionDenied
    form = OccupancyForm(request.POST or None, initial={"occupied": offer.occupied})
    if request.method == "POST" and form.is_valid():
        try:
            said = report_occupancy(offer=pk, by=user, **form.cleaned_data)
        except NoCapacity:
            offer.refresh_from_db()
            form.add_error(None, _("U této nabídky není napsané, pro kolik lidí je. Doplní to administrátor."))
        else:
            done = _("Zapsáno: obsazeno %(n)s z %(of)s.") % {"n": said.occupied, "of": said.capacity}
            messages.success(request, done)
            return redirect("news:occupancy", pk)
    (shown,) = shown_offers([offer], timezone.localtime())
    now = offer.occupied or 0
    context = {
        "shown": shown,
        "form": form,
        "now": now,
        "one_more": min(now + 1, offer.capacity or 0),
        "one_fewer": max(now - 1, 0),
        "full": offer.capacity or 0,
    }
    return render(request, "news/occupancy.html", context, status=422 if form.errors else 200)


@require_safe
def season(request: HttpRequest, pk: int) -> HttpResponse:
    """Day by day how full an offer was, and who said so; after its end, too."""
    offer = _offer_of(request, pk)
    (shown,) = shown_offers([offer], timezone.localtime())
    return render(request, "news/season.html", {"shown": shown, "season": season_of(offer)})


@require_safe
def season_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Every report as CSV, for a final report on a subsidy."""
    offer = _offer_of(request, pk)
    response = HttpResponse(write_csv(*season_rows(offer)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="obsazenost-{slugify(offer.title) or offer.pk}.csv"'
    return response


def _offer_of(request: HttpRequest, pk: int) -> SeasonalOffer:
    """A published offer of this reporter, whenever its season is or was."""
    user = _reporter(request)
    offer = get_object_or_404(SeasonalOffer, pk=pk, published=True)
    if not can_report_occupancy(user, offer):
        raise PermissionDenied
    return offer


def _reporter(request: HttpRequest) -> User:
    """Whoever may report anything at all. Raises PermissionDenied for the rest."""
    user = request.user
    if not isinstance(user, User) or user.role not in (Role.WORKER, Role.COORDINATOR, Role.PARTNER):
        raise PermissionDenied
    return user
