"""The kiosk: a browser that is no registered device is led to the page that lets it in."""

from __future__ import annotations

from sociopoint.models import User
from tests.addresses.roles import EVERYBODY, NOBODY
from tests.factories import LifeSituationFactory, ServiceFactory

OPENS_TO = {
    "kiosk/": EVERYBODY,
    "kiosk/situace/<slug:slug>/": EVERYBODY,
    "kiosk/sluzba/<int:pk>/": EVERYBODY,
    "kiosk/hledat/": EVERYBODY,
    "kiosk/clovek/": EVERYBODY,
    "kiosk/pomoc/": EVERYBODY,
    "kiosk/klid/": EVERYBODY,
    "kiosk/pripojit/": EVERYBODY,
    "kiosk/vzhled/": EVERYBODY,
    "kiosk/konec/": EVERYBODY,
    "kiosk/ziju/": NOBODY,
}
POST_ONLY: set[str] = {"kiosk/vzhled/", "kiosk/ziju/"}


def examples(user: User | None) -> dict[str, str]:
    return {
        "kiosk/situace/<slug:slug>/": f"/kiosk/situace/{LifeSituationFactory().slug}/",
        "kiosk/sluzba/<int:pk>/": f"/kiosk/sluzba/{ServiceFactory(name='Poradna').pk}/",
    }
