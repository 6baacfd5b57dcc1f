from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from inquiries import following
from inquiries.follow_up_list import follow_up_list_context
from inquiries.follow_up_page import attempt_form, carry_out, follow_up_context, has_nothing_ahead
from inquiries.forms.follow_up_list import CountedFollowUps
from inquiries.forms.inquiry_page import FollowUpForm
from inquiries.models import ContactCard, FollowUp, FollowUpKind, Inquiry, ReadingKind
from inquiries.people import colleagues
from inquiries.reading import record_reading
from inquiries.referring import ReferralRefused
from inquiries.today import about
from inquiries.views.people import inquiry_of, worker_of
from inquiries.working_days import due_day
from sociopoint.permissions import can_see_inquiries, can_see_words, can_work_at_desk


@require_safe
def follow_up_list(request: HttpRequest) -> HttpResponse:
    """Follow-ups of the desk by the day they were due: what stands behind numbers of the statistics."""
    user = worker_of(request)
    if not can_see_inquiries(user):
        raise PermissionDenied
    context = follow_up_list_context(user, CountedFollowUps(request.GET), after=request.GET.get("po", ""))
    return render(request, "inquiries/follow_up_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def follow_up_new(request: HttpRequest, public_id: str) -> HttpResponse:
    """Promise to come back; the day is proposed by how much it presses. Whoever left no contact will call by themselves."""
    inquiry, user = inquiry_of(request, public_id, to_change=True), worker_of(request)
    has_contact = bool(getattr(inquiry, "has_contact", False))  # annotated by inquiry_of
    proposed = {
        "day": due_day(inquiry.urgency, timezone.localdate()),
        "kind": FollowUpKind.CALL_CLIENT if has_contact else FollowUpKind.CLIENT_CALLS,
        "owner": str(user.pk),
    }
    form = FollowUpForm(request.POST or None, initial=proposed, workers=colleagues(inquiry))
    if form.is_valid():
        values = form.cleaned_data
        with transaction.atomic():
            Inquiry.objects.select_for_update(of=("self",)).get(
                pk=inquiry.pk
            )  # a double click waits, then finds the promise
            following.plan(
                inquiry, by=user, owner=values["owner"], day=values["day"], hour=values["hour"], kind=values["kind"]
            )
        messages.success(request, _("Naplánováno. Objeví se v Dnes."))
        return redirect(inquiry)
    context = {"form": form, "inquiry": inquiry, "about": about(inquiry)}
    return render(request, "inquiries/follow_up_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """One promise: whom to call and why, what was tried before, and how it went this time. That it was opened is written down, and
    that the contact was shown (`ukazat`); what was typed meanwhile stays."""
    user = worker_of(request)
    rows = FollowUp.objects.select_related("inquiry__district", "owner", "referral").annotate(
        has_contact=Exists(ContactCard.objects.filter(inquiry=OuterRef("inquiry"))), tries=Count("attempts")
    )
    shown = get_object_or_404(rows.filter(inquiry__in=Inquiry.objects.visible_to(user)), pk=pk)
    if not can_work_at_desk(user) or (shown.inquiry.is_restricted and request.method == "POST"):
        raise PermissionDenied
    asks = "ukazat" in request.POST
    reveals = asks and can_see_words(user)
    form = attempt_form(shown, None, typed=request.POST) if asks else attempt_form(shown, request.POST or None)
    if form.is_valid():
        try:
            said = carry_out(shown, form, by=user)
        except (following.FollowUpRefused, ReferralRefused) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect(shown.inquiry if has_nothing_ahead(shown.inquiry) else "inquiries:today")
    if reveals:
        record_reading(shown.inquiry, ReadingKind.REVEALED, by=user, purpose="follow_up")
    else:
        record_reading(shown.inquiry, ReadingKind.OPENED, by=user)
    context = follow_up_context(shown, user, reveals_contact=reveals) | {"form": form}
    return render(request, "inquiries/follow_up.html", context, status=422 if form.errors else 200)
