from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from inquiries.statistics.manuals import conversations_of, manual_tables
from inquiries.statistics.recount import recount_changed
from inquiries.views.statistics import statistics_form


@never_cache
@require_safe
def statistics_manuals(request: HttpRequest) -> HttpResponse:
    """The desk's own log under every manual the network has issued, beside what was reported. Not for publication: the
    counts are not checked for being small, so there is nothing here to take out."""
    form = statistics_form(request)
    context: dict[str, object] = {"form": form, "query": request.GET.urlencode()}
    if form.is_valid():
        recount_changed()
        period = form.period.until(form.today)
        talks = conversations_of(period, offices=form.office_ids)
        context |= {"period": period, "tables": manual_tables(talks, form.period.first, form.period.last)}
    return render(request, "inquiries/statistics_manuals.html", context, status=200 if form.is_valid() else 400)
