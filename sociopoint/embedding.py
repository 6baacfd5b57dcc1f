"""The search on other people's pages: a plain form to copy, or a window that any page may frame. No script of ours runs there."""

from __future__ import annotations

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from sociopoint.context import desk

WINDOW_HEIGHT = 240  # pixels


@login_not_required
@require_safe
def for_webs(request: HttpRequest) -> HttpResponse:
    """How to put the search on another web: what to copy and how it will look."""
    site = settings.ENVIRONMENT.site_address
    given = {
        "desk": desk(),
        "search": site + reverse("catalogue:service-list"),
        "window": site + reverse("search-window"),
    }
    snippets = {
        "form": render_to_string("embedding/form.html", given).strip(),
        "frame": render_to_string("embedding/frame.html", given | {"height": WINDOW_HEIGHT}).strip(),
    }
    return render(request, "embedding/for_webs.html", snippets | {"height": WINDOW_HEIGHT})


@login_not_required
@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def search_window(request: HttpRequest) -> HttpResponse:
    """The search alone, for a frame; what it finds opens in a window of its own, so that nobody is caught in the frame."""
    return render(request, "embedding/window.html")
