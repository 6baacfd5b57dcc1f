from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from inquiries.dates import short_day
from inquiries.unusual import changed_accounts, week_of
from inquiries.views.people import worker_of
from sociopoint.desk_forms import EARLIEST
from sociopoint.permissions import can_see_readings


@require_safe
def reading_list(request: HttpRequest) -> HttpResponse:
    """Readings of one week (`tyden` = its Monday; the present one when unreadable), what is unusual first, and the accounts that
    somebody gave more in it."""
    if not can_see_readings(worker_of(request)):
        raise PermissionDenied
    today = timezone.localdate()
    try:
        asked = date.fromisoformat(request.GET.get("tyden", ""))
    except ValueError:
        asked = today
    shown = min(max(asked, EARLIEST), today)
    monday = shown - timedelta(days=shown.weekday())
    following = monday + timedelta(days=7)
    context = {
        "weeks": week_of(monday),
        "changed": changed_accounts(monday),
        "from_day": short_day(monday, today),
        "to_day": short_day(monday + timedelta(days=6), today),
        "earlier": (monday - timedelta(days=7)).isoformat(),
        "later": following.isoformat() if following <= today else "",
    }
    return render(request, "inquiries/reading_list.html", context)
