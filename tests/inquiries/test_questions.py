from __future__ import annotations

import re

import pgtrigger
import pytest

from catalogue import code_tries
from inquiries.models import ContactCard, Deed, Inquiry, NoteKind, phone_hash
from tests.factories import LifeSituationFactory, ReferralFactory

pytestmark = pytest.mark.usefixtures("desk")
QUESTION = "Vymyšlená otázka: kdo poradí s dluhy?"


def code_on(page: str) -> str:
    return re.search(r'class="code-words"[^>]*>([^<]+)<', page)[1]


@pytest.fixture
def ask(client):
    """`ask(question=…)` fills the form in as a browser would and gives the answer."""

    def send(**typed):
        form = client.get("/kontakt/").context["form"]
        return client.post("/kontakt/", {"question": QUESTION, "sent": form["sent"].value()} | typed)

    return send


@pytest.fixture
def told(client):
    """`told(code)` is the page under a code."""

    def see(code):
        return client.post("/dotaz/", {"code": code})

    return see


def test_a_question_becomes_an_inquiry_and_its_asker_gets_a_code(ask):
    response = ask()

    inquiry = Inquiry.objects.get()
    assert (inquiry.state, inquiry.channel.code, inquiry.assignee) == ("open", "web", None)
    assert inquiry.notes.get().text == QUESTION
    assert [entry.deed for entry in inquiry.timeline.all()] == [Deed.RECEIVED, Deed.CODE_GIVEN]
    assert len(code_on(response.content.decode()).split()) == 4
    assert "no-store" in response["Cache-Control"]


def test_what_happens_to_the_words_is_said_before_they_are_sent(client, db):
    page = client.get("/kontakt/").text

    assert 0 < page.index("přečtou jen pracovníci") < page.index("Odeslat otázku")


def test_a_form_sent_twice_asks_once_and_shows_one_code(client):
    sent = {"question": QUESTION, "sent": client.get("/kontakt/").context["form"]["sent"].value()}

    first, second = client.post("/kontakt/", sent), client.post("/kontakt/", sent)

    assert Inquiry.objects.count() == 1
    assert code_on(first.content.decode()) == code_on(second.content.decode())


def test_a_form_sent_again_with_more_written_in_it_loses_nothing(client):
    sent = {"question": QUESTION, "sent": client.get("/kontakt/").context["form"]["sent"].value()}
    more = {"question": "A ještě: bude to něco stát?", "phone": "603 000 000"}

    for form in (sent, sent | more, sent | more):
        client.post("/kontakt/", form)

    inquiry = Inquiry.objects.get()
    assert [note.text for note in inquiry.notes.all()] == [QUESTION, more["question"]]
    assert (inquiry.contact.phone, inquiry.identity) == ("+420603000000", "contact")


def test_a_forged_number_of_a_form_cannot_reach_somebody_elses_code(ask, client):
    mine = code_on(ask().content.decode())
    number = str(Inquiry.objects.get().submission)

    theirs = code_on(ask(sent=number).content.decode())

    assert theirs != mine
    assert Inquiry.objects.count() == 2


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"question": ""}, "Stačí jedna věta"),
        ({"question": "x" * 3001}, "Text je moc dlouhý"),
        ({"phone": "zavolejte"}, "Telefon napište číslicemi"),
        ({"email": "neco"}, "E-mail napište celý"),
    ],
)
def test_a_bad_field_says_what_to_write_and_loses_nothing(ask, typed, sentence):
    response = ask(**{"question": QUESTION} | typed)

    page = response.content.decode()
    assert (response.status_code, Inquiry.objects.count()) == (422, 0)
    assert sentence in page
    assert next(iter(typed.values()))[:20] in page


def test_a_contact_is_kept_apart_and_only_if_left(ask):
    ask(phone="603 000 000")

    card = ContactCard.objects.get()
    assert (card.phone, card.follow_up_agreed_at is not None) == ("+420603000000", True)
    assert card.inquiry.identity == "contact"  # a crisis that can be reached is counted by this


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("420 603 000 000", "+420603000000"), ("+49 (0)151 23456789", "+4915123456789"), ("0421 903 123 456", None)],
)
def test_a_phone_is_kept_as_the_desk_keeps_it(ask, typed, kept):
    ask(phone=typed)

    assert ContactCard.objects.values_list("phone_hash", flat=True).first() == (phone_hash(kept) if kept else None)


