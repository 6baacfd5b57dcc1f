"""The portal around the catalogue: a person's own list, the guide, handbooks and news."""

from __future__ import annotations

from sociopoint.models import User
from tests.addresses.roles import EVERYBODY

OPENS_TO = {
    "muj-seznam/": EVERYBODY,
    "muj-seznam/pridat/": EVERYBODY,
    "muj-seznam/odebrat/": EVERYBODY,
    "muj-seznam/smazat/": EVERYBODY,
    "muj-seznam/porovnani/": EVERYBODY,
    "muj-seznam/seznam.pdf": EVERYBODY,
    "muj-seznam/poznamka/": EVERYBODY,
    "muj-seznam/novy-kod/": EVERYBODY,
    "muj-seznam/kod/": EVERYBODY,
}
POST_ONLY: set[str] = {
    "muj-seznam/pridat/",
    "muj-seznam/odebrat/",
    "muj-seznam/smazat/",
    "muj-seznam/poznamka/",
    "muj-seznam/novy-kod/",
}


def examples(user: User | None) -> dict[str, str]:
    return {}
