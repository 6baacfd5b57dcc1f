"""The product's addresses, and two pages to compare with. Served by the bench only."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from sociopoint.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@login_not_required
def hello(request: HttpRequest) -> HttpResponse:
    """The least a page can be: one constant template through all middleware."""
    return render(request, "bench/hello.html")


@login_not_required
def frame(request: HttpRequest) -> HttpResponse:
    """The frame of every page and nothing in it."""
    return render(request, "bench/frame.html")


urlpatterns = [path("bench/hello/", hello), path("bench/frame/", frame), path("", include("sociopoint.urls"))]
