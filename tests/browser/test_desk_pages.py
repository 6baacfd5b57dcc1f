"""Pages of the desk beside the record itself: on a phone and a wide screen, by axe, and two workers on one inquiry."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from catalogue.opening import is_public_holiday
from inquiries import subject_requests
from inquiries.holding import place_hold
from inquiries.models import Inquiry, LinkKind, SubjectRequest, UnmetReason
from inquiries.questions import ask
from inquiries.recording import link
from inquiries.shipped import load_desk
from inquiries.states import UnmetState
from inquiries.unmet import move_unmet
from inquiries.working_days import next_working_day
from tests.browser.test_look import violations
from tests.factories import (
    InquiryFactory,
    LifeSituationFactory,
    NoteFactory,
    OfficeFactory,
    PlaceFactory,
    ServiceKindFactory,
    UnmetNeedFactory,
    UserFactory,
)
from tests.signing_in import session_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker(live_server):
    load_desk()
    person = UserFactory(worker=True, name="Sociální pracovnice 1")
    OfficeFactory().workers.add(person)
    return person


@pytest.fixture
def inquiry(worker):
    """Held, with a need that the city has decided about."""
    made = InquiryFactory(open=True, assignee=worker, situation=LifeSituationFactory(name="Mám dluhy"))
    NoteFactory(inquiry=made, text="Volá dcera.", author=worker)
    place_hold(made, by=worker, reason="Okresní soud.", until=timezone.localdate() + timedelta(days=30))
    return made


@pytest.fixture
def need(inquiry):
    made = UnmetNeedFactory(
        inquiry=inquiry,
        kind=ServiceKindFactory(name="Odlehčovací služby"),
        district=PlaceFactory(name="Moravská Ostrava a Přívoz"),
        situation=LifeSituationFactory(name="Přicházím o bydlení nebo nemám kde bydlet"),
        reason=UnmetReason.objects.get(code="full"),
        waiting_days=90,
    )
    move_unmet(made, UnmetState.CONFIRMED, by=UserFactory(coordinator=True, name="Koordinátorka 1"))
    return made


@pytest.fixture
def signed_in(visit, live_server):
    def open_page(person, path, *, width=1280):
        page = visit("/prihlaseni/", width=width)
        page.context.add_cookies(
            [{"name": "sessionid", "value": session_of(person).session_key, "url": live_server.url}]
        )
        page.goto(live_server.url + path)
        return page

    return open_page


def asked(text: str) -> str:
    """The number of the inquiry that a question from the web becomes."""
    submission = uuid4()
    ask(submission=submission, text=f"Vymyšlená otázka: {text}")
    return Inquiry.objects.get(submission=submission).public_id


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(signed_in, worker, inquiry, need, width):
    coordinator = UserFactory(coordinator=True, name="Koordinátorka 2")
    pages = [
        (coordinator, "/pult/nenaplnene/"),
        (coordinator, need.get_absolute_url()),
        (worker, "/pult/nenaplnene/nova/"),
        (worker, f"{inquiry.get_absolute_url()}zadrzeni/"),
        (worker, f"{inquiry.get_absolute_url()}zbude/"),
        (worker, "/pult/"),
        (worker, "/pult/smazani/"),
        (worker, "/pult/otazky/"),
        (worker, f"/pult/otazky/{asked('Kdo poradí s dluhy?')}/"),
        (coordinator, "/pult/zadrzeni/"),
        (coordinator, inquiry.get_absolute_url()),
        (worker, "/pult/novy/"),
    ]
    for person, path in pages:
        page = signed_in(person, path, width=width)

        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("width", [360, 1280])
def test_a_request_and_what_it_restricts_read_on_any_screen(signed_in, worker, inquiry, width):
    row = SubjectRequest.objects.create(kind="restrict", known_by="Zavolal z toho čísla.", handled_by=worker)
    row.inquiries.add(inquiry)
    link(inquiry, InquiryFactory(open=True), LinkKind.CONTINUES, by=worker)
    NoteFactory(inquiry=inquiry, kind="question", author=None)
    subject_requests.restrict(row, by=worker)
    again = InquiryFactory(open=True)
    NoteFactory(inquiry=again, kind="question", author=None)
    link(again, inquiry, LinkKind.CONTINUES, by=None)

    for path in (f"/pult/zadosti/{row.pk}/", inquiry.get_absolute_url(), f"/pult/otazky/{again.public_id}/"):
        page = signed_in(worker, path, width=width)

        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("width", [360, 1280])
def test_a_day_off_is_offered_beside_the_next_working_day(signed_in, worker, inquiry, width):
    ahead = (timezone.localdate() + timedelta(days=days) for days in range(7, 40))
    saturday = next(day for day in ahead if day.weekday() == 5 and not is_public_holiday(day))
    page = signed_in(worker, f"{inquiry.get_absolute_url()}dohled/", width=width)
    page.get_by_label("Kdy", exact=True).fill(saturday.isoformat())
    page.get_by_role("button", name="Naplánovat", exact=True).click()

    offered = page.get_by_role("button", name="Naplánovat na:")
    expect(offered).to_be_visible()
    expect(page.get_by_role("button", name="Přesto nechat: sobota")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    offered.click()

    page.wait_for_url(f"**{inquiry.get_absolute_url()}")
    assert timezone.localdate(inquiry.follow_ups.get().due_at) == next_working_day(saturday)


def test_a_record_saved_by_a_colleague_meanwhile_leads_to_both_texts(signed_in, worker, inquiry):
    page = signed_in(worker, f"{inquiry.get_absolute_url()}uprava/")
    inquiry.notes.update(text="Volá sousedka.")
    Inquiry.objects.filter(pk=inquiry.pk).update(version=inquiry.version + 7)

    page.get_by_label("Poznámka").first.fill("Volá dcera, má strach.")
    page.get_by_role("button", name="Uložit", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("se mezitím změnil")
    assert violations(page) == []
    page.get_by_role("button", name="Uložit vybrané").click()
    page.wait_for_url("**/pult/")
    assert inquiry.notes.get().text == "Volá sousedka.\n\nVolá dcera, má strach."


def test_many_questions_are_answered_one_after_another_by_keys_alone(signed_in, worker):
    first, second = asked("Kdo poradí s dluhy?"), asked("Kde začít hledat pečovatelku?")
    LifeSituationFactory(name="Mám dluhy")
    page = signed_in(worker, "/pult/otazky/")

    for key in ("j", "j", "k", "Enter"):
        page.keyboard.press(key)
    page.wait_for_url(f"**/otazky/{first}/")
    page.keyboard.press("j")
    page.wait_for_url(f"**/otazky/{second}/")
    page.keyboard.press("k")
    page.wait_for_url(f"**/otazky/{first}/")
    page.keyboard.press("r")
    page.keyboard.type("Zavolejte do poradny, jk.")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.wait_for_url(f"**/otazky/{second}/")
    expect(page.get_by_label("Odpověď člověku")).to_have_value("")
    page.keyboard.press("k")
    page.wait_for_url(f"**/otazky/{first}/")
    page.keyboard.press("2")
    expect(page.get_by_label("2 Rada")).to_be_checked()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("link", name="Vyberte, s čím člověk přišel.")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("S čím přišel").select_option(label="Mám dluhy")
    page.keyboard.press("Control+Enter")

    page.wait_for_url(f"**/otazky/{second}/")
    answered = Inquiry.objects.get(public_id=first)
    assert (answered.state, answered.notes.get(kind="answer").text) == ("closed", "Zavolejte do poradny, jk.")
    assert page.evaluate("Object.keys(sessionStorage)") == []
