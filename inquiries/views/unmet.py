"""`/pult/nenaplnene/`: what people could not get, and what the city does about it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from inquiries.desk import desk_of
from inquiries.forms.unmet import UnmetMoveForm, UnmetNeedForm, UnmetReportForm, UnmetSearch
from inquiries.lists import desk_lists
from inquiries.models import Office, UnmetNeed, UnmetSource, UnmetState
from inquiries.today import about
from inquiries.unmet import UnmetMoveRefused, move_unmet, moves_for, record_once
from inquiries.unmet_list import list_context, need_context
from inquiries.views.people import inquiry_of, worker_of
from sociopoint.permissions import can_see_inquiries, can_work_at_desk


@require_safe
def unmet_list(request: HttpRequest) -> HttpResponse:
    """Needs by coded facts, newest first; `po` continues after the need of that number."""
    user = worker_of(request)
    if not can_see_inquiries(user):
        raise PermissionDenied
    search = UnmetSearch(request.GET, lists=desk_lists())
    context = list_context(search, user, after=request.GET.get("po", ""), query=request.GET.copy())
    return render(request, "inquiries/unmet_list.html", context | {"may_report": can_work_at_desk(user)})


@require_http_methods(["GET", "HEAD", "POST"])
def unmet_need(request: HttpRequest, pk: int) -> HttpResponse:
    """One need with its steps; POST moves it."""
    user = worker_of(request)
    rows = UnmetNeed.objects.visible_to(user)
    related = ("situation", "kind", "district", "target_group", "reason", "inquiry", "office", "recorded_by")
    need = get_object_or_404(rows.select_related(*related), pk=pk)
    context, moves = need_context(need, user), moves_for(user, UnmetState(need.state))
    if request.method == "POST":
        if not moves:
            raise PermissionDenied
        form = UnmetMoveForm(request.POST, moves=moves)
        if form.is_valid():
            try:
                move_unmet(need, UnmetState(form.cleaned_data["to"]), by=user, note=form.cleaned_data["note"])
            except UnmetMoveRefused as refusal:
                form.add_error("to", str(refusal))
            else:
                messages.success(request, _("Zapsáno: %(state)s.") % {"state": need.get_state_display()})
                return redirect(need)
        context["form"] = form
    return render(request, "inquiries/unmet_need.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def unmet_report(request: HttpRequest) -> HttpResponse:
    """A need without an inquiry: a partner or a citizen told us of it."""
    user = worker_of(request)
    if not can_work_at_desk(user):
        raise PermissionDenied
    desk = desk_of(user)
    if desk is None:
        return render(request, "inquiries/no_office.html")
    form = UnmetReportForm(request.POST or None, lists=desk.lists)
    if form.is_valid():
        values = form.cleaned_data
        need = record_once(
            by=user,
            office=Office.objects.get(pk=desk.office),
            source=UnmetSource(values["source"]),
            situation=form.situations[values["situation"]],
            kind=form.kinds.get(values["kind"]),
            reason=form.reasons[values["reason"]],
            district=form.places.get(values["district"]),
            target_group_id=int(values["target_group"]) if values["target_group"] else None,
            waiting_days=values["waiting_days"],
            workaround=values["workaround"],
        )
        messages.success(request, _("Zapsáno. Město se dozví, že tohle lidem chybí."))
        return redirect(need)
    return render(request, "inquiries/unmet_report.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def unmet_need_new(request: HttpRequest, public_id: str) -> HttpResponse:
    """What could not be met, for those who plan."""
    inquiry, lists = inquiry_of(request, public_id, to_change=True), desk_lists()
    form = UnmetNeedForm(request.POST or None, lists=lists, inquiry=inquiry)
    if form.is_valid():
        values = form.cleaned_data
        record_once(
            by=worker_of(request),
            inquiry=inquiry,
            situation=form.situations[values["situation"]],
            kind=form.kinds.get(values["kind"]),
            reason=form.reasons[values["reason"]],
            waiting_days=values["waiting_days"],
            tried=[referral.service for referral in inquiry.referrals.select_related("service") if referral.service],
            workaround=values["workaround"],
        )
        messages.success(request, _("Zapsáno. Město se dozví, že tohle lidem chybí."))
        return redirect(inquiry)
    context = {"form": form, "inquiry": inquiry, "about": about(inquiry)}
    return render(request, "inquiries/unmet_need_new.html", context, status=422 if form.errors else 200)
