"""The app: its files, the page for no signal, and the catalogue to take along."""

from __future__ import annotations

from sociopoint.models import User
from tests.addresses.roles import EVERYBODY
from tests.factories import PlaceFactory

OPENS_TO = {
    "manifest.webmanifest": EVERYBODY,
    "sw.js": EVERYBODY,
    "bez-signalu/": EVERYBODY,
    "do-telefonu/": EVERYBODY,
    "do-telefonu/<int:pk>.json": EVERYBODY,
}
POST_ONLY: set[str] = set()


def examples(user: User | None) -> dict[str, str]:
    return {"do-telefonu/<int:pk>.json": f"/do-telefonu/{PlaceFactory().pk}.json"}
