"""The desk as a worker uses it, with a receiver on the ear: everything counted in keys pressed and pointer actions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Request, Response, Route, expect

from catalogue import indexing
from catalogue.models import NeedPhrase, PlaceKind, ServiceKind
from catalogue.places.loading import load_shipped_places
from inquiries.models import Channel, Inquiry, Note
from inquiries.shipped import load_desk
from tests.browser.test_accounts import age_sessions
from tests.browser.test_look import violations
from tests.factories import (
    ContactFactory,
    InquiryFactory,
    LifeSituationFactory,
    OfficeFactory,
    PlaceFactory,
    ServiceFactory,
    ServiceFormFactory,
    ServiceKindFactory,
    UserFactory,
)
from tests.signing_in import session_of
from tests.situations.factories import HandbookFactory

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "/pult/novy/"


@pytest.fixture
def world(live_server):
    """One situation, two counselling centres, the city with two districts, an office with one worker."""
    load_desk()
    region = PlaceFactory(kind=PlaceKind.REGION, name="Moravskoslezský kraj")
    city = PlaceFactory(name="Ostrava", parent=region)
    PlaceFactory(kind=PlaceKind.CITY_DISTRICT, name="Poruba", parent=city)
    PlaceFactory(kind=PlaceKind.CITY_DISTRICT, name="Slezská Ostrava", parent=city)
    debt = LifeSituationFactory(slug="mam-dluhy", name="Mám dluhy", keywords=["exekuce"])
    kind = ServiceKindFactory(code="OSP", section="37", name="Poradna")
    NeedPhrase.objects.create(text="poradna dluhy", kinds=["OSP"], situations=["mam-dluhy"], weight=2)
    for name in ("Dluhová poradna", "Občanská poradna"):
        service = ServiceFactory(name=name, kind=kind)
        ServiceFormFactory(service=service)
        ContactFactory(service=service)
    indexing.rebuild()
    return debt


@pytest.fixture
def worker(world):
    person = UserFactory(worker=True, name="Sociální pracovnice 1")
    OfficeFactory().workers.add(person)
    return person


class Hands:
    """Counts what a worker does: keys pressed beyond the words, and pointer actions."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.keys = self.clicks = 0

    def press(self, key: str) -> None:
        self.keys += 1
        self.page.keyboard.press(key)

    def say(self, words: str) -> None:
        """Words to look for are not counted: somebody has to say what they want."""
        self.page.keyboard.type(words)

    def click(self, name: str) -> None:
        self.clicks += 1
        self.page.get_by_role("button", name=name).first.click()


@pytest.fixture
def at_desk(visit, worker, live_server):
    """Opens a page signed in and returns it with hands that count; at the end lets the server answer what is under way."""
    opened: list[Page] = []
    under_way: set[Request] = set()

    def open_page(path: str = "/pult/", **how) -> tuple[Page, Hands]:
        page = visit("/prihlaseni/", **how)
        page.context.add_cookies(
            [{"name": "sessionid", "value": session_of(worker).session_key, "url": live_server.url}]
        )
        page.on("request", lambda request: request.method == "POST" and under_way.add(request))
        page.on("requestfinished", lambda request: under_way.discard(request))
        page.on("requestfailed", lambda request: under_way.discard(request))
        page.goto(live_server.url + path)
        opened.append(page)
        return page, Hands(page)

    yield open_page
    for page in opened:
        page.context.route("**/*", lambda route: route.abort())  # what leaving the page would send
        page.goto("about:blank")
        for _turn in range(30):
            if not under_way:
                break
            page.wait_for_timeout(100)
        page.wait_for_timeout(300)


def test_a_wrong_number_takes_two_keys(at_desk):
    page, hands = at_desk()

    hands.press("n")
    page.wait_for_url("**/pult/novy/")
    expect(page.get_by_label("Co člověk potřebuje")).to_be_focused()
    hands.press("Alt+o")
    expect(page.get_by_role("status").first).to_contain_text("Uloženo a uzavřeno")

    assert Inquiry.objects.get().kind == "wrong"
    assert (hands.keys, hands.clicks) == (2, 0)


