"""Every address of the product with the roles it opens to: a page without its row in `tests/addresses/` fails."""

from __future__ import annotations

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import URLPattern, URLResolver, get_resolver

from sociopoint.models import Role, User
from tests.addresses import OPENS_TO, PARTS, POST_ONLY
from tests.factories import OfficeFactory, UserFactory

SIGN_IN = ("/prihlaseni/", "/ucet/", "/admin/login/")
NEVER_COMPARED = "argon2$never-compared"


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


def example_of(route: str, user: User | None) -> str:
    """A real address for the route, with something in it."""
    part = next(part for part in PARTS if route in part.OPENS_TO)
    return part.examples(user).get(route, f"/{route}")


def opened(response) -> bool:
    """Whether the page let the person in: it answered, asked for better input, or did the deed and led on."""
    led_to_sign_in = response.status_code == 302 and response["Location"].startswith(SIGN_IN)
    return response.status_code in (200, 301, 302, 422) and not led_to_sign_in


def person(role: str, password: str = NEVER_COMPARED) -> User:
    """Somebody with a password, given as it is stored, and a second factor."""
    user = UserFactory(role=role, password=password)
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    return user


def one_who_may(route: str, password: str = NEVER_COMPARED) -> User | None:
    """Somebody of the office the route opens to; None where it opens to everybody."""
    if "citizen" in OPENS_TO[route]:
        return None
    user = person(min(OPENS_TO[route], default=Role.ADMINISTRATOR), password)
    OfficeFactory().workers.add(user)
    return user


@pytest.mark.parametrize("who", ["citizen", *Role.values])
@pytest.mark.parametrize("route", sorted(OPENS_TO))
def test_an_address_opens_to_whom_the_table_says(client, db, route, who):
    user = None if who == "citizen" else person(who)
    if user:
        OfficeFactory().workers.add(user)
        client.force_login(user)
    ask = client.post if route in POST_ONLY else client.get

    response = ask(example_of(route, user))

    assert opened(response) is (who in OPENS_TO[route]), response.status_code


@pytest.mark.parametrize("route", sorted(set(OPENS_TO) - POST_ONLY))
def test_every_page_has_one_heading_and_its_own_title(client, db, route):
    user = one_who_may(route)
    if user:
        client.force_login(user)
    response = client.get(example_of(route, user))
    if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
        return
    page = response.content.decode()

    assert page.count("<h1") == 1
    assert page.count("<title>") == 1
    if 'method="post"' in page:  # a browser would send `Origin: null` with it, which is refused as a forgery
        assert response["Referrer-Policy"] != "no-referrer"
