"""Every address of the product with the roles it opens to: a page without its row here fails."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.urls import URLPattern, URLResolver, get_resolver

from sociopoint.models import Role
from tests.factories import LifeSituationFactory, OrganisationFactory, ServiceFactory

EVERYBODY = {"citizen", Role.PARTNER, Role.WORKER, Role.COORDINATOR, Role.ADMINISTRATOR}
SIGNED_IN = EVERYBODY - {"citizen"}
ADMINISTRATORS = {Role.ADMINISTRATOR}

OPENS_TO = {
    "": EVERYBODY,
    "situace/": EVERYBODY,
    "situace/<slug:slug>/": EVERYBODY,
    "sluzby/": EVERYBODY,
    "sluzby/<int:pk>-<slug:slug>/": EVERYBODY,
    "sluzby/<int:pk>/": EVERYBODY,
    "organizace/<int:pk>-<slug:slug>/": EVERYBODY,
    "mapa/": EVERYBODY,
    "api/mista/": EVERYBODY,
    "krize/": EVERYBODY,
    "pristupnost/": EVERYBODY,
    "soukromi/": EVERYBODY,
    "prihlaseni/": EVERYBODY,
    "odhlaseni/": SIGNED_IN,
    "ucet/": SIGNED_IN,
    "soucasti/": ADMINISTRATORS,
    "soucasti/<slug:name>/": ADMINISTRATORS,
    "admin/": ADMINISTRATORS,
    "healthz": EVERYBODY,
}
POST_ONLY = {"odhlaseni/"}


def addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if route == "admin/":
            found.add(route)
        elif isinstance(pattern, URLResolver):
            found |= addresses(pattern.url_patterns, route)
        else:
            found.add(route)
    return found


def test_every_address_has_its_row():
    assert addresses(get_resolver().url_patterns) == set(OPENS_TO)


@pytest.fixture
def example(db) -> dict[str, str]:
    """A real address for each route with something in it."""
    situation = LifeSituationFactory(slug="mam-dluhy")
    service, organisation = ServiceFactory(name="Poradna"), OrganisationFactory(name="Charita")
    return {
        "soucasti/<slug:name>/": "/soucasti/vysledky/",
        "situace/<slug:slug>/": situation.get_absolute_url(),
        "sluzby/<int:pk>-<slug:slug>/": service.get_absolute_url(),
        "sluzby/<int:pk>/": f"/sluzby/{service.pk}/",
        "organizace/<int:pk>-<slug:slug>/": organisation.get_absolute_url(),
    }


@pytest.mark.parametrize("who", ["citizen", *Role.values])
@pytest.mark.parametrize("route", sorted(set(OPENS_TO) - POST_ONLY))
def test_an_address_opens_to_whom_the_table_says(client, example, route, who):
    if who != "citizen":
        client.force_login(get_user_model().objects.create_user("nekdo@sociopoint.example", role=who))

    response = client.get(example.get(route, f"/{route}"))

    assert (response.status_code in (200, 301)) is (who in OPENS_TO[route]), response.status_code


@pytest.mark.parametrize("route", sorted(set(OPENS_TO) - POST_ONLY))
def test_every_page_has_one_heading_and_its_own_title(client, example, route):
    response = client.get(example.get(route, f"/{route}"))
    if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
        return
    page = response.content.decode()

    assert page.count("<h1") == 1
    assert page.count("<title>") == 1
