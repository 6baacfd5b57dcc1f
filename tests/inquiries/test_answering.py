"""Written questions one after another: which wait, what an answer also writes, and where the worker comes then."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from inquiries import questions
from inquiries.models import ContactCard, Deed, Note, NoteKind, Reading
from inquiries.reading import has_unread_question
from tests.factories import (
    ChannelFactory,
    FollowUpFactory,
    InquiryFactory,
    LifeSituationFactory,
    NoteFactory,
    ReferralFactory,
)

LIST = "/pult/otazky/"
CLOSE = {"uzavrit": "1"}


@pytest.fixture
def asked():
    """`asked(hours=3)` is a question from the web that came so many hours ago."""

    def make(hours=1, **facts):
        at = timezone.now() - timedelta(hours=hours)
        inquiry = InquiryFactory(**{"state": "open", "channel": ChannelFactory(web=True), "received_at": at} | facts)
        NoteFactory(inquiry=inquiry, kind=NoteKind.QUESTION, author=None, text="Vymyšlená otázka.", written_at=at)
        return inquiry

    return make


def address(inquiry):
    return f"{LIST}{inquiry.public_id}/"


def test_crises_come_first_then_the_oldest_and_no_word_is_in_the_list(signed_in, asked):
    newer, older, crisis = asked(1), asked(5), asked(2, is_crisis=True)
    answered = asked(9)
    NoteFactory(inquiry=answered, kind=NoteKind.ANSWER)

    response = signed_in.get(LIST)

    assert [row["inquiry"] for row in response.context["rows"]] == [crisis, older, newer]
    assert "Vymyšlená otázka" not in response.text


def test_an_empty_queue_says_so(signed_in, worker):
    assert "Všechny otázky mají odpověď." in signed_in.get(LIST).text


def test_a_question_shows_its_words_its_neighbours_and_is_written_down_as_opened(signed_in, asked):
    first, second, third = asked(3), asked(2), asked(1)

    page = signed_in.get(address(second))

    assert "Vymyšlená otázka." in page.text
    assert (page.context["before"], page.context["after"]) == (first.public_id, third.public_id)
    assert "2. z 3" in page.text.replace("\u00a0", " ")
    assert Reading.objects.get().inquiry_id == second.pk


@pytest.mark.parametrize("has_contact", [True, False])
def test_who_left_a_contact_may_be_called_instead(signed_in, asked, has_contact):
    inquiry = asked()
    if has_contact:
        ContactCard.objects.create(inquiry=inquiry, phone="+420603000000", expires_on=timezone.localdate())

    page = signed_in.get(address(inquiry)).text.replace("\u00a0", " ")

    assert ("můžete mu i zavolat" in page) is has_contact
    assert "603" not in page


def test_an_answer_that_closes_writes_the_facts_and_the_next_question_follows(signed_in, asked, worker):
    situation = LifeSituationFactory(name="Mám dluhy")
    inquiry, following = asked(3), asked(1)
    facts = {"text": "Zavolejte do poradny.", "situation": situation.pk, "help_level": "2", "minutes": "15"}

    response = signed_in.post(address(inquiry), facts | CLOSE)

    inquiry.refresh_from_db()
    assert response.url == address(following)
    assert (inquiry.state, inquiry.closing_reason, inquiry.help_level, inquiry.minutes_direct) == (
        *("closed", "advised", 2, 15),
    )
    assert inquiry.assignee == worker
    assert inquiry.needs.get().situation == situation
    assert inquiry.notes.get(kind=NoteKind.ANSWER).text == "Zavolejte do poradny."
    assert Deed.ANSWERED in inquiry.timeline.values_list("deed", flat=True)


def test_the_last_answer_comes_back_to_the_list(signed_in, asked):
    response = signed_in.post(address(asked()), {"text": "Zavolejte do poradny.", "nechat": "1"})

    assert response.url == LIST


def test_an_answer_may_leave_the_inquiry_open_without_any_fact(signed_in, asked):
    inquiry = asked()

    signed_in.post(address(inquiry), {"text": "Zavolejte do poradny.", "nechat": "1"})

    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.help_level, inquiry.needs.count()) == ("open", None, 0)


def test_closing_asks_for_what_a_report_cannot_do_without_and_keeps_the_text(signed_in, asked):
    inquiry = asked()

    response = signed_in.post(address(inquiry), {"text": "Zavolejte do poradny."} | CLOSE)

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"situation", "help_level"}
    assert "Zavolejte do poradny." in response.text
    assert not inquiry.notes.filter(kind=NoteKind.ANSWER).exists()


def test_what_waits_for_a_follow_up_is_answered_and_waits_on(signed_in, asked, worker):
    inquiry = asked(state="follow_up", assignee=worker, situation=LifeSituationFactory(), help_level=1)
    FollowUpFactory(inquiry=inquiry, owner=worker)

    signed_in.post(address(inquiry), {"text": "Zavolejte do poradny.", "help_level": "1"} | CLOSE)

    inquiry.refresh_from_db()
    assert inquiry.state == "follow_up"


def test_a_colleagues_faster_answer_is_said_and_ours_is_not_lost(signed_in, asked):
    inquiry = asked()
    NoteFactory(inquiry=inquiry, kind=NoteKind.ANSWER, text="Kolegova odpověď.")

    response = signed_in.post(address(inquiry), {"text": "Moje odpověď.", "nechat": "1"})

    assert response.status_code == 422
    assert "Mezitím už odpověděl někdo z kolegů." in response.text
    assert "Moje odpověď." in response.text
    assert inquiry.notes.filter(kind=NoteKind.ANSWER).count() == 1


@pytest.mark.parametrize("button", ["nechat", "uzavrit"])
def test_who_has_seen_a_colleagues_answer_may_add_theirs(signed_in, asked, colleague, button):
    inquiry = asked(situation=LifeSituationFactory())
    questions.answer(inquiry, by=colleague, text="Kolegova odpověď.")
    sent = {"text": "Moje odpověď.", "help_level": "1", button: "1"}

    first, second = (signed_in.post(address(inquiry), sent).status_code for _time in range(2))

    assert (first, second) == (422, 302)
    answers = [note.text for note in inquiry.notes.filter(kind=NoteKind.ANSWER)]
    assert answers == ["Kolegova odpověď.", "Moje odpověď."]


def test_who_asks_on_while_we_write_is_read_before_we_answer(signed_in, asked):
    inquiry = asked(return_code_hash="0" * 64)
    signed_in.get(address(inquiry))
    Note.objects.create(inquiry=inquiry, kind=NoteKind.QUESTION, text="A ještě něco.")
    sent = {"text": "Zavolejte do poradny.", "nechat": "1"}

    first = signed_in.post(address(inquiry), sent)

    assert first.status_code == 422
    assert "Člověk mezitím připsal ještě něco." in first.text.replace("\u00a0", " ")
    assert "A ještě něco." in first.text.replace("\u00a0", " ")
    assert "Zavolejte do poradny." in first.text.replace("\u00a0", " ")
    signed_in.post(address(inquiry), sent)
    assert inquiry.notes.filter(kind=NoteKind.ANSWER).count() == 1


def test_a_form_sent_twice_answers_once(signed_in, asked):
    inquiry = asked()
    sent = {"text": "Zavolejte do poradny.", "nechat": "1"}

    first, second = signed_in.post(address(inquiry), sent), signed_in.post(address(inquiry), sent)

    assert (first.status_code, second.status_code) == (302, 302)
    assert inquiry.notes.filter(kind=NoteKind.ANSWER).count() == 1


def test_the_page_of_the_inquiry_answers_no_unread_question_and_answers_once(signed_in, asked):
    inquiry = asked(return_code_hash="0" * 64)
    page = f"{inquiry.get_absolute_url()}odpoved/"
    signed_in.get(inquiry.get_absolute_url())
    Note.objects.create(inquiry=inquiry, kind=NoteKind.QUESTION, text="A ještě něco.")

    first = signed_in.post(page, {"text": "Zavolejte do poradny."})

    assert first.status_code == 422
    assert "A ještě něco." in first.text.replace("\u00a0", " ")
    assert "Zavolejte do poradny." in first.text.replace("\u00a0", " ")
    assert not inquiry.notes.filter(kind=NoteKind.ANSWER).exists()
    assert [signed_in.post(page, {"text": "Zavolejte do poradny."}).status_code for _time in range(2)] == [302, 302]
    assert inquiry.notes.filter(kind=NoteKind.ANSWER).count() == 1


@pytest.mark.parametrize("page", ["predani/{referral}/", "dotazy/{inquiry}/zbude/"])
def test_a_page_that_shows_no_question_makes_it_not_read(signed_in, asked, worker, page):
    inquiry = asked(return_code_hash="0" * 64, assignee=worker)
    address = page.format(referral=ReferralFactory(inquiry=inquiry).pk, inquiry=inquiry.public_id)

    assert signed_in.get(f"/pult/{address}").status_code == 200

    assert Reading.objects.filter(inquiry_id=inquiry.pk, kind="opened").count() == 1
    assert has_unread_question(inquiry, by=worker) is True


@pytest.mark.parametrize("state", ["follow_up", "waiting_partner"])
def test_who_asks_again_is_in_the_queue_and_on_today_wherever_the_inquiry_waits(signed_in, asked, worker, state):
    inquiry = asked(5, state=state, assignee=worker)
    FollowUpFactory(inquiry=inquiry, owner=worker, due_at=timezone.now() + timedelta(days=9))
    NoteFactory(inquiry=inquiry, kind=NoteKind.ANSWER, written_at=timezone.now() - timedelta(hours=2))
    assert signed_in.get(LIST).context["rows"] == []

    Note.objects.create(inquiry=inquiry, kind=NoteKind.QUESTION, text="A ještě něco.")

    assert len(signed_in.get(LIST).context["rows"]) == 1
    sections = {section.anchor: section for section in signed_in.get("/pult/").context["sections"]}
    assert [line.title for line in sections["otazky"].lines] == ["odpovědět na otázku z webu"]
    assert sections["otazky"].more == (LIST, "Odpovědět jednu po druhé")


@pytest.mark.parametrize(
    ("sent", "field"), [({"text": " "}, "text"), ({"minutes": "moc"}, "minutes"), ({"help_level": "9"}, "help_level")]
)
def test_bad_input_is_said_at_its_field(signed_in, asked, sent, field):
    response = signed_in.post(address(asked()), {"text": "Zavolejte.", "nechat": "1"} | sent)

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


def test_minutes_add_up_to_a_day_at_most(signed_in, asked):
    inquiry = asked(minutes_direct=1_400)

    signed_in.post(address(inquiry), {"text": "Zavolejte do poradny.", "minutes": "300", "nechat": "1"})

    inquiry.refresh_from_db()
    assert inquiry.minutes_direct == 1_440


def test_what_is_answered_already_offers_no_second_answer(signed_in, asked):
    inquiry = asked()
    NoteFactory(inquiry=inquiry, kind=NoteKind.ANSWER)

    page = signed_in.get(address(inquiry)).text

    assert "Na tuhle otázku už odpověď je." in page
    assert "Odpovědět, uzavřít a další" not in page


def test_what_was_closed_without_written_words_is_not_called_answered(signed_in, asked):
    closed = asked(state="closed", closing_reason="informed", closed_at=timezone.now())

    page = signed_in.get(address(closed)).text.replace("\u00a0", " ")

    assert "Na tuhle otázku už odpověď je." not in page
    assert "Písemnou odpověď nemá, ale ve frontě už nečeká. Stav dotazu: uzavřený." in page
    assert "Odpovědět, uzavřít a další" not in page


def test_a_question_far_behind_in_a_long_queue_can_be_answered(signed_in, asked, monkeypatch):
    monkeypatch.setattr("inquiries.answering.MOST_WAITING", 1)
    first, second = asked(3), asked(1)

    page = signed_in.get(address(second))

    assert "Odpovědět, uzavřít a další" in page.text.replace("\u00a0", " ")
    assert page.context["after"] == first.public_id


@pytest.mark.parametrize("number", [1, 3])
def test_the_queue_costs_the_same_for_one_question_as_for_three(signed_in, asked, django_assert_num_queries, number):
    for hours in range(number):
        asked(hours, situation=LifeSituationFactory())

    with django_assert_num_queries(5):
        signed_in.get(LIST)
