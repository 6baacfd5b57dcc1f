from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, get_script_prefix, resolve, set_script_prefix
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.encoding import iri_to_uri
from pghistory.middleware import HistoryMiddleware

from sociopoint import languages
from sociopoint.views import page_not_found, unavailable

logger = logging.getLogger(__name__)

Respond = Callable[[HttpRequest], HttpResponse]


class Language:
    """The language of the answer, from the beginning of its address (`sociopoint.languages`), said once. Unsaid, every text
    would find it out anew, by way of an exception."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language, path = languages.split(request.path_info)
        if language == languages.CZECH:
            with translation.override(language):
                return self._named_with_slash(request) or self.get_response(request)
        if languages.is_translated(path):
            return self._translated(request, language, path)
        if request.method not in ("GET", "HEAD"):
            return page_not_found(request)
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(iri_to_uri(f"{path}?{query}" if query else path))

    def _translated(self, request: HttpRequest, language: str, path: str) -> HttpResponse:
        """`request.path` stays whole; what looks for the page sees it without the language."""
        request.path_info = path
        before = get_script_prefix()
        set_script_prefix(f"/{language}/")
        try:
            with translation.override(language):
                return self.get_response(request)
        finally:
            set_script_prefix(before)

    def _named_with_slash(self, request: HttpRequest) -> HttpResponse | None:
        is_bare = request.path_info.removeprefix("/") in languages.OTHERS
        return HttpResponseRedirect(f"{request.path_info}/") if is_bare else None


class PermissionsPolicy:
    """No page uses a camera or a microphone; the position only after the person asks for it."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), payment=(), usb=(), geolocation=(self)"
        )
        return response


class NothingKept:
    """What only a signed-in person may see is kept by no browser: after they sign out the way back would show it to the next."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if (
            match is not None
            and getattr(match.func, "login_required", True)
            and "Cache-Control" not in response.headers
        ):
            add_never_cache_headers(response)
        return response


class DatabaseDown:
    """A page that cannot reach the database answers 503 with SOCIOPOINT's phone, never a bare error."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OperationalError):
            logger.error("database unreachable: %s", type(exception).__name__)
            return unavailable(request)
        return None


class History(HistoryMiddleware):
    """Beside a change stands who made it and on which page: its route, never its address, which may be a secret link."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        return super().get_context(request) | {"url": route_of(request)}


def route_of(request: HttpRequest) -> str:
    """`predani/<str:token>/`; empty where no page answers."""
    try:
        match = request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return ""
    return match.route
