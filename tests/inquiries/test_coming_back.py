"""Somebody says at the desk the four words they were given: the story goes on, in the record that is being written."""

from __future__ import annotations

from uuid import uuid4

import pytest

from inquiries.coming_back import MOST_TRIES
from inquiries.models import Channel, Inquiry, InquiryLink, Note, Reading
from inquiries.return_code import give_code
from tests.factories import InquiryFactory, LifeSituationFactory, OfficeFactory

pytestmark = pytest.mark.django_db
NEW = "/pult/novy/"
BY_SCRIPT = {"HTTP_X_PART": "1", "HTTP_ACCEPT": "application/json"}


@pytest.fixture
def debt(db):
    return LifeSituationFactory(slug="mam-dluhy", name="Mám dluhy")


@pytest.fixture
def earlier(worker):
    return InquiryFactory(state="open", assignee=worker)


@pytest.fixture
def code(earlier, worker):
    return give_code(earlier, by=worker)


def filled(**changes) -> dict:
    phone = Channel.objects.get(code="phone")
    return {"channel": phone.pk, "version": 0, "submission": uuid4(), "kind": "question"} | changes


def newest(earlier) -> Inquiry:
    return Inquiry.objects.exclude(pk=earlier.pk).get()


def hash_of(inquiry) -> str:
    inquiry.refresh_from_db()
    return inquiry.return_code_hash


@pytest.mark.parametrize("typed", ["line", "field"])
def test_a_code_in_the_line_or_its_field_joins_the_story(desk_client, earlier, code, worker, typed):
    said = {"line": f"t kód {code} dluhy", "do": "search"} if typed == "line" else {"code": code.upper(), "do": "draft"}

    response = desk_client.post(NEW, filled(**said), **BY_SCRIPT)

    made, link = newest(earlier), InquiryLink.objects.get()
    assert response.status_code == 200
    assert (made.return_code_hash, made.identity) == (hash_of(earlier), "code")
    assert (link.inquiry, link.earlier, link.kind) == (made, earlier, "continues")
    assert earlier.public_id in response.json()["parts"]["souvislosti"]
    assert "stejný návratový kód" in response.json()["parts"]["souvislosti"].replace("\u00a0", " ")
    assert [(row.kind, row.purpose) for row in Reading.objects.filter(by=worker)] == [("searched", "return_code")]


def test_without_a_script_saving_joins_it_too(desk_client, earlier, code, debt):
    desk_client.post(NEW, filled(do="close", code=code, situation_0=debt.pk, help_level=1))

    made = newest(earlier)
    assert made.state == "closed"
    assert made.return_code_hash == hash_of(earlier)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("lípa vlak hrad", "Kód má čtyři slova"),
        ("lípa vlak hrad xyzzy", "v kódech nemáme"),
        ("lípa vlak hrad sova", "Takový kód neznáme"),
    ],
)
def test_a_code_that_leads_nowhere_says_so_at_its_field_and_loses_nothing(desk_client, earlier, debt, typed, sentence):
    response = desk_client.post(
        NEW, filled(do="close", code=typed, note="Volá dcera.", situation_0=debt.pk, help_level=1)
    )

    made = newest(earlier)
    assert response.status_code == 422
    assert sentence in response.content.decode().replace("\u00a0", " ")
    assert (made.state, made.return_code_hash) == ("draft", "")
    assert Note.objects.get().text == "Volá dcera."


def test_a_story_of_another_office_is_not_known_here(desk_client, worker):
    elsewhere = InquiryFactory(open=True, office=OfficeFactory(name="Jiné pracoviště"))
    code = give_code(elsewhere, by=worker)

    desk_client.post(NEW, filled(do="draft", code=code), **BY_SCRIPT)

    assert newest(elsewhere).return_code_hash == ""
    assert not InquiryLink.objects.exists()


def test_guessing_at_the_desk_is_slowed_down(desk_client, monkeypatch):
    monkeypatch.setattr("inquiries.coming_back.code_hash", lambda code: code)  # the slow hash itself is not tried here
    sent = filled(do="draft", code="lípa vlak hrad sova")
    for _try in range(MOST_TRIES):
        desk_client.post(NEW, sent, **BY_SCRIPT)

    refused = desk_client.post(NEW, sent, **BY_SCRIPT)

    assert "mnoho kódů" in refused.json()["problem"].replace("\u00a0", " ")


def test_words_that_are_no_code_yet_are_no_guess(desk_client, earlier, code):
    for _try in range(MOST_TRIES):
        desk_client.post(NEW, filled(do="draft", code="lípa vlak hrad"), **BY_SCRIPT)

    response = desk_client.post(NEW, filled(do="draft", code=code), **BY_SCRIPT)

    assert response.json()["problem"] == ""
    assert InquiryLink.objects.get().earlier == earlier


def test_an_inquiry_that_has_its_code_keeps_it_and_the_worker_is_told(desk_client, earlier, code, worker):
    own = InquiryFactory(assignee=worker)
    give_code(own, by=worker)
    before = hash_of(own)

    sent = filled(do="draft", code=code, version=own.version, submission=own.submission)
    response = desk_client.post(f"{own.get_absolute_url()}uprava/", sent, **BY_SCRIPT)

    assert "může mít jen jeden" in response.json()["problem"].replace("\u00a0", " ")
    assert hash_of(own) == before
    assert not InquiryLink.objects.exists()


def test_a_page_that_saves_itself_again_does_not_search_again(desk_client, earlier, code):
    sent = filled(do="draft", code=code)
    for _again in range(2):
        response = desk_client.post(NEW, sent, **BY_SCRIPT)

    assert response.json()["problem"] == ""
    assert (Reading.objects.count(), InquiryLink.objects.count()) == (1, 1)
