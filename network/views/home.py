from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from network.parts import parts_for
from network.views.people_of_network import member_of
from network.waiting import waiting_for


@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """What waits for this person, and the way into every part of the network that they may open."""
    user = member_of(request)
    context = {"parts": parts_for(user, request.path), "waiting": waiting_for(user, timezone.localdate())}
    return render(request, "network/home.html", context)
