from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from inquiries.dates import long_day
from inquiries.people import workers_seen_by
from inquiries.soon_shredded import told_of_soon
from inquiries.today import sections_for
from inquiries.views.people import worker_of
from sociopoint.models import User
from sociopoint.permissions import can_see_inquiries, can_work_at_desk


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """What waits: mine, a colleague's (`kdo` is their number), or the whole desk's (`kdo=pult`). A coordinator has nothing of
    their own, so sees the whole."""
    user = worker_of(request)
    if not can_see_inquiries(user):
        raise PermissionDenied
    has_own = can_work_at_desk(user)
    others = [one for one in workers_seen_by(user) if one != user] if has_own else []
    asked = request.GET.get("kdo", "")
    whose: User | None = next((one for one in others if str(one.pk) == asked), user)
    if asked == "pult" or not has_own:
        whose = None
    now = timezone.localtime()
    context = {
        "day": long_day(now.date()),
        "sections": sections_for(user, whose=whose, now=now),
        "whose": whose,
        "others": others,
        "has_own": has_own,
        "is_own": whose == user,
        "soon_shredded": told_of_soon(user),
    }
    return render(request, "inquiries/today.html", context)