def test_a_robot_is_answered_politely_and_asks_nothing(ask):
    assert ask(web="https://spam.example").status_code == 200
    assert Inquiry.objects.count() == 0


def test_one_address_cannot_flood_the_desk(ask):
    answers = [ask() for _time in range(11)]

    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert 3500 < int(answers[10]["Retry-After"]) <= 3600
    assert Inquiry.objects.count() == 10


@pytest.mark.usefixtures("shipped")
def test_words_of_danger_stand_first_and_show_who_answers_at_once(ask):
    page = ask(question="Už nemůžu, chci se zabít.").content.decode()

    assert "notice--danger" in page
    assert 'href="tel:116123"' in page.split("notice--danger")[1]
    assert Inquiry.objects.get().is_crisis is True


def test_past_so_many_wrong_codes_not_even_a_right_one_is_looked_up(ask, client, monkeypatch):
    monkeypatch.setattr(code_tries, "MOST_WRONG_OF_ONE", 2)
    monkeypatch.setattr(code_tries, "MOST_WRONG_OF_ALL", 3)
    code, nobodys = code_on(ask().content.decode()), "lípa vlak hrad sova"

    def tried(code: str, computer: int) -> int:
        return client.post("/dotaz/", {"code": code}, REMOTE_ADDR=f"192.0.2.{computer}").status_code

    assert [tried(nobodys, 1) for _guess in range(5)] == [422] * 5
    assert tried(code, 1) == 422
    assert tried(code, 2) == 200
    assert tried(nobodys, 2) == 422
    refused = client.post("/dotaz/doplnit/", {"code": code, "more": "Ještě něco."}, REMOTE_ADDR="192.0.2.3")
    assert refused.status_code == 422
    assert "Kódy teď na webu nejdou ověřit." in refused.content.decode().replace("\xa0", " ")


def test_the_answer_is_read_under_the_code(ask, told, client, worker):
    code = code_on(ask().content.decode())
    assert "Na odpovědi pracujeme" in told(code).content.decode()
    inquiry = Inquiry.objects.get()
    client.force_login(worker)
    client.get(inquiry.get_absolute_url())
    client.post(f"{inquiry.get_absolute_url()}odpoved/", {"text": "Zavolejte dluhové poradně."})
    client.logout()

    response = told(code)

    assert "Zavolejte dluhové poradně." in response.content.decode()
    assert response["Referrer-Policy"] == "strict-origin"
    inquiry.refresh_from_db()
    assert inquiry.assignee == worker


@pytest.mark.usefixtures("shipped")
def test_words_of_danger_added_later_stand_first_too(ask, client):
    code = code_on(ask().content.decode())
    before = Inquiry.objects.get().version

    page = client.post("/dotaz/doplnit/", {"code": code, "more": "Už nemůžu, chci se zabít."}).text

    assert 'href="tel:116123"' in page.split("notice--danger")[1]
    inquiry = Inquiry.objects.get()
    assert (inquiry.is_crisis, inquiry.urgency, inquiry.version > before) == (True, "now", True)
    assert [entry.deed for entry in inquiry.timeline.all()][-2:] == [Deed.ASKED_AGAIN, Deed.CHANGED]


def test_something_more_sent_twice_is_asked_once(ask, client):
    code = code_on(ask().content.decode())
    more = {"code": code, "more": "A ještě nevím, kde to je."}

    answers = [client.post("/dotaz/doplnit/", more).status_code for _time in range(2)]

    assert answers == [200, 200]
    assert Inquiry.objects.get().notes.filter(kind=NoteKind.QUESTION).count() == 2


def test_the_desks_own_note_is_never_told(ask, told, worker):
    code = code_on(ask().content.decode())
    Inquiry.objects.get().notes.create(kind=NoteKind.NOTE, text="Vnitřní poznámka.", author=worker)

    assert "Vnitřní" not in told(code).content.decode()


