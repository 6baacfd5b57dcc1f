from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inquiries.calendar_feed import calendar_of, new_secret, owner_of
from inquiries.finding import InquirySearch
from inquiries.forms.inquiry_page import SavedFilterForm
from inquiries.models import SavedFilter
from inquiries.views.people import worker_of
from sociopoint.permissions import can_see_inquiries, can_work_at_desk


@require_POST
def filter_save(request: HttpRequest) -> HttpResponse:
    """Keep the filters of the list under a name. The words of the line are not kept: they may hold a phone."""
    user = worker_of(request)
    if not can_see_inquiries(user):
        raise PermissionDenied
    query = QueryDict(request.POST.get("query", ""), mutable=True)
    for name in set(query) - (set(InquirySearch.base_fields) - {"q"}):
        del query[name]
    form = SavedFilterForm(request.POST, instance=SavedFilter(owner=user, query=query.urlencode()[:1000]))
    if form.is_valid():
        messages.success(request, _("Výběr je uložený."))
        return redirect(form.save())
    for sentences in form.errors.values():
        messages.error(request, " ".join(map(str, sentences)))
    return redirect(f"{reverse('inquiries:inquiry-list')}?{query.urlencode()}")


@require_POST
def filter_delete(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(SavedFilter, pk=pk, owner=worker_of(request)).delete()
    messages.success(request, _("Výběr je smazaný."))
    return redirect("inquiries:inquiry-list")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def calendar(request: HttpRequest) -> HttpResponse:
    """The secret address of one's own calendar: shown once, made anew by a press."""
    user = worker_of(request)
    if not can_work_at_desk(user):
        raise PermissionDenied
    address = ""
    if request.method == "POST":
        path = reverse("inquiries:calendar-feed", args=[new_secret(user)])
        address = request.build_absolute_uri(path)
    context = {"address": address, "has_feed": hasattr(user, "calendar_feed")}
    return render(request, "inquiries/calendar.html", context)


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """What a calendar programme reads; whoever does not know the secret learns nothing, not even that it is wrong."""
    owner = owner_of(secret)
    if owner is None or not can_work_at_desk(owner):
        raise Http404
    response = HttpResponse(calendar_of(owner, request.get_host()), content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
