"""One line of the log a request, in production: which page was asked for, by which account, how it ended and how long it took.

The page is its route (`predani/<str:token>/`), because an address may be a secret, and a query what a person typed. The
number is the proxy's (`X-Request-ID`) where it sends one, so that both logs can be read together. No address of a computer.
"""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from sociopoint.logs import about

logger = logging.getLogger("sociopoint.requests")
NUMBER = re.compile(r"[A-Za-z0-9-]{8,64}")


class RequestLog:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not logger.isEnabledFor(logging.INFO):
            return self.get_response(request)
        began = time.perf_counter()
        given = request.headers.get("X-Request-ID", "")
        request.log_number = given if NUMBER.fullmatch(given) else secrets.token_hex(8)  # type: ignore[attr-defined]
        response = self.get_response(request)
        facts = about(request) | {"status": response.status_code, "ms": round((time.perf_counter() - began) * 1000, 1)}
        logger.info("request", extra={"facts": facts})
        return response
