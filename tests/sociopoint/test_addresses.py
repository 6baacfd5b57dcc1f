"""Every address of the product with the roles it opens to: a page without its row here fails."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from inquiries.calendar_feed import new_secret
from inquiries.models import SavedFilter, SubjectRequest
from inquiries.partner_link import make_token
from sociopoint.models import Role, User
from tests.factories import (
    ContactFactory,
    FollowUpFactory,
    InquiryFactory,
    LifeSituationFactory,
    OfficeFactory,
    OrganisationFactory,
    ReferralFactory,
    ServiceFactory,
    UserFactory,
)

DAY = timedelta(days=1)
SIGN_IN = ("/prihlaseni/", "/ucet/", "/admin/login/")

EVERYBODY = {"citizen", Role.PARTNER, Role.WORKER, Role.COORDINATOR, Role.ADMINISTRATOR}
SIGNED_IN = EVERYBODY - {"citizen"}
ADMINISTRATORS = {Role.ADMINISTRATOR}
DESK = {Role.WORKER, Role.COORDINATOR}
WORKERS = {Role.WORKER}
NOBODY: set[str] = set()
"""Leads on to another page, or the row in the example belongs to somebody else."""

NEW_PASSWORD = "ucet/^heslo/nove/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"

OPENS_TO = {
    "": EVERYBODY,
    "situace/": EVERYBODY,
    "situace/<slug:slug>/": EVERYBODY,
    "sluzby/": EVERYBODY,
    "sluzby/<int:pk>-<slug:slug>/": EVERYBODY,
    "sluzby/<int:pk>/": EVERYBODY,
    "sluzby/<int:pk>/chyba/": EVERYBODY,
    "organizace/<int:pk>-<slug:slug>/": EVERYBODY,
    "mapa/": EVERYBODY,
    "api/mista/": EVERYBODY,
    "krize/": EVERYBODY,
    "pristupnost/": EVERYBODY,
    "soukromi/": EVERYBODY,
    "prihlaseni/": NOBODY,
    "odhlaseni/": EVERYBODY,
    "ucet/": SIGNED_IN,
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
    "soucasti/": ADMINISTRATORS,
    "soucasti/<slug:name>/": ADMINISTRATORS,
    "kontakt/": EVERYBODY,
    "dotaz/": EVERYBODY,
    "dotaz/doplnit/": EVERYBODY,
    "pult/": DESK,
    "pult/novy/": WORKERS,
    "pult/dotazy/<str:public_id>/uprava/": WORKERS,
    "pult/hledat/": WORKERS,
    "pult/klavesy/": DESK,
    "pult/carky/": WORKERS,
    "pult/doplnit/": WORKERS,
    "pult/dotazy/": DESK,
    "pult/dotazy/<str:public_id>/": DESK,
    "pult/dotazy/<str:public_id>/dohled/": WORKERS,
    "pult/dotazy/<str:public_id>/nenaplneno/": WORKERS,
    "pult/dotazy/<str:public_id>/kontakt/": WORKERS,
    "pult/dotazy/<str:public_id>/odpoved/": WORKERS,
    "pult/dotazy/<str:public_id>/prevzit/": WORKERS,
    "pult/dotazy/<str:public_id>/predat-kolegovi/": WORKERS,
    "pult/dotazy/<str:public_id>/uzavrit/": WORKERS,
    "pult/dotazy/<str:public_id>/otevrit/": WORKERS,
    "pult/dotazy/<str:public_id>/ceka/": WORKERS,
    "pult/dotazy/<str:public_id>/predat/": WORKERS,
    "pult/dotazy/<str:public_id>/listek/": WORKERS,
    "pult/dotazy/<str:public_id>/listek/tisk/": WORKERS,
    "pult/dotazy/<str:public_id>/listek/email/": WORKERS,
    "pult/predani/": DESK,
    "pult/predani/<int:pk>/": DESK,
    "pult/predani/<int:pk>/odpoved/": WORKERS,
    "pult/predani/<int:pk>/vysledek/": WORKERS,
    "pult/predani/<int:pk>/doplneni/": WORKERS,
    "pult/predani/<int:pk>/novy-odkaz/": WORKERS,
    "pult/predani/<int:pk>/stahnout/": WORKERS,
    "pult/predani/<int:pk>/souhlas/": WORKERS,
    "predani/<str:token>/": EVERYBODY,
    "predani/<str:token>/kontakt/": EVERYBODY,
    "predani/<str:token>/novy-odkaz/": EVERYBODY,
    "pult/dotazy/vyber/": DESK,
    "pult/dotazy/vyber/<int:pk>/smazat/": SIGNED_IN,
    "pult/dohledy/<int:pk>/": WORKERS,
    "pult/statistiky/": DESK,
    "pult/nahlednuti/": {Role.COORDINATOR},
    "pult/zadosti/": WORKERS,
    "pult/zadosti/<int:pk>/": WORKERS,
    "pult/zadosti/<int:pk>/balicek/": WORKERS,
    "pult/zadosti/<int:pk>/omezit/": WORKERS,
    "pult/zadosti/<int:pk>/smazat/": WORKERS,
    "pult/zadosti/<int:pk>/uzavrit/": WORKERS,
    "pult/statistiky/zprava.pdf": DESK,
    "pult/statistiky/tabulka.csv": DESK,
    "pult/statistiky/tabulka.xlsx": DESK,
    "pult/kalendar/": WORKERS,
    "pult/kalendar/<str:secret>.ics": EVERYBODY,
    "admin/": ADMINISTRATORS,
    "healthz": EVERYBODY,
}
POST_ONLY = {
    "ucet/pristroje/<int:pk>/odhlaseni/",
    "dotaz/doplnit/",
    "pult/dotazy/<str:public_id>/kontakt/",
    "pult/dotazy/<str:public_id>/odpoved/",
    "pult/dotazy/<str:public_id>/prevzit/",
    "pult/dotazy/<str:public_id>/predat-kolegovi/",
    "pult/dotazy/<str:public_id>/uzavrit/",
    "pult/dotazy/<str:public_id>/otevrit/",
    "pult/dotazy/<str:public_id>/ceka/",
    "pult/hledat/",
    "pult/dotazy/<str:public_id>/listek/tisk/",
    "pult/dotazy/<str:public_id>/listek/email/",
    "pult/predani/<int:pk>/odpoved/",
    "pult/predani/<int:pk>/vysledek/",
    "pult/predani/<int:pk>/doplneni/",
    "pult/predani/<int:pk>/novy-odkaz/",
    "pult/predani/<int:pk>/stahnout/",
    "pult/predani/<int:pk>/souhlas/",
    "predani/<str:token>/kontakt/",
    "predani/<str:token>/novy-odkaz/",
    "pult/dotazy/vyber/",
    "pult/zadosti/<int:pk>/balicek/",
    "pult/zadosti/<int:pk>/omezit/",
    "pult/zadosti/<int:pk>/smazat/",
    "pult/zadosti/<int:pk>/uzavrit/",
    "pult/dotazy/vyber/<int:pk>/smazat/",
}


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


def with_numbers(route: str, numbered: dict[str, str]) -> str:
    for part, number in numbered.items():
        route = route.replace(part, number)
    return f"/{route}"


@pytest.fixture
def example(db) -> dict[str, str]:
    """A real address for each route with something in it."""
    situation = LifeSituationFactory(slug="mam-dluhy")
    service, organisation = ServiceFactory(name="Poradna"), OrganisationFactory(name="Charita")
    key = Authenticator.objects.create(user=UserFactory(), type="webauthn", data={"name": "cizí", "credential": {}})
    inquiry = InquiryFactory(open=True)
    secret = new_secret(UserFactory(worker=True))
    referral = ReferralFactory(inquiry=inquiry, service=service, sent=True, link_expires_at=timezone.now() + DAY)
    ContactFactory(service=service, kind="email", value="prijem@sluzba.example")
    token = make_token(referral)
    numbered = {"<str:public_id>": inquiry.public_id, "<str:token>": token}
    numbered |= {"predani/<int:pk>": f"predani/{referral.pk}", "<int:pk>": str(key.pk)}
    return {route: with_numbers(route, numbered) for route in OPENS_TO} | {
        "pult/dohledy/<int:pk>/": f"/pult/dohledy/{FollowUpFactory(inquiry=inquiry).pk}/",
        "pult/kalendar/<str:secret>.ics": f"/pult/kalendar/{secret}.ics",
        "soucasti/<slug:name>/": "/soucasti/vysledky/",
        NEW_PASSWORD: "/ucet/heslo/nove/1-neplatny-klic/",
        "situace/<slug:slug>/": situation.get_absolute_url(),
        "sluzby/<int:pk>-<slug:slug>/": service.get_absolute_url(),
        "sluzby/<int:pk>/": f"/sluzby/{service.pk}/",
        "sluzby/<int:pk>/chyba/": f"/sluzby/{service.pk}/chyba/",
        "organizace/<int:pk>-<slug:slug>/": organisation.get_absolute_url(),
    }


def opened(response) -> bool:
    """Whether the page let the person in: it answered, asked for better input, or did the deed and led on."""
    led_to_sign_in = response.status_code == 302 and response["Location"].startswith(SIGN_IN)
    return response.status_code in (200, 301, 302, 422) and not led_to_sign_in


def person(role: str) -> User:
    """Somebody with a password and a second factor."""
    user = UserFactory(role=role, password="argon2$never-compared")
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    return user


@pytest.mark.parametrize("who", ["citizen", *Role.values])
@pytest.mark.parametrize("route", sorted(OPENS_TO))
def test_an_address_opens_to_whom_the_table_says(client, example, route, who):
    if who != "citizen":
        user = person(who)
        OfficeFactory().workers.add(user)
        kept = SavedFilter.objects.create(owner=user, name="Krize", query="krize=on")
        asked = SubjectRequest.objects.create(kind="access", known_by="Zavolal.", handled_by=user)
        example |= {route: f"/{route}".replace("<int:pk>", str(asked.pk)) for route in OPENS_TO if "zadosti" in route}
        example["pult/dotazy/vyber/<int:pk>/smazat/"] = f"/pult/dotazy/vyber/{kept.pk}/smazat/"
        client.force_login(user)
    ask = client.post if route in POST_ONLY else client.get

    response = ask(example[route])

    assert opened(response) is (who in OPENS_TO[route]), response.status_code


@pytest.mark.parametrize("route", sorted(set(OPENS_TO) - POST_ONLY))
def test_every_page_has_one_heading_and_its_own_title(client, example, route):
    if "citizen" not in OPENS_TO[route]:
        client.force_login(person(Role.ADMINISTRATOR))
    response = client.get(example[route])
    if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
        return
    page = response.content.decode()

    assert page.count("<h1") == 1
    assert page.count("<title>") == 1
