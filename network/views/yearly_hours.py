from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from network import yearly_hours
from network.views.group_access import reader_of
from network.views.reports import WRITERS

PAGE_SIZE = 100


@require_safe
def training_hours(request: HttpRequest) -> HttpResponse:
    """Hours of people in a year (`?rok=`); an unreadable year is this one."""
    user, today = reader_of(request), timezone.localdate()
    years = yearly_hours.years_of(user, today)
    asked = request.GET.get("rok", "")
    year = next((one for one in years if str(one) == asked), today.year)
    page = Paginator(yearly_hours.hours_of(user, year), PAGE_SIZE).get_page(request.GET.get("strana"))
    context = {"page": page, "years": years, "year": year, "more": f"&rok={year}"}
    return render(request, "network/training_hours.html", context)


@require_safe
def training_hours_sheet(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    user = reader_of(request)
    if kind not in WRITERS or year < yearly_hours.EARLIEST or year > timezone.localdate().year:
        raise Http404
    write, content_type = WRITERS[kind]
    content = write(yearly_hours.headings(), yearly_hours.rows(user, year))
    name = f"skoleni-{year}.{kind}"
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
