"""What a screen reader is given on the way of six journeys: the tree of roles and names, as far as the journey needs it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from inquiries.shipped import load_desk
from situations.shipped import load_situations
from tests.factories import (
    ContactFactory,
    FacilityFactory,
    OfficeFactory,
    OrganisationFactory,
    ServiceFactory,
    UserFactory,
)
from tests.signing_in import session_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def service():
    load_desk()
    load_situations()
    made = ServiceFactory(name="Dluhová poradna", organisation=OrganisationFactory(name="Charita Ostrava"))
    ContactFactory(service=made, value="+420599526912")
    FacilityFactory(service=made, street="Zelená", house_number="73")
    return made


ASK = """
- main:
  - heading "Řekněte, co se děje. Najdeme, kdo pomůže." [level=1]
  - search "Hledání pomoci":
    - searchbox "Co potřebujete vyřešit?"
    - combobox "Kde bydlíte?"
    - group "Jak má pomoc vypadat?":
      - checkbox "Přijdou ke mně domů"
      - checkbox "Budu docházet"
      - checkbox "Budu tam bydlet"
    - button "Najít pomoc"
  - region "Raději s člověkem?":
    - link "599 443 821"
  - region "Nebo vyberte, co řešíte":
    - list
"""
CRISIS = """
- main:
  - heading "Komu zavolat, když je zle" [level=1]
  - region "Tísňová volání":
    - heading "Tísňová volání" [level=2]
    - list:
      - listitem:
        - heading "Jednotné evropské tísňové volání" [level=3]
        - link "Zavolat zdarma 112"
  - region "Krizové linky":
    - heading "Krizové linky" [level=2]
"""
SERVICE = """
- main:
  - heading "Dluhová poradna" [level=1]
  - paragraph:
    - link "Charita Ostrava"
  - link "Zavolat službě 599 526 912"
  - list:
    - listitem:
      - button "Do mého seznamu Dluhová poradna"
  - region "Jak začít":
    - heading "Jak začít" [level=2]
    - list
  - region "Kde, kdy a za kolik":
    - term: Adresa
    - definition: Zelená 73
"""
QUESTION = """
- main:
  - heading "Poradíme vám, i když neřeknete jméno" [level=1]
  - region "Napište nám":
    - textbox "S čím si nevíte rady?"
    - textbox "Telefon (nepovinný)"
    - textbox "E-mail (nepovinný)"
    - button "Odeslat otázku"
  - region "Už máte kód?":
    - paragraph:
      - link "Podívat se na odpověď"
"""
SIGN_IN = """
- main:
  - heading "Přihlášení" [level=1]
  - textbox "E-mail"
  - textbox "Heslo"
  - button "Přihlásit se"
  - heading "Máte přístupový klíč?" [level=2]
  - button "Přihlásit se klíčem"
  - paragraph:
    - link "Zapomněli jste heslo?"
"""
RECORD = """
- link "Přejít na obsah"
- banner:
  - link "Nový dotaz"
  - navigation "Hlavní":
    - list:
      - listitem:
        - link "Dnes"
  - button "Odhlásit"
- main:
  - heading "Nový dotaz" [level=1]
  - textbox "Co člověk potřebuje"
  - button "Hledat"
  - region "Co se hodí":
    - status
  - region "Nový dotaz":
    - combobox "Kanál"
"""


def test_a_person_hears_the_way_from_asking_to_a_number(visit, service):
    for path, heard in [
        ("/", ASK),
        ("/krize/", CRISIS),
        (service.get_absolute_url(), SERVICE),
        ("/kontakt/", QUESTION),
        ("/ucet/prihlaseni/", SIGN_IN),
    ]:
        expect(visit(path).locator("main").locator("xpath=..")).to_match_aria_snapshot(heard)


def test_a_worker_hears_the_record(visit, service, live_server):
    person = UserFactory(worker=True, name="Pracovnice 1")
    OfficeFactory().workers.add(person)
    page = visit("/krize/")
    cookie = {"name": "sessionid", "value": session_of(person).session_key, "url": live_server.url}
    page.context.add_cookies([cookie])

    page.goto(live_server.url + "/pult/novy/")

    expect(page.locator("body")).to_match_aria_snapshot(RECORD)
