"""Forms that stand on pages kept the same for everybody, and so carry no token: only our own pages may send them.

A token would need a cookie for every visitor and a page made for each. What is at stake is a list in the visitor's own
browser, and every browser since 2020 says with a POST where it comes from.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

View = Callable[[HttpRequest], HttpResponse]


def sent_by_own_pages(view: View) -> View:
    """For a view that needs no token: a POST that another site sends is refused (403)."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and _is_from_elsewhere(request):
            raise PermissionDenied
        return view(request)

    return csrf_exempt(guarded)


def _is_from_elsewhere(request: HttpRequest) -> bool:
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return True
    origin = request.headers.get("Origin", "")
    return bool(origin) and origin != f"{request.scheme}://{request.get_host()}"


def is_from_own_page(request: HttpRequest) -> bool:
    """Whether the browser itself says so; one that says nothing is not believed."""
    says_where = "Sec-Fetch-Site" in request.headers or "Origin" in request.headers
    return says_where and not _is_from_elsewhere(request)
