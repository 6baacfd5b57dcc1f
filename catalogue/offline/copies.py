"""Which answers a phone may keep for a moment without a signal: public pages asked for without a session, and no page that
could betray somebody to whoever takes their phone."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from catalogue.knowledge import Knowledge
from catalogue.service_facts import ServiceFacts

COPIED = r"^/(?:(?:en|uk)/)?(?:$|krize/|muj-seznam/$|sluzby/\d+-[^/]*/$|bez-signalu/$|kontakt/$)"
HEADER = "X-Offline-Copy"
_COPIED = re.compile(COPIED)


class OfflineCopies:
    """Marks answers that may be kept. A view says `no` for one that may not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.headers.get(HEADER) == "no":
            del response[HEADER]
        elif (
            response.status_code == 200
            and request.method == "GET"
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
            and _COPIED.match(request.path)
        ):
            response[HEADER] = "1"
        return response


def is_private(service: ServiceFacts, known: Knowledge) -> bool:
    """Whether having looked at it may endanger somebody: it is listed under a sensitive situation, or no kind helps more in one."""
    sensitive = {situation.slug: pk for pk, situation in known.situations.items() if situation.is_sensitive}
    if any(listed.slug in sensitive for listed in service.situations):
        return True
    kinds = [known.kind_ids.get(kind.code) for kind in (service.kind, *service.further_kinds) if kind]
    return any(kind is not None and known.helps_most_in(kind, pk) for kind in kinds for pk in sensitive.values())
