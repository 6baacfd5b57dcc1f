from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from network.parts import parts_for
from sociopoint.permissions import can_see_network


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The way into every part of the network that this person may open."""
    if not can_see_network(request.user):
        raise PermissionDenied
    return render(request, "network/home.html", {"parts": parts_for(request.user, request.path)})
