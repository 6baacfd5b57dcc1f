"""A person is handed over: the worker sends, the partner answers from a phone without a script, the worker sees it."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from catalogue import indexing
from inquiries import partner_mail
from inquiries.models import ContactCard, Inquiry, Referral
from inquiries.shipped import load_desk
from tests.browser.test_look import violations
from tests.factories import (
    ContactFactory,
    InquiryFactory,
    LifeSituationFactory,
    OfficeFactory,
    PlaceFactory,
    ServiceFactory,
    UserFactory,
)
from tests.signing_in import session_of


@pytest.fixture
def letters(monkeypatch) -> list[str]:
    """The text of each letter to a partner."""
    sent: list[str] = []
    monkeypatch.setattr(partner_mail, "send_later", lambda **letter: sent.append(letter["text"]))
    return sent


@pytest.fixture
def worker(transactional_db):
    load_desk()
    worker = UserFactory(worker=True, name="Sociální pracovnice 1")
    OfficeFactory().workers.add(worker)
    return worker


@pytest.fixture
def inquiry(worker):
    situation, place = LifeSituationFactory(name="Mám dluhy"), PlaceFactory(name="Poruba", kind="city_district")
    inquiry = InquiryFactory(
        office=OfficeFactory(), state="open", assignee=worker, situation=situation, district=place, age_band="65-79"
    )
    ContactCard.objects.create(
        inquiry=inquiry, display_name="paní Modrá", phone="+420603000000", expires_on=timezone.localdate()
    )
    return inquiry


@pytest.fixture
def service(transactional_db):
    service = ServiceFactory(name="Dluhová poradna", organisation__name="Charita")
    ContactFactory(service=service, value="+420599526912")
    ContactFactory(service=service, kind="email", value="poradna@charita.example")
    indexing.refresh([service.pk])
    return service


@pytest.fixture
def desk(visit, worker):
    """Opens a page of the desk as the worker."""

    def open_as_worker(path, *, width=1280):
        page = visit("/krize/", width=width, java_script_enabled=False)
        page.context.add_cookies([{"name": "sessionid", "value": session_of(worker).session_key, "url": visit.address}])
        page.goto(visit.address + path)
        return page

    return open_as_worker


def fits(page) -> bool:
    """Nothing sticks out sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_from_the_desk_to_the_partner_s_answer_without_a_script(desk, visit, inquiry, service, letters):
    page = desk(f"/pult/dotazy/{inquiry.public_id}/predat/")
    page.get_by_label("Co člověk potřebuje, nebo název služby").fill("dluhová poradna")
    page.get_by_role("button", name="Hledat").click()
    page.get_by_role("link", name="Dluhová poradna").click()
    page.get_by_label("Odeslat partnerovi").check()
    page.get_by_role("textbox", name="O co jde").fill("Přišel dopis od exekutora.")
    page.get_by_label("Souhlasí ústně").check()
    page.get_by_label("Předat i kontakt").check()
    page.get_by_role("button", name="Předat", exact=True).click()
    assert "Odesláno partnerovi: Dluhová poradna, Charita" in page.get_by_role("status").inner_text()

    link = re.search(r"https?://[^/]+(/predani/\S+)", letters[0])[1]
    phone = visit(link, width=360, java_script_enabled=False)
    assert fits(phone)
    assert "Modrá" not in phone.content()
    phone.get_by_role("link", name="Přijímáme").click()
    phone.get_by_role("button", name="Odeslat: přijímáme").click()
    assert phone.title().startswith("Chyba:")
    phone.get_by_label("Kdo odpovídá").fill("Jana, sociální pracovnice")
    phone.get_by_role("button", name="Odeslat: přijímáme").click()
    assert phone.get_by_role("link", name="603 000 000").is_visible()

    phone.goto(visit.address + link)
    assert "603" not in phone.locator("main").inner_text()
    phone.get_by_role("button", name="Ukázat kontakt").click()
    assert phone.get_by_role("link", name="603 000 000").is_visible()

    page = desk("/pult/predani/?ukaz=odpovedi")
    page.get_by_role("link", name="Dluhová poradna").click()
    assert "Jana, sociální pracovnice" in page.locator("main").inner_text()
    assert Inquiry.objects.get(pk=inquiry.pk).state == "open"


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_fit_and_axe_finds_nothing(desk, visit, worker, inquiry, service, letters, width):
    page = desk(f"/pult/dotazy/{inquiry.public_id}/predat/?sluzba={service.pk}")
    page.get_by_label("Odeslat partnerovi").check()
    page.get_by_role("textbox", name="O co jde").fill("Přišel dopis od exekutora.")
    page.get_by_role("button", name="Předat", exact=True).click()
    link = re.search(r"https?://[^/]+(/predani/\S+)", letters[0])[1]
    referral = Referral.objects.get()
    found = {}

    public = (link, f"{link}?odpoved=nemuzeme", f"{link}?odpoved=prijimame", "/predani/neco/")
    for path in (*public, f"/sluzby/{service.pk}/chyba/"):
        shown = visit(path, width=width, color_scheme="dark" if width > 640 else "light")
        found[path] = [*violations(shown), *([] if fits(shown) else ["too wide"])]
    staff = [
        f"/pult/dotazy/{inquiry.public_id}/predat/",
        f"/pult/dotazy/{inquiry.public_id}/predat/?sluzba={service.pk}",
    ]
    slip = f"/pult/dotazy/{inquiry.public_id}/listek/"
    for path in (*staff, slip, "/pult/predani/", f"/pult/predani/{referral.pk}/"):
        shown = visit("/krize/", width=width)
        shown.context.add_cookies(
            [{"name": "sessionid", "value": session_of(worker).session_key, "url": visit.address}]
        )
        shown.goto(visit.address + path)
        found[path] = [*violations(shown), *([] if fits(shown) else ["too wide"])]

    assert {path: rules for path, rules in found.items() if rules} == {}
