from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from inquiries.forms.statistics import StatisticsForm
from inquiries.models import ReadingKind
from inquiries.people import offices_seen_by
from inquiries.reading import record_reading
from inquiries.statistics import exporting
from inquiries.statistics.material import Links
from inquiries.statistics.publishing import published
from inquiries.statistics.report import Report, make_report
from inquiries.views.people import worker_of
from sociopoint.permissions import can_see_inquiries


@never_cache
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """The desk in numbers. What the tallies do not know yet is counted before the answer: the one thing this GET writes."""
    form = statistics_form(request)
    report = report_of(form, with_links=True) if form.is_valid() else None
    return render(
        request,
        "inquiries/statistics.html",
        {"form": form, "report": report, "query": request.GET.urlencode()},
        status=200 if report else 400,
    )


@never_cache
@require_safe
def statistics_table(request: HttpRequest, kind: str) -> HttpResponse:
    """The same numbers as a spreadsheet; `verejne=1` makes them safe to publish. Who took them out is written down. What may not be
    had so leads to the page, which says why."""
    form, is_public = statistics_form(request), request.GET.get("verejne") == "1"
    if not form.is_valid() or (is_public and not form.may_leave):
        return redirect(f"{reverse('inquiries:statistics')}?{request.GET.urlencode()}")
    report = published(report_of(form)) if is_public else report_of(form)
    write, content_type = exporting.WRITERS[kind]
    content = write(exporting.headings(report), exporting.rows(report))
    record_reading(None, ReadingKind.EXPORTED, by=worker_of(request), purpose=f"statistics-{kind}")
    return _file(content, content_type, f"{_name(report)}{'-verejne' if is_public else ''}.{kind}")


@never_cache
@require_safe
def statistics_report(request: HttpRequest) -> HttpResponse:
    """The report for the council. It leaves the office, so small counts are hidden always, and it is of a whole period."""
    form = statistics_form(request)
    if not form.is_valid() or not form.may_leave:
        return redirect(f"{reverse('inquiries:statistics')}?{request.GET.urlencode()}")
    report = published(report_of(form))
    content = exporting.council_pdf(report, made_on=form.today)
    record_reading(None, ReadingKind.EXPORTED, by=worker_of(request), purpose="statistics-pdf")
    return _file(content, "application/pdf", f"{_name(report)}.pdf")


def _name(report: Report) -> str:
    return f"sociopoint-{report.period.code or f'{report.period.first}-{report.period.last}'}"


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def statistics_form(request: HttpRequest) -> StatisticsForm:
    user = worker_of(request)
    if not can_see_inquiries(user):
        raise PermissionDenied
    return StatisticsForm(request.GET, offices=offices_seen_by(user), today=timezone.localdate())


def report_of(form: StatisticsForm, *, with_links: bool = False) -> Report:
    """The lists of records know no offices, so numbers of one of several lead nowhere."""
    period, links = form.period.until(form.today), None
    if with_links and form.is_of_all_offices:
        lists = ("inquiry-list", "referral-list", "unmet-list", "follow-up-list")
        links = Links(period, *(reverse(f"inquiries:{name}") for name in lists))
    return make_report(period, form.compared, offices=form.office_ids, today=form.today, links=links)