def test_a_simple_information_takes_five_keys_beyond_the_words(at_desk, world):
    page, hands = at_desk()

    hands.press("n")
    page.wait_for_url("**/pult/novy/")
    hands.say("poradna dluhy")
    hands.press("Enter")
    expect(page.get_by_role("group", name="Mám dluhy")).to_be_focused()
    hands.press("Enter")
    expect(page.get_by_label("Situace", exact=True)).to_have_value(str(world.pk))
    hands.press("1")
    hands.press("Control+Enter")
    expect(page.get_by_role("status").first).to_contain_text("Uloženo a uzavřeno")

    inquiry = Inquiry.objects.get()
    assert (inquiry.state, inquiry.help_level, inquiry.closing_reason) == ("closed", 1, "informed")
    assert inquiry.needs.get().situation == world
    assert (hands.keys, hands.clicks) == (5, 0)


PRINTING = 2
"""Ctrl+P and Enter in the browser's own viewer, between our PDF and the paper."""


def test_advice_with_two_services_and_a_printed_slip_takes_twelve_actions(at_desk):
    page, hands = at_desk()

    hands.press("n")
    page.wait_for_url("**/pult/novy/")
    hands.say("t @Poruba poradna dluhy")
    hands.press("Enter")
    expect(page.get_by_role("group", name="Mám dluhy")).to_be_focused()
    hands.press("Enter")
    hands.press("ArrowDown")
    hands.press("p")
    expect(page.locator("#predano li")).to_have_count(1)
    hands.press("ArrowDown")
    hands.press("p")
    expect(page.locator("#predano li")).to_have_count(2)
    hands.press("2")
    hands.press("Alt+l")
    page.wait_for_url("**/listek/")
    expect(page.get_by_role("status").first).to_contain_text("Uloženo a uzavřeno")
    expect(page.get_by_role("button", name="Vytisknout (A5)")).to_be_focused()
    expect(page.get_by_role("article").get_by_role("heading", name="Dluhová poradna")).to_be_visible()
    expect(page.get_by_role("article").get_by_role("heading", name="Občanská poradna")).to_be_visible()
    with page.context.expect_event("response", lambda answer: answer.request.method == "POST") as printed:
        hands.press("Enter")

    assert printed.value.headers["content-type"] == "application/pdf"
    inquiry = Inquiry.objects.get()
    assert inquiry.referrals.count() == 2
    assert (inquiry.state, inquiry.closing_reason) == ("closed", "referred_unconfirmed")
    assert inquiry.timeline.filter(deed="slip_made").count() == 1
    assert (hands.keys, hands.clicks) == (12 - PRINTING, 0)


def test_a_handbook_opens_beside_the_record_and_is_noted_as_its_source(at_desk, world):
    handbook = HandbookFactory(title="Splácení krok za krokem")
    handbook.situations.add(world)
    page, hands = at_desk(NEW)

    hands.say("poradna dluhy")
    hands.press("Enter")
    expect(page.get_by_role("group", name="Mám dluhy")).to_be_focused()
    hands.press("ArrowRight")
    expect(page.get_by_role("group", name="Splácení krok za krokem")).to_be_focused()
    with kept(page, "answered_from"), page.context.expect_page() as opened:
        hands.press("Enter")
    opened.value.wait_for_load_state()

    assert opened.value.url.endswith(handbook.get_absolute_url())
    assert [source.code for source in Inquiry.objects.get().answered_from.all()] == ["handbook"]
    opened.value.close()


