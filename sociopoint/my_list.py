"""A citizen's own list: numbers of services in one cookie of their browser, set only once they keep something.

The server keeps nothing of it. The same numbers in an address (`?s=12.345`) are how a list is sent, printed and compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "seznam"
DAYS = 30
MOST = 24
"""Of services: what fits on a few sheets of paper, and far from what a cookie may hold."""
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


def read_numbers(text: str) -> tuple[int, ...]:
    """Numbers of services in their order, each once, MOST at the most; anything else in the text is passed over."""
    found = dict.fromkeys(int(part) for part in text.split(".") if _NUMBER.fullmatch(part))
    return tuple(found)[:MOST]


def written(numbers: Iterable[int]) -> str:
    return ".".join(str(number) for number in numbers)


def kept(request: HttpRequest) -> tuple[int, ...]:
    """What this browser keeps. No query."""
    return read_numbers(request.COOKIES.get(COOKIE, ""))


def keep(response: HttpResponse, numbers: Iterable[int]) -> None:
    """Let the browser keep these; an empty list takes the cookie away."""
    text = written(numbers)
    if not text:
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    response.set_cookie(
        COOKIE, text, max_age=DAYS * 86_400, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
