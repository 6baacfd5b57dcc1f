from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from inquiries.dates import long_day
from inquiries.today import sections_for
from inquiries.views.people import worker_of
from sociopoint.permissions import can_see_inquiries, can_work_at_desk


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """What waits: mine, or (`kdo=pult`) the whole desk's. A coordinator has nothing of their own, so sees the whole."""
    user = worker_of(request)
    if not can_see_inquiries(user):
        raise PermissionDenied
    everybody = request.GET.get("kdo") == "pult" or not can_work_at_desk(user)
    now = timezone.localtime()
    context = {
        "day": long_day(now.date()),
        "sections": sections_for(user, everybody=everybody, now=now),
        "everybody": everybody,
        "has_own": can_work_at_desk(user),
    }
    return render(request, "inquiries/today.html", context)
