"""The network address of who asks, for limits alone: it is hashed before it is kept and never logged."""

from __future__ import annotations

from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest

OF_ONE = 64
"""Leading bits of an IPv6 address that one household or office has for itself: of the rest it may take as many as it likes."""


def address_of(request: HttpRequest) -> str:
    """Behind our own proxy the last address it added; anything before that is what the visitor claims. Of IPv6 the network."""
    if settings.ENVIRONMENT.behind_proxy:
        return _of_one(str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rsplit(",", 1)[-1].strip())
    return _of_one(str(request.META.get("REMOTE_ADDR", "")))


def _of_one(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return address
    return str(found.ipv4_mapped or IPv6Network((found.packed, OF_ONE), strict=False))
