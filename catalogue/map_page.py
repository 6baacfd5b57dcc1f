"""The map of a search: numbered places beside a list that says the same in words."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from catalogue.cards import Card
from catalogue.models import Precision

EXACT = (Precision.ADDRESS, Precision.STREET)


def tiles_host() -> str:
    """The host that sends the pictures of the map, as a person may recognise it."""
    return urlsplit(settings.ENVIRONMENT.map_tiles_url.replace("{s}.", "")).netloc


def tiles_source() -> str:
    """The same for the Content-Security-Policy; `{s}` stands for any subdomain."""
    parts = urlsplit(settings.ENVIRONMENT.map_tiles_url.replace("{s}", "*"))
    return f"{parts.scheme}://{parts.netloc}"


def map_context(cards: list[Card], heading: str, back_url: str, back_text: str) -> dict[str, Any]:
    """What `catalogue/map.html` prints. The middle of a whole city is not drawn, that of a district is said to be one."""
    entries = [
        {
            "number": number,
            "name": card.name,
            "url": card.url,
            "where": card.where,
            "distance": card.distance,
            "phone": card.phone,
            "note": "" if card.precision in EXACT else _("na mapě jen přibližně, střed čtvrti"),
            "lat": card.lat,
            "lon": card.lon,
        }
        for number, card in enumerate(cards, start=1)
    ]
    drawn = [card.lat is not None and card.precision != Precision.MUNICIPALITY for card in cards]
    return {
        "heading": heading,
        "places": [entry for entry, is_drawn in zip(entries, drawn, strict=True) if is_drawn],
        "unplaced": [entry for entry, is_drawn in zip(entries, drawn, strict=True) if not is_drawn],
        "tiles": settings.ENVIRONMENT.map_tiles_url,
        "tiles_host": tiles_host(),
        "attribution": settings.ENVIRONMENT.map_attribution,
        "back_url": back_url,
        "back_text": back_text,
    }
