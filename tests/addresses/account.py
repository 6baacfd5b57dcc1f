"""Signing in and one's own account."""

from __future__ import annotations

from allauth.mfa.models import Authenticator

from sociopoint.models import User
from tests.addresses.roles import EVERYBODY, NOBODY, SIGNED_IN
from tests.factories import UserFactory

NEW_PASSWORD = "ucet/^heslo/nove/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"

OPENS_TO = {
    "prihlaseni/": NOBODY,
    "odhlaseni/": EVERYBODY,
    "ucet/": SIGNED_IN,
    "napoveda/": SIGNED_IN,
    "ucet/prihlaseni/": EVERYBODY,
    "ucet/prihlaseni/kod/": SIGNED_IN,
    "ucet/prihlaseni/klic/": SIGNED_IN,
    "ucet/odhlaseni/": EVERYBODY,
    "ucet/vypnuty/": EVERYBODY,
    "ucet/heslo/": SIGNED_IN,
    "ucet/heslo/nastaveni/": NOBODY,
    "ucet/heslo/zapomenute/": EVERYBODY,
    "ucet/heslo/zapomenute/odeslano/": EVERYBODY,
    "ucet/heslo/nove/hotovo/": EVERYBODY,
    NEW_PASSWORD: EVERYBODY,
    "ucet/overeni/": SIGNED_IN,
    "ucet/overeni/kod/": SIGNED_IN,
    "ucet/overeni/klic/": NOBODY,
    "ucet/druhy-krok/": SIGNED_IN,
    "ucet/druhy-krok/aplikace/": NOBODY,
    "ucet/druhy-krok/aplikace/zruseni/": SIGNED_IN,
    "ucet/druhy-krok/zalozni-kody/": SIGNED_IN,
    "ucet/druhy-krok/zalozni-kody/nove/": SIGNED_IN,
    "ucet/druhy-krok/zalozni-kody/soubor/": SIGNED_IN,
    "ucet/druhy-krok/klice/": SIGNED_IN,
    "ucet/druhy-krok/klice/novy/": SIGNED_IN,
    "ucet/druhy-krok/klice/<int:pk>/zruseni/": NOBODY,
    "ucet/druhy-krok/klice/<int:pk>/nazev/": NOBODY,
    "ucet/zamceno/": SIGNED_IN,
    "ucet/odemceno/": SIGNED_IN,
    "ucet/jsem-tu/": SIGNED_IN,
    "ucet/pristroje/": SIGNED_IN,
    "ucet/pristroje/<int:pk>/odhlaseni/": NOBODY,
}
POST_ONLY: set[str] = {
    "ucet/pristroje/<int:pk>/odhlaseni/",
}


def examples(user: User | None) -> dict[str, str]:
    key = Authenticator.objects.create(user=UserFactory(), type="webauthn", data={"name": "cizí", "credential": {}})
    numbered = {route: f"/{route}".replace("<int:pk>", str(key.pk)) for route in OPENS_TO if "<int:pk>" in route}
    return numbered | {NEW_PASSWORD: "/ucet/heslo/nove/1-neplatny-klic/"}