def test_situations_services_and_handbooks_begin_on_one_screen_however_many_services_fit(at_desk, world):
    HandbookFactory(title="Splácení krok za krokem").situations.add(world)
    kind = ServiceKind.objects.get(code="OSP")
    for number in range(8):
        ServiceFormFactory(service=ServiceFactory(name=f"Dluhová poradna {number}", kind=kind))
    indexing.rebuild()
    page, hands = at_desk(NEW)
    page.set_viewport_size({"width": 1280, "height": 800})

    hands.say("poradna dluhy")
    hands.press("Enter")
    expect(page.locator("#nalezy .hit__phone")).to_have_count(8)

    first = [page.get_by_role("group", name="Mám dluhy"), page.locator("#nalezy .hit:has(.hit__phone)").nth(1)]
    for hit in (*first, page.get_by_role("group", name="Splácení krok za krokem")):
        box = hit.bounding_box()
        assert box["y"] > 0
        assert box["y"] + box["height"] <= 800


def test_nothing_moves_under_the_mouse_while_another_hit_is_chosen(at_desk):
    page, hands = at_desk(NEW)
    hands.say("poradna dluhy")
    hands.press("Enter")
    expect(page.get_by_role("group", name="Mám dluhy")).to_be_focused()
    hands.press("ArrowDown")

    page.get_by_role("button", name="Předat kontakt Občanská poradna").click()

    expect(page.locator("#predano li")).to_contain_text("Občanská poradna")
    expect(page.get_by_role("group", name="Občanská poradna")).to_have_class(re.compile("hit--open"))


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_two_workers_on_one_inquiry_choose_by_keyboard_and_lose_nothing(at_desk, worker, script):
    inquiry = InquiryFactory(open=True, assignee=worker, channel=Channel.objects.get(code="phone"))
    note = Note.objects.create(inquiry=inquiry, text="Volá dcera.", author=worker)
    page, _hands = at_desk(f"{inquiry.get_absolute_url()}uprava/", width=360, java_script_enabled=script)
    Note.objects.filter(pk=note.pk).update(text="Volá dcera, má dluhy.")
    Inquiry.objects.filter(pk=inquiry.pk).update(version=inquiry.version + 1, sex="woman")

    page.get_by_label("Poznámka").fill("Volá dcera ze Svinova.")
    page.get_by_role("button", name="Uložit", exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("se mezitím změnil")
    expect(page.get_by_role("group", name="Poznámka")).to_contain_text("Předtím: Volá dcera.")
    expect(page.get_by_role("group", name="Poznámka")).to_contain_text("Moje verzeVolá dcera ze Svinova.")
    expect(page.get_by_role("group", name="Poznámka")).to_contain_text("Uložená verzeVolá dcera, má dluhy.")
    words = page.get_by_role("group", name="Poznámka").get_by_label("Co má platit")
    expect(words).to_have_value("Volá dcera, má dluhy.\n\nVolá dcera ze Svinova.")
    expect(page.get_by_role("group", name="Pohlaví").get_by_label("Uložená verze")).to_be_checked()
    assert not script or violations(page) == []
    page.get_by_role("group", name="Pohlaví").get_by_label("Uložená verze").press("ArrowUp")
    expect(page.get_by_role("group", name="Pohlaví").get_by_label("Moje verze")).to_be_checked()
    page.get_by_role("group", name="Pohlaví").get_by_label("Moje verze").press("ArrowDown")
    words.press("Control+End")
    page.keyboard.type(" Zavoláme.")
    page.get_by_role("button", name="Uložit vybrané").press("Enter")
    page.wait_for_url("**/pult/")

    assert Note.objects.get().text == "Volá dcera, má dluhy.\n\nVolá dcera ze Svinova. Zavoláme."
    assert Inquiry.objects.get().sex == "woman"


def test_tokens_become_chips_and_fields(at_desk):
    page, hands = at_desk(NEW)

    hands.say("za blízkého 7005 @poruba ž ")
    expect(page.get_by_label("Kdo se ptá")).to_have_value("relative")
    expect(page.get_by_label("Co člověk potřebuje")).to_have_value("")
    expect(page.get_by_role("button", name="Poruba zrušit")).to_be_visible()
    page.get_by_role("button", name="Poruba zrušit").click()

    expect(page.get_by_label("Obvod")).to_have_value("")
    expect(page.get_by_role("button", name="Poruba zrušit")).to_be_hidden()


def test_a_word_still_being_typed_is_left_alone(at_desk):
    page, hands = at_desk(NEW)

    hands.say("t")
    page.wait_for_timeout(600)
    hands.say("eta pije")
    page.wait_for_timeout(600)

    expect(page.get_by_label("Co člověk potřebuje")).to_have_value("teta pije")


def test_letters_are_letters_inside_text(at_desk):
    page, hands = at_desk(NEW)

    page.get_by_label("Poznámka").fill("")
    page.get_by_label("Poznámka").focus()
    hands.say("n1a?p")

    expect(page.get_by_label("Poznámka")).to_have_value("n1a?p")
    assert page.url.endswith(NEW) or "/uprava/" in page.url


def test_digits_of_a_czech_keyboard_choose_the_level(at_desk):
    page, _hands = at_desk(NEW)
    page.get_by_label("Co člověk potřebuje").press("Escape")

    page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {code: 'Digit2', key: 'ě', bubbles: true}))"
    )

    expect(page.get_by_label("2 Rada")).to_be_checked()