def test_a_person_sees_where_they_were_handed_over(ask, told):
    code = code_on(ask().content.decode())
    ReferralFactory(inquiry=Inquiry.objects.get(), sent=True, target_name="Vymyšlená poradna")

    page = told(code).content.decode()

    assert "Vymyšlená poradna" in page
    assert "čekáme na odpověď" in page


def test_asking_on_brings_a_closed_inquiry_back(ask, client, told):
    code = code_on(ask().content.decode())
    Inquiry.objects.update(state="closed", closing_reason="informed", closed_at="2026-01-01T00:00Z")

    response = client.post("/dotaz/doplnit/", {"code": code, "more": "A co když mi zavolají?"})

    assert "A co když mi zavolají?" in response.content.decode()
    assert Inquiry.objects.get().state == "open"


def test_thanks_to_an_answer_do_not_wait_for_another_one_for_ever(ask, client, told, worker):
    code = code_on(ask().content.decode())
    inquiry = Inquiry.objects.get()
    inquiry.notes.create(kind=NoteKind.ANSWER, text="Zavolejte dluhové poradně.", author=worker)
    client.post("/dotaz/doplnit/", {"code": code, "more": "Děkuji, pomohlo to."})
    assert "Na odpovědi pracujeme" in told(code).text.replace("\u00a0", " ")

    Inquiry.objects.update(state="closed", closing_reason="informed", closed_at="2026-01-01T00:00Z")

    assert "Odpověď pro vás" in told(code).text.replace("\u00a0", " ")


@pytest.mark.parametrize("state", ["closed", "void"])
def test_what_ended_without_written_words_promises_no_answer(ask, told, state):
    code = code_on(ask().content.decode())
    ended = {"closing_reason": "informed", "closed_at": "2026-01-01T00:00Z"} if state == "closed" else {}
    Inquiry.objects.update(state=state, **ended)

    page = told(code).text.replace("\u00a0", " ")

    assert "Dotaz je uzavřený" in page
    assert "Na odpovědi pracujeme" not in page


def test_who_comes_back_to_a_forgotten_draft_is_heard(ask, client):
    code = code_on(ask().content.decode())
    Inquiry.objects.update(state="void")

    client.post("/dotaz/doplnit/", {"code": code, "more": "A co když mi zavolají?"})

    assert Inquiry.objects.get().state == "open"


def test_who_asks_while_a_worker_still_writes_the_draft_waits_in_the_queue(ask, client, worker):
    code = code_on(ask().content.decode())
    with pgtrigger.ignore("inquiries.Inquiry:inquiry_moves"):
        Inquiry.objects.update(state="draft", assignee=worker)

    client.post("/dotaz/doplnit/", {"code": code, "more": "A co když mi zavolají?"})

    assert Inquiry.objects.get().state == "open"
    client.force_login(worker)
    assert [row["inquiry"] for row in client.get("/pult/otazky/").context["rows"]] == [Inquiry.objects.get()]


def test_what_is_asked_under_a_restricted_inquiry_is_work_of_its_own(ask, client, told, worker):
    code = code_on(ask().content.decode())
    Inquiry.objects.update(is_restricted=True)
    restricted, more = Inquiry.objects.get(), {"code": code, "more": "A co když mi zavolají?"}

    pages = [client.post("/dotaz/doplnit/", more) for _time in range(2)]

    begun = Inquiry.objects.exclude(pk=restricted.pk).get()
    assert [page.status_code for page in pages] == [200, 200]
    assert (begun.state, begun.assignee, begun.return_code_hash) == ("open", None, restricted.return_code_hash)
    assert [note.text for note in begun.notes.all()] == ["A co když mi zavolají?"]
    assert [(link.earlier, link.kind, link.made_by) for link in begun.links.all()] == [(restricted, "continues", None)]
    assert restricted.notes.count() == 1
    client.force_login(worker)
    assert [row["inquiry"] for row in client.get("/pult/otazky/").context["rows"]] == [begun]
    for page in (f"/pult/otazky/{begun.public_id}/", begun.get_absolute_url()):
        assert f'jen uchovává: <a href="{restricted.get_absolute_url()}">' in client.get(page).text.replace("\xa0", " ")
    client.post(
        f"/pult/otazky/{begun.public_id}/", {"text": "Neberte to.", "help_level": "1", "minutes": "0", "nechat": "1"}
    )
    client.logout()
    page = told(code).text.replace("\xa0", " ")
    assert "Neberte to." in page
    assert "Odpověď pro vás" in page


