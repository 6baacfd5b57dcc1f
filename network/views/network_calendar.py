from __future__ import annotations

import calendar as months
from datetime import date, timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from network.network_calendar import calendar_of, entries, new_secret, owner_of
from network.views.group_access import reader_of
from sociopoint.permissions import can_edit_network, can_see_network


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def calendar(request: HttpRequest) -> HttpResponse:
    """A month (`?mesic=2026-12`); a POST makes the secret address of the feed and shows it this once."""
    user = reader_of(request)
    address = ""
    if request.method == "POST":
        address = request.build_absolute_uri(reverse("network:calendar-feed", args=[new_secret(user)]))
    first = _month(request.GET.get("mesic", ""))
    last = first.replace(day=months.monthrange(first.year, first.month)[1])
    context = {
        "first": first,
        "entries": entries(user, first, last),
        "before": first - timedelta(days=1),
        "after": last + timedelta(days=1),
        "address": address,
        "can_edit": can_edit_network(user),
        "has_feed": hasattr(user, "network_feed"),
    }
    return render(request, "network/calendar.html", context)


def _month(text: str) -> date:
    """An unreadable month is this one."""
    try:
        found = parse_date(f"{text}-01")
    except ValueError:
        found = None
    if found is None or not 2000 <= found.year <= 2100:
        found = timezone.localdate()
    return found.replace(day=1)


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Whoever does not know the secret learns nothing, not even that it is wrong."""
    owner = owner_of(secret)
    if owner is None or not can_see_network(owner):
        raise Http404
    response = HttpResponse(calendar_of(owner), content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