def test_a_draft_is_kept_without_asking(at_desk):
    page, _hands = at_desk(NEW)

    page.get_by_label("Poznámka").fill("Volá dcera, bydlí ve Svinově.")
    expect(page.locator("[data-saved]")).to_contain_text("uloženo")

    inquiry = Inquiry.objects.get()
    assert inquiry.state == "draft"
    assert Note.objects.get().text == "Volá dcera, bydlí ve Svinově."
    assert page.url.endswith(f"/pult/dotazy/{inquiry.public_id}/uprava/")
    assert page.evaluate("localStorage.length") == 0


def test_what_is_pressed_while_a_draft_is_under_way_is_done_although_somebody_types_on(at_desk):
    page, hands = at_desk(NEW)
    held: list[Route] = []
    page.route(
        "**/pult/novy/",
        lambda route: held.append(route) if route.request.method == "POST" and not held else route.continue_(),
    )
    note = page.get_by_label("Poznámka")
    with page.expect_request(lambda sent: sent.method == "POST" and sent.url.endswith(NEW)):
        note.fill("Omyl.")

    hands.press("Alt+o")
    note.press_sequentially(" Zavěsil.")
    held[0].continue_()

    expect(page.get_by_role("status").first).to_contain_text("Uloženo a uzavřeno")
    assert Inquiry.objects.get().kind == "wrong"


def test_what_is_typed_is_kept_at_once_when_the_page_is_hidden(at_desk):
    page, _hands = at_desk()
    page.clock.install()
    page.goto(page.url.replace("/pult/", NEW))
    page.clock.pause_at(page.evaluate("Date.now()") + 1)  # no pause in typing will end: a hidden page may sleep at once
    page.get_by_label("Poznámka").fill("Volá dcera.")

    with kept(page, "Volá dcera."):
        page.evaluate(
            """() => {
                Object.defineProperty(document, "hidden", { value: true });
                document.dispatchEvent(new Event("visibilitychange"));
            }"""
        )

    assert Note.objects.get().text == "Volá dcera."


