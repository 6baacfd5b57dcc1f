from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from catalogue.models import Organisation, Service


@login_not_required
@require_safe
def service_list(request: HttpRequest) -> HttpResponse:
    return render(request, "catalogue/service_list.html")


@login_not_required
@require_safe
def service(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    shown = get_object_or_404(Service, pk=pk, published=True)
    return render(request, "catalogue/service.html", {"service": shown})


@login_not_required
@require_safe
def organisation(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    shown = get_object_or_404(Organisation, pk=pk)
    return render(request, "catalogue/organisation.html", {"organisation": shown})


@login_not_required
@require_safe
def service_map(request: HttpRequest) -> HttpResponse:
    return render(request, "catalogue/map.html")


@login_not_required
@require_safe
def place_suggestions(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"places": []})
