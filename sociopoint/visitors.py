"""The network address of who asks, for limits alone: it is hashed before it is kept and never logged."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Behind our own proxy the last address it added; anything before that is what the visitor claims."""
    if settings.ENVIRONMENT.behind_proxy:
        return str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
