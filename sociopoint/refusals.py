"""What a script is told when it is refused: the true reason, as a sentence it can show beside what somebody typed."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse


def is_by_script(request: HttpRequest) -> bool:
    """A script says that it reads JSON; a form sent by the browser itself wants a page."""
    return request.headers.get("Accept", "").startswith("application/json")


def refused(sentence: str, *, status: int, is_stale: bool = False) -> JsonResponse:
    """`is_stale`: only the token of the page is of an earlier session, with a new one the same would be taken."""
    return JsonResponse({"refused": sentence, "stale": is_stale}, status=status)
