"""A phone whose signal is gone: it still shows numbers, what was seen, and finds in the catalogue it took along."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from catalogue import indexing
from situations.shipped import load_situations
from tests.browser.test_look import violations
from tests.factories import ContactFactory, FacilityFactory, PlaceFactory, ServiceFactory, ServiceKindFactory

pytestmark = pytest.mark.django_db(transaction=True)
SEEN_A_SERVICE = "caches.open('videno').then(c => c.keys()).then(keys => keys.some(k => k.url.includes('sluzby')))"
SEEN_A_LIST = SEEN_A_SERVICE.replace("sluzby", "muj-seznam")
KEPT = "caches.open('videno').then(c => c.match('PATH')).then(Boolean)"
KEPT_ONE_LIST = (
    "caches.open('videno').then(c => c.match('/muj-seznam/')).then(kept => kept?.text())"
    ".then(text => text?.includes('Zatím tu nic nemáte'))"
)
READY = "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"


@pytest.fixture
def service(live_server):
    load_situations()
    city = PlaceFactory(name="Ostrava", kind="municipality")
    service = ServiceFactory(name="Dluhová poradna", kind=ServiceKindFactory(code="OSP", section="37", name="Poradna"))
    ContactFactory(service=service, value="+420599526912")
    FacilityFactory(service=service, place=city)
    indexing.rebuild()
    return service


@pytest.fixture
def phone(visit, service):
    """A phone that has been here once, so that the worker stands by."""
    page = visit("/", width=360)
    page.wait_for_function(READY)
    return page


def goto(page: Page, live_server, path: str) -> None:
    page.goto(live_server.url + path)


def test_numbers_are_there_without_a_signal(phone, live_server):
    phone.context.set_offline(True)
    goto(phone, live_server, "/kontakt/")

    expect(phone.get_by_role("heading", level=1)).to_contain_text("Internet teď nejde")
    expect(phone.get_by_role("main").get_by_role("link", name="112")).to_be_visible()
    goto(phone, live_server, "/krize/")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Komu zavolat")


def test_a_service_seen_before_is_shown_with_its_age(phone, live_server, service):
    goto(phone, live_server, service.get_absolute_url())
    phone.wait_for_function(SEEN_A_SERVICE)
    phone.context.set_offline(True)

    goto(phone, live_server, service.get_absolute_url())

    expect(phone.get_by_role("heading", level=1)).to_have_text("Dluhová poradna")
    expect(phone.get_by_role("status").first).to_contain_text("Jste bez připojení")


def test_a_catalogue_taken_along_is_searched_in_the_phone(phone, live_server, service):
    place = service.facilities.get().place
    goto(phone, live_server, f"/do-telefonu/?misto=p{place.pk}")
    phone.get_by_role("button", name="Uložit do telefonu").click()
    expect(phone.get_by_role("status").first).to_contain_text("V telefonu je katalog")
    phone.context.set_offline(True)

    goto(phone, live_server, "/sluzby/?q=dluhy")
    phone.get_by_label("Co potřebujete vyřešit?").fill("pomoc s dluhy")
    phone.get_by_role("button", name="Hledat").click()

    expect(phone.get_by_text("Nalezeno: 1")).to_be_visible()
    expect(phone.get_by_role("link", name="599 526 912".replace(" ", "\N{NO-BREAK SPACE}"))).to_be_visible()
    expect(phone.get_by_text("Uložený katalog: Ostrava")).to_be_visible()


def test_words_asked_just_before_the_signal_went_are_answered_at_once(phone, live_server, service):
    goto(phone, live_server, f"/do-telefonu/?misto=p{service.facilities.get().place.pk}")
    phone.get_by_role("button", name="Uložit do telefonu").click()
    expect(phone.get_by_role("status").first).to_contain_text("V telefonu je katalog")
    phone.context.set_offline(True)

    goto(phone, live_server, "/sluzby/?q=dluhy")

    expect(phone.get_by_label("Co potřebujete vyřešit?")).to_have_value("dluhy")
    expect(phone.get_by_text("Nalezeno: 1")).to_be_visible()
    numbers, search, others = (
        phone.get_by_role("heading", name=name).bounding_box()["y"]
        for name in ("Čísla, která pomohou", "Hledat v katalogu v telefonu", "Další krizové linky")
    )
    assert numbers < search < others
    phone.get_by_role("link", name="Hledat v katalogu v telefonu").click()
    expect(phone.get_by_label("Co potřebujete vyřešit?")).to_be_in_viewport()


def test_what_the_phone_kept_can_be_wiped(phone, live_server, service):
    goto(phone, live_server, service.get_absolute_url())
    phone.wait_for_function(SEEN_A_SERVICE)
    goto(phone, live_server, "/bez-signalu/")
    expect(phone.get_by_role("link", name="Dluhová poradna")).to_be_visible()

    phone.get_by_role("button", name="Smazat, co si telefon uložil").click()

    expect(phone.get_by_role("link", name="Dluhová poradna")).to_be_hidden()


def test_the_quick_way_out_forgets_what_the_phone_kept(phone, live_server, service):
    goto(phone, live_server, service.get_absolute_url())
    phone.wait_for_function(SEEN_A_SERVICE)
    phone.route("https://www.seznam.cz/**", lambda route: route.fulfill(body="<h1>Elsewhere</h1>"))
    goto(phone, live_server, "/situace/domaci-nasili/")
    expect(phone.get_by_text("Smaže se i váš seznam.")).to_be_visible()

    phone.get_by_role("link", name="Rychle odejít").click()
    expect(phone.get_by_role("heading", name="Elsewhere")).to_be_visible()
    goto(phone, live_server, "/bez-signalu/")

    expect(phone.get_by_role("link", name="Dluhová poradna")).to_be_hidden()


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(visit, service, width):
    found = {path: violations(visit(path, width=width)) for path in ["/bez-signalu/", "/do-telefonu/"]}

    assert {path: rules for path, rules in found.items() if rules} == {}


def test_a_list_somebody_sent_is_opened_again_without_a_signal(phone, live_server, service):
    goto(phone, live_server, f"/muj-seznam/?s={service.pk}")
    phone.wait_for_function(SEEN_A_LIST)
    phone.context.set_offline(True)
    goto(phone, live_server, "/bez-signalu/")

    phone.get_by_role("link", name="Seznam služeb", exact=True).click()

    expect(phone.get_by_role("heading", name="Dluhová poradna")).to_be_visible()


def test_a_cleared_list_is_in_no_copy_of_any_language(phone, live_server, service):
    goto(phone, live_server, service.get_absolute_url())
    phone.get_by_role("button", name="Do mého seznamu").click()
    for path in ("/muj-seznam/", "/muj-seznam/?plno=1", "/uk/muj-seznam/"):
        goto(phone, live_server, path)
        phone.wait_for_function(KEPT.replace("PATH", path))

    goto(phone, live_server, "/muj-seznam/")
    phone.get_by_role("button", name="Smazat celý seznam").click()
    phone.wait_for_function(KEPT_ONE_LIST)

    kept = phone.evaluate("caches.open('videno').then(c => c.keys()).then(keys => keys.map(key => key.url))")
    assert [url for url in kept if "muj-seznam" in url] == [f"{live_server.url}/muj-seznam/"]


def test_a_phone_without_room_says_that_nothing_was_kept(phone, live_server, service):
    phone.add_init_script("Cache.prototype.put = () => Promise.reject(new Error('no room'))")
    goto(phone, live_server, f"/do-telefonu/?misto=p{service.facilities.get().place.pk}")

    phone.get_by_role("button", name="Uložit do telefonu").click()

    expect(phone.get_by_role("status").first).to_contain_text("Nepovedlo se uložit")