def test_what_the_server_could_not_take_waits_in_the_browser_and_comes_back(at_desk):
    page, _hands = at_desk(NEW)
    page.route("**/pult/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_())

    page.get_by_label("Poznámka").fill("Spojení vypadlo.")
    expect(page.locator("[data-saved]")).to_contain_text("čeká v tomto prohlížeči")
    assert page.evaluate("localStorage.length") == 1
    page.unroute("**/pult/**")
    page.goto(page.url.split("/pult/")[0] + NEW)
    page.get_by_role("button", name="Obnovit").click()

    expect(page.get_by_label("Poznámka")).to_have_value("Spojení vypadlo.")
    expect(page.locator("[data-saved]")).to_contain_text("uloženo")
    assert Note.objects.get().text == "Spojení vypadlo."
    assert page.evaluate("localStorage.length") == 0


def test_what_a_colleague_changed_meanwhile_is_said_and_the_text_waits_in_the_browser(at_desk, worker):
    inquiry = InquiryFactory(open=True, assignee=worker, channel=Channel.objects.get(code="phone"))
    page, _hands = at_desk(f"{inquiry.get_absolute_url()}uprava/")
    Inquiry.objects.filter(pk=inquiry.pk).update(version=inquiry.version + 1, sex="woman")

    page.get_by_label("Poznámka").fill("Volá dcera ze Svinova.")
    expect(page.locator("[data-saved]")).to_contain_text("stiskněte Uložit")
    assert page.evaluate("localStorage.length") == 1
    page.get_by_role("button", name="Uložit", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("se mezitím změnil")

    assert page.evaluate("localStorage.length") == 0


def test_a_token_of_an_earlier_session_is_renewed_without_a_word(at_desk):
    page, _hands = at_desk(NEW)
    page.context.clear_cookies(name="csrftoken")

    page.get_by_label("Poznámka").fill("Volá dcera ze Svinova.")

    expect(page.locator("[data-saved]")).to_contain_text("uloženo", timeout=15_000)
    assert [note.text for note in Note.objects.all()] == ["Volá dcera ze Svinova."]


def test_a_worker_who_lost_the_role_is_told_so_and_keeps_the_text(at_desk, worker):
    page, _hands = at_desk(NEW)
    type(worker).objects.filter(pk=worker.pk).update(role="partner")

    page.get_by_label("Poznámka").fill("Volá dcera ze Svinova.")

    expect(page.locator("[data-saved]")).to_contain_text("nemáte přístup", timeout=15_000)
    expect(page.locator("[data-saved]")).to_contain_text("Zápis čeká v tomto prohlížeči")
    assert page.evaluate("localStorage.length") == 1


def test_a_second_factor_that_is_missing_is_named(at_desk, worker):
    page, _hands = at_desk(NEW)
    for session in Session.objects.all():
        facts = session.get_decoded()
        facts["account_authentication_methods"] = []
        session.session_data = Session.objects.encode(facts)
        session.save()

    page.get_by_label("Poznámka").fill("Volá dcera ze Svinova.")

    expect(page.locator("[data-saved]")).to_contain_text("druhý krok", timeout=15_000)
    expect(page.get_by_role("heading", name="Zamčeno")).to_be_hidden()
    assert page.evaluate("localStorage.length") == 1


def test_signing_out_leaves_nothing_in_the_browser(at_desk):
    page, _hands = at_desk(NEW)
    page.evaluate("localStorage.setItem('dotaz-1-x', '{}')")

    page.get_by_role("button", name="Odhlásit").click()
    page.wait_for_load_state()

    assert page.evaluate("localStorage.length") == 0


def test_a_phone_in_the_note_is_noticed_and_moved(at_desk):
    page, hands = at_desk(NEW)

    page.get_by_label("Poznámka").fill("Volat na 603 000 000.")
    expect(page.get_by_text("V poznámce je: telefon.")).to_be_visible()
    hands.click("Přesunout do kontaktu")

    expect(page.get_by_label("Telefon", exact=True)).to_have_value(re.compile("603.000.000"))
    expect(page.get_by_label("Poznámka")).to_have_value("Volat na.")
    expect(page.get_by_text("V poznámce je: telefon.")).to_be_hidden()


def test_what_is_missing_is_said_at_the_field(at_desk):
    page, hands = at_desk(NEW)

    page.get_by_label("Poznámka").fill("Jen poznámka.")
    hands.press("Control+Enter")

    expect(page.get_by_role("alert").first).to_contain_text("Vyberte aspoň jednu životní situaci")
    expect(page.get_by_label("Poznámka")).to_have_value("Jen poznámka.")
    expect(page.locator(":focus")).to_have_attribute("name", re.compile("situation_0|help_level"))


def test_keys_can_be_switched_off(at_desk, worker):
    type(worker).objects.filter(pk=worker.pk).update(uses_shortcuts=False)
    page, hands = at_desk()

    hands.press("n")
    page.wait_for_timeout(300)

    assert page.url.endswith("/pult/")


@contextmanager
def kept(page: Page, words: str) -> Iterator[None]:
    """Waits until what is done inside, with these words, is kept and the page shows it."""

    def holds(answer: Response) -> bool:
        sent = answer.request
        return sent.method == "POST" and "/hledat/" not in sent.url and words in (sent.post_data or "")

    with page.expect_response(holds) as answered:
        yield
    expect(page.locator("[name=version]")).to_have_value(str(answered.value.json()["version"]))


def full(page: Page) -> None:
    """A record with everything that can stand on it."""
    page.get_by_label("Co člověk potřebuje").fill("t @Poruba ! @nesmysl poradna dluhy")
    page.get_by_role("button", name="Hledat").click()
    expect(page.get_by_role("group", name="Mám dluhy")).to_be_visible()
    with kept(page, "603 000 000"):
        page.get_by_label("Poznámka").fill("Volat na 603 000 000.")
    expect(page.get_by_text("V poznámce je: telefon.")).to_be_visible()


@pytest.mark.parametrize(
    "how", [{"width": 360}, {"width": 1280}, {"width": 1280, "color_scheme": "dark"}], ids=["phone", "desk", "dark"]
)
def test_axe_finds_nothing(at_desk, how):
    page, _hands = at_desk(NEW, **how)
    found = {"empty": violations(page)}
    full(page)
    for fold in page.locator(".fold").all():
        fold.evaluate("fold => { fold.open = true; }")
    found["full"] = violations(page)
    page.goto(page.url.split("/pult/")[0] + "/pult/klavesy/")
    found["keys"] = violations(page)

    assert {name: rules for name, rules in found.items() if rules} == {}


def test_nothing_scrolls_sideways_on_the_smallest_screen(at_desk):
    page, _hands = at_desk(NEW, width=320)
    full(page)
    for fold in page.locator(".fold").all():
        fold.evaluate("fold => { fold.open = true; }")

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_whole_of_it_works_without_a_script(at_desk, world):
    page, _hands = at_desk(NEW, java_script_enabled=False, width=360)

    page.get_by_label("Co člověk potřebuje").fill("t @Poruba poradna dluhy")
    page.get_by_role("button", name="Hledat").click()
    page.get_by_role("button", name="Zapsat Mám dluhy").click()
    page.get_by_role("button", name="Předat kontakt Dluhová poradna").click()
    page.get_by_label("2 Rada").check(force=True)
    page.get_by_role("button", name="Uložit a uzavřít").click()

    inquiry = Inquiry.objects.get()
    assert (inquiry.state, inquiry.closing_reason) == ("closed", "referred_unconfirmed")
    assert inquiry.district.name == "Poruba"
    assert inquiry.needs.get().situation == world


def test_the_policy_of_the_page_is_never_broken(at_desk):
    page, _hands = at_desk(NEW)
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    page.reload()
    full(page)

    assert complaints == []


def test_another_municipality_is_suggested_and_kept(at_desk):
    load_shipped_places()
    page, _hands = at_desk(NEW)
    page.get_by_text("Člověk, jazyk, odkud o nás ví").click()
    field = page.get_by_role("combobox", name="Jiná obec")

    field.press_sequentially("opav")
    expect(page.locator(".suggestions__option").first).to_contain_text("Opava")
    with kept(page, "Opava (Moravskoslezský kraj)"):  # the letters typed so far may have been kept before
        field.press("ArrowDown")
        field.press("Enter")
        expect(field).to_have_value("Opava (Moravskoslezský kraj)")

    assert Inquiry.objects.get().district.name == "Opava"


def test_ten_ticks_stand_on_one_screen(at_desk, world):
    page, hands = at_desk("/pult/carky/")
    last, button = page.locator("[name='9-situation']"), page.get_by_role("button", name="Zapsat všechny")
    assert last.bounding_box()["y"] < button.bounding_box()["y"]
    assert button.bounding_box()["y"] + button.bounding_box()["height"] <= 900  # nothing of it has to be scrolled to

    expect(page.locator("[name='0-situation']")).to_be_focused()
    for _row in range(10):
        hands.press("m")  # the first letter of the situation
        hands.press("Enter")
    expect(button).to_be_focused()
    hands.press("Enter")
    page.wait_for_url("**/pult/doplnit/")

    assert Inquiry.objects.filter(is_complete=False, needs__situation=world).count() == 10
    assert (hands.keys, hands.clicks) == (21, 0)
    assert violations(page) == []


def signed_in_again(page: Page, worker, live_server) -> None:
    """What signing in in another tab leaves: a new session, and a token of its own."""
    page.context.add_cookies([{"name": "sessionid", "value": session_of(worker).session_key, "url": live_server.url}])
    page.context.clear_cookies(name="csrftoken")
    other = page.context.new_page()
    other.goto(f"{live_server.url}/pult/")
    other.close()


def test_a_locked_desk_keeps_what_was_typed_and_sends_it_once_it_is_open(at_desk):
    page, _hands = at_desk(NEW)
    age_sessions(minutes=16)

    page.get_by_label("Poznámka").fill("Volá dcera ze Svinova.")
    expect(page.locator("[data-saved]")).to_contain_text("Přihlášení skončilo", timeout=15_000)
    assert not Inquiry.objects.exists()
    age_sessions(minutes=-16)
    page.evaluate("dispatchEvent(new Event('focus'))")

    expect(page.locator("[data-saved]")).to_contain_text("uloženo")
    assert [note.text for note in Note.objects.all()] == ["Volá dcera ze Svinova."]
    assert Inquiry.objects.count() == 1
    assert page.evaluate("localStorage.length") == 0


def test_a_session_that_is_gone_loses_nothing_and_the_same_page_goes_on_after_signing_in(at_desk, worker, live_server):
    page, _hands = at_desk(NEW)
    Session.objects.all().delete()

    page.get_by_label("Poznámka").fill("Volá dcera ze Svinova.")
    expect(page.locator("[data-saved]")).to_contain_text("Přihlášení skončilo", timeout=15_000)
    assert not Inquiry.objects.exists()
    signed_in_again(page, worker, live_server)
    page.evaluate("dispatchEvent(new Event('focus'))")

    expect(page.locator("[data-saved]")).to_contain_text("uloženo")
    with kept(page, "Svinova, má dluhy."):
        page.get_by_label("Poznámka").fill("Volá dcera ze Svinova, má dluhy.")
    assert [note.text for note in Note.objects.all()] == ["Volá dcera ze Svinova, má dluhy."]
    assert page.evaluate("localStorage.length") == 0


def test_somebody_else_who_signs_in_neither_sees_nor_sends_what_waits(at_desk, live_server):
    page, _hands = at_desk(NEW)
    Session.objects.all().delete()
    page.get_by_label("Poznámka").fill("Volá dcera ze Svinova.")
    expect(page.locator("[data-saved]")).to_contain_text("Přihlášení skončilo", timeout=15_000)
    stranger = UserFactory(worker=True, name="Sociální pracovnice 2")
    OfficeFactory().workers.add(stranger)

    signed_in_again(page, stranger, live_server)
    page.evaluate("dispatchEvent(new Event('focus'))")

    expect(page.get_by_role("heading", name="Zamčeno")).to_be_visible()
    assert not Inquiry.objects.exists()
