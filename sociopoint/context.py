from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest

from sociopoint import languages


@dataclass(frozen=True)
class Desk:
    """SOCIOPOINT's own door: where a living person answers."""

    city: str
    operator: str
    phone: str
    free_phone: str
    email: str
    address: str
    hours: str
    point: tuple[float, float] | None


@cache
def desk() -> Desk:
    environment = settings.ENVIRONMENT
    return Desk(
        city=environment.city,
        operator=environment.operator,
        phone=environment.desk_phone,
        free_phone=environment.desk_free_phone,
        email=environment.desk_email,
        address=environment.desk_address,
        hours=environment.desk_hours,
        point=environment.desk_point,
    )


def site(request: HttpRequest) -> dict[str, object]:
    """What the frame of every page prints. No query."""
    shared: dict[str, object] = {"desk": desk()}
    if whole := languages.whole_addresses(request):
        shared |= {"canonical": settings.ENVIRONMENT.site_address + request.path, "in_languages": whole}
    return shared
