from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from inquiries.forms.statistics import StatisticsForm
from inquiries.people import offices_seen_by
from inquiries.statistics.report import Report, make_report
from inquiries.views.people import worker_of
from sociopoint.permissions import can_see_inquiries
from sociopoint.staff import address_of


@never_cache
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """The desk in numbers. What the tallies do not know yet is counted before the answer: the one thing this GET writes."""
    form = statistics_form(request)
    report = report_of(form, address=address_of("inquiries:inquiry-list")) if form.is_valid() else None
    return render(
        request,
        "inquiries/statistics.html",
        {"form": form, "report": report, "query": request.GET.urlencode()},
        status=200 if report else 400,
    )


def statistics_form(request: HttpRequest) -> StatisticsForm:
    user = worker_of(request)
    if not can_see_inquiries(user):
        raise PermissionDenied
    return StatisticsForm(request.GET, offices=offices_seen_by(user), today=timezone.localdate())


def report_of(form: StatisticsForm, *, address: str = "") -> Report:
    """The list of inquiries knows no offices, so numbers of one of several lead nowhere."""
    return make_report(
        form.period.until(form.today),
        form.compared,
        offices=form.office_ids,
        address=address if form.is_of_all_offices else "",
        today=form.today,
    )
