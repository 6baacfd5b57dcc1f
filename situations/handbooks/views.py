from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from situations.handbooks.paper import handbook_pdf, overdue, reviewed
from situations.markdown import to_html, with_sources
from situations.models import Handbook
from sociopoint.papers import refusal


@login_not_required
@require_safe
def handbook_list(request: HttpRequest) -> HttpResponse:
    """Those past their review say so: somebody may print one straight from here."""
    today = timezone.localdate()
    handbooks = [
        {"handbook": one, "warning": overdue(one) if one.is_overdue(today) else ""}
        for one in Handbook.objects.published()
    ]
    return render(request, "handbooks/handbook_list.html", {"handbooks": handbooks})


@login_not_required
@require_safe
def handbook(request: HttpRequest, slug: str) -> HttpResponse:
    """All chapters on one page: to read, to search in and to print. Three queries."""
    shown = get_object_or_404(Handbook.objects.published().prefetch_related("chapters"), slug=slug)
    situations = shown.situations.filter(published=True).select_related("parent")
    context = {
        "handbook": shown,
        "chapters": [
            {"chapter": chapter, "html": with_sources(to_html(chapter.text), number), "number": number}
            for number, chapter in enumerate(shown.chapters.all(), start=1)
        ],
        "situations": situations,
        "reviewed": reviewed(shown),
        "warning": overdue(shown) if shown.is_overdue(timezone.localdate()) else "",
    }
    return render(request, "handbooks/handbook.html", context)


@login_not_required
@require_safe
def handbook_paper(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Handbook.objects.published().prefetch_related("chapters"), slug=slug)
    if (refused := refusal(request)) is not None:
        return refused
    site = f"{request.scheme}://{request.get_host()}"
    made = handbook_pdf(shown, site=site, is_overdue=shown.is_overdue(timezone.localdate()))
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{shown.slug}.pdf"'
    return response
