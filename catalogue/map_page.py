"""The map of a search: numbered places beside a list that says the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from catalogue.models import Precision
from catalogue.origins import Located
from catalogue.ready_cards import ShownCard
from sociopoint.context import Desk

EXACT = (Precision.ADDRESS, Precision.STREET)


def tiles_host() -> str:
    """The host that sends the pictures of the map, as a person may recognise it."""
    return urlsplit(settings.ENVIRONMENT.map_tiles_url.replace("{s}.", "")).netloc


def tiles_source() -> str:
    """The same for the Content-Security-Policy; `{s}` stands for any subdomain."""
    parts = urlsplit(settings.ENVIRONMENT.map_tiles_url.replace("{s}", "*"))
    return f"{parts.scheme}://{parts.netloc}"


def not_understood(located: Located) -> list[str]:
    """What of the question could not be read, in sentences; the map was made without it."""
    said = list(located.question.errors.values())
    if located.is_unknown:
        sentence = _("Místo „%(place)s“ neznáme, hledali jsme bez něj. Napište jen obec, čtvrť nebo PSČ.")
        said.append(sentence % {"place": located.place_text})
    return said


def map_context(
    cards: list[ShownCard], heading: str, back_url: str, back_text: str, *, problems: Sequence[str] = ()
) -> dict[str, Any]:
    """What `catalogue/map.html` prints. The middle of a whole city is not drawn, that of a district is said to be one."""
    placed: list[dict[str, Any]] = []
    unplaced: list[dict[str, Any]] = []
    for shown in cards:
        place = shown.place
        exact = place is not None and place.precision in EXACT
        entry = {
            "number": len(placed) + 1,
            "name": shown.ready.card.name,
            "url": shown.ready.card.url,
            "where": unescape(strip_tags(place.where)) if place else "",
            "distance": shown.distance,
            "phone": shown.ready.card.phone,
            "note": "" if exact else _("na mapě jen přibližně"),
            "lat": place.lat if place else None,
            "lon": place.lon if place else None,
        }
        is_drawn = place is not None and place.lat is not None and place.precision != Precision.MUNICIPALITY
        (placed if is_drawn else unplaced).append(entry)
    return {
        "heading": heading,
        "places": placed,
        "problems": problems,
        "is_rough": any(entry["note"] for entry in placed),
        "unplaced": unplaced,
        "back_url": back_url,
        "back_text": back_text,
    } | tiles_context()


def desk_map(desk: Desk, url: str) -> dict[str, Any]:
    """The desk alone on a map, for `components/map_frame.html`; no places when nobody said where it stands."""
    if desk.point is None:
        return {"places": []}
    lat, lon = desk.point
    here = {"number": 1, "name": "SOCIOPOINT", "url": url, "where": desk.address, "note": "", "lat": lat, "lon": lon}
    return {"places": [here]} | tiles_context()


def tiles_context() -> dict[str, str]:
    return {
        "tiles": settings.ENVIRONMENT.map_tiles_url,
        "tiles_host": tiles_host(),
        "attribution": settings.ENVIRONMENT.map_attribution,
    }
