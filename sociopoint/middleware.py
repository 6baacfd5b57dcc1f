from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from sociopoint.views import unavailable

logger = logging.getLogger(__name__)

Respond = Callable[[HttpRequest], HttpResponse]


class Language:
    """The language of the answer, said once. Unsaid, every text would find it out anew, by way of an exception."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(settings.LANGUAGE_CODE):
            return self.get_response(request)


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
