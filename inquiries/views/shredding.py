"""What the shredder will take and what it leaves: the office's list of the next month, and a look at one inquiry."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from inquiries.models import ReadingKind
from inquiries.reading import record_reading
from inquiries.soon_shredded import page_context
from inquiries.views.people import inquiry_of, worker_of
from inquiries.what_remains import remains_context
from sociopoint.permissions import can_place_holds, can_see_inquiries, can_work_at_desk


@require_safe
@never_cache
def soon_shredded(request: HttpRequest) -> HttpResponse:
    """`kdo=ja` only one's own; `po` continues after the inquiry of that number."""
    user = worker_of(request)
    if not can_see_inquiries(user):
        raise PermissionDenied
    has_own = can_work_at_desk(user)
    own = has_own and request.GET.get("kdo") == "ja"
    context = page_context(user, own=own, after=request.GET.get("po", ""))
    may_hold = can_place_holds(user)
    return render(request, "inquiries/soon_shredded.html", context | {"has_own": has_own, "may_hold": may_hold})


@require_safe
@never_cache
def what_remains(request: HttpRequest, public_id: str) -> HttpResponse:
    """It shows coded facts of the inquiry, so it is an opening, of a page without words."""
    shown, user = inquiry_of(request, public_id), worker_of(request)
    record_reading(shown, ReadingKind.OPENED, by=user, purpose="remains")
    context = remains_context(shown) | {"may_hold": can_place_holds(user)}
    return render(request, "inquiries/what_remains.html", context)
