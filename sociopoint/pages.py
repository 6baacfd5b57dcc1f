"""The home page and the pages about the site: the only views that know every app."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalogue.models import Service
from situations.models import CrisisLine, LifeSituation


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "home.html",
        {"topics": LifeSituation.objects.published().top(), "services": Service.objects.offered().count()},
    )


@login_not_required
@require_safe
def crisis(request: HttpRequest) -> HttpResponse:
    return render(request, "crisis.html", {"lines": CrisisLine.objects.published()})


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "accessibility.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "privacy.html")
