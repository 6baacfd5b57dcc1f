"""Legal holds: all that are in force, placing one on an inquiry, releasing one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inquiries.forms.holds import HoldForm
from inquiries.holding import HoldRefused, place_hold, release_hold
from inquiries.models import Inquiry, LegalHold
from inquiries.views.people import inquiry_of, worker_of
from sociopoint.permissions import can_place_holds, can_release_holds

MOST_HOLDS = 200


@require_safe
@never_cache
def hold_list(request: HttpRequest) -> HttpResponse:
    """What the shredder must leave alone, the soonest to end first."""
    user = worker_of(request)
    if not can_place_holds(user):
        raise PermissionDenied
    rows = LegalHold.objects.in_force().filter(inquiry__in=Inquiry.objects.visible_to(user))
    holds = rows.select_related("inquiry", "placed_by").order_by("until", "pk")[:MOST_HOLDS]
    return render(request, "inquiries/hold_list.html", {"holds": holds, "may_release": can_release_holds(user)})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def hold_new(request: HttpRequest, public_id: str) -> HttpResponse:
    """Also on an inquiry whose processing is restricted: a hold only keeps."""
    inquiry, user = inquiry_of(request, public_id), worker_of(request)
    if not can_place_holds(user):
        raise PermissionDenied
    form = HoldForm(request.POST or None)
    if form.is_valid():
        try:
            place_hold(inquiry, by=user, **form.cleaned_data)
        except HoldRefused as refusal:
            form.add_error("until", str(refusal))
        else:
            messages.success(request, _("Zadrženo. Do toho dne se z dotazu nic nesmaže."))
            return redirect(inquiry)
    context = {"form": form, "inquiry": inquiry}
    return render(request, "inquiries/hold_new.html", context, status=422 if form.errors else 200)


@require_POST
def hold_release(request: HttpRequest, pk: int) -> HttpResponse:
    user = worker_of(request)
    rows = LegalHold.objects.filter(inquiry__in=Inquiry.objects.visible_to(user))
    hold = get_object_or_404(rows.select_related("inquiry"), pk=pk)
    if not can_release_holds(user):
        raise PermissionDenied
    try:
        release_hold(hold, by=user)
    except HoldRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Uvolněno. Texty a kontakt se smažou podle lhůt."))
    return redirect(hold.inquiry)
