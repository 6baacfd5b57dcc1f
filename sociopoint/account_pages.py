"""What a signed-in person sees of their own account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """`/ucet/`: who I am here, and the way to everything about signing in."""
    return render(request, "account/account.html")