def test_who_had_their_inquiry_restricted_reads_what_is_true(ask, told):
    code = code_on(ask().content.decode())
    Inquiry.objects.update(is_restricted=True)

    page = told(code).text.replace("\xa0", " ")

    assert "Vaši otázku jen uchováváme" in page
    assert "Na starší otázku proto teď neodpovídáme." in page
    assert "Na odpovědi pracujeme" not in page


def test_a_form_sent_again_over_a_restricted_inquiry_leaves_the_contact_where_it_is_worked_on(client):
    sent = {"question": QUESTION, "sent": client.get("/kontakt/").context["form"]["sent"].value()}
    client.post("/kontakt/", sent)
    Inquiry.objects.update(is_restricted=True)

    client.post("/kontakt/", sent | {"question": "A ještě něco.", "phone": "603 000 000"})

    begun = Inquiry.objects.get(is_restricted=False)
    assert (begun.contact.phone, begun.identity) == ("+420603000000", "contact")
    assert begun.notes.get().text == "A ještě něco."


def test_words_of_danger_under_a_restricted_inquiry_stand_first(ask, client, shipped):
    code = code_on(ask().content.decode())
    Inquiry.objects.update(is_restricted=True)

    client.post("/dotaz/doplnit/", {"code": code, "more": "Už nemůžu, chci se zabít."})

    assert Inquiry.objects.get(is_restricted=False).is_crisis is True


def test_nobody_closes_over_a_question_that_they_have_not_read(ask, client, told, worker):
    code = code_on(ask().content.decode())
    inquiry = Inquiry.objects.get()
    client.force_login(worker)
    page, closing = inquiry.get_absolute_url(), {"reason": "lost"}
    inquiry.needs.create(situation=LifeSituationFactory())
    client.get(page)
    client.post("/dotaz/doplnit/", {"code": code, "more": "A co když mi zavolají?"})

    refused = client.post(f"{page}uzavrit/", closing)

    assert refused.status_code == 422
    assert "Člověk se mezitím pod svým kódem na něco zeptal." in refused.text.replace("\u00a0", " ")
    assert "A co když mi zavolají?" in refused.text.replace("\u00a0", " ")
    assert Inquiry.objects.get().state == "open"
    client.post(f"{page}uzavrit/", closing)
    assert Inquiry.objects.get().state == "closed"


def test_a_code_nobody_has_and_a_typo_are_told_apart(told, db):
    assert "Takový kód neznáme" in told("lípa vlak hrad sova").content.decode()
    assert "v\u00a0kódech nemáme" in told("lípa vlak hrad xyzzy").content.decode()


def test_guessing_from_one_address_ends(told):
    answers = [told("lípa vlak hrad sova").content.decode() for _time in range(21)]

    assert "Počkejte čtvrt hodiny" in answers[-1]
    assert "Takový kód neznáme" in answers[-2]


def test_no_address_takes_a_code(client):
    assert "Vraťte se ke své otázce" in client.get("/dotaz/?code=lípa+vlak+hrad+sova").content.decode()
    assert client.get("/dotaz/doplnit/").status_code == 405


def test_an_empty_answer_is_refused_and_nobody_but_workers_answers(ask, client, worker, coordinator):
    ask()
    address = f"{Inquiry.objects.get().get_absolute_url()}odpoved/"
    client.force_login(worker)
    assert client.post(address, {"text": " "}).status_code == 422
    other = type(client)()
    other.force_login(coordinator)
    assert other.post(address, {"text": "Ahoj"}).status_code == 403
