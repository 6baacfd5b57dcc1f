from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from situations.models import LifeSituation


@login_not_required
@require_safe
def situation_list(request: HttpRequest) -> HttpResponse:
    topics = LifeSituation.objects.published().top().prefetch_related("children")
    return render(request, "situations/situation_list.html", {"topics": topics})


@login_not_required
@require_safe
def situation(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(LifeSituation.objects.published().select_related("parent"), slug=slug)
    return render(request, "situations/situation.html", {"situation": shown})
