"""An inquiry from one worker to another: what goes along, what the other finds, and who may take it back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from inquiries import following
from inquiries.following import FollowUpRefused
from inquiries.models import Note, NoteKind
from tests.factories import FollowUpFactory, InquiryFactory, NoteFactory, UserFactory


@pytest.fixture
def inquiry(worker):
    return InquiryFactory(state="open", assignee=worker)


@pytest.fixture
def today(client):
    """`today(user, kdo=…)` is {section: [titles]} as that person sees it."""

    def see(user, **query):
        client.force_login(user)
        sections = client.get("/pult/", query).context["sections"]
        return {section.anchor: [line.title for line in section.lines] for section in sections}

    return see


def hand_over(client, inquiry, by, to, **more):
    client.force_login(by)
    return client.post(f"{inquiry.get_absolute_url()}predat-kolegovi/", {"to": to.pk} | more)


def test_a_colleague_finds_what_was_handed_to_them_until_they_open_it(client, inquiry, worker, colleague, today):
    FollowUpFactory(inquiry=inquiry, owner=worker, due_at=timezone.now() + timedelta(days=7))

    response = hand_over(client, inquiry, worker, colleague)

    assert response.url == "/pult/"
    assert today(colleague)["od-kolegu"] == ["předává: Sociální pracovnice 1"]
    assert "od-kolegu" not in today(worker)
    client.force_login(colleague)
    page = client.get(inquiry.get_absolute_url()).text
    assert "Předáno na pultu: Sociální pracovnice 2" in page.replace("\u00a0", " ")
    assert "od-kolegu" not in today(colleague)
    assert inquiry.follow_ups.get().owner == colleague


def test_the_message_is_read_at_the_follow_up_too_but_not_where_it_does_not_stand(
    client, inquiry, worker, colleague, today
):
    promise = FollowUpFactory(inquiry=inquiry, owner=worker, due_at=timezone.now() + timedelta(days=7))
    hand_over(client, inquiry, worker, colleague, message="Zavolej mu prosím zítra.")

    client.force_login(colleague)
    client.get(f"{inquiry.get_absolute_url()}zbude/")
    assert "od-kolegu" in today(colleague)
    page = client.get(f"/pult/dohledy/{promise.pk}/").text.replace("\u00a0", " ")

    assert "Zavolej mu prosím zítra." in page
    assert "od-kolegu" not in today(colleague)


def test_who_gave_it_away_takes_it_back_and_it_is_no_news_to_them(client, inquiry, worker, colleague, today):
    hand_over(client, inquiry, worker, colleague)
    client.force_login(worker)
    assert "Převzít" in client.get(inquiry.get_absolute_url()).text

    client.post(f"{inquiry.get_absolute_url()}prevzit/")

    inquiry.refresh_from_db()
    assert inquiry.assignee == worker
    assert "od-kolegu" not in today(worker)
    assert "Dotaz převzat" in client.get(inquiry.get_absolute_url()).text


def test_a_message_for_the_colleague_joins_the_note(client, inquiry, worker, colleague):
    NoteFactory(inquiry=inquiry, text="Volal kvůli dluhům.")

    hand_over(client, inquiry, worker, colleague, message="Zavolej mu prosím zítra.")

    note = Note.objects.get(inquiry=inquiry, kind=NoteKind.NOTE).text
    assert note == "Volal kvůli dluhům.\n\nPředává Sociální pracovnice 1: Zavolej mu prosím zítra."


def test_a_message_makes_a_note_where_there_was_none(inquiry, worker, colleague):
    following.hand_over(inquiry, by=worker, to=colleague, message="Už o všem ví.")

    assert inquiry.notes.get().text == "Předává Sociální pracovnice 1: Už o všem ví."


def test_a_message_without_room_in_the_note_moves_nothing(client, inquiry, worker, colleague):
    NoteFactory(inquiry=inquiry, text="a" * 3_990)

    response = hand_over(client, inquiry, worker, colleague, message="Zavolej mu prosím zítra.")

    inquiry.refresh_from_db()
    assert (response.status_code, inquiry.assignee) == (422, worker)
    assert "k poznámce nevejde" in response.text


def test_what_is_closed_meanwhile_is_not_handed_over(worker, colleague):
    closed = InquiryFactory(state="closed", assignee=worker, closing_reason="advised", closed_at=timezone.now())

    with pytest.raises(FollowUpRefused):
        following.hand_over(closed, by=worker, to=colleague)


def test_the_clock_of_a_draft_stops_when_it_is_handed_over(worker, colleague):
    begun = timezone.now() - timedelta(minutes=10)
    draft = InquiryFactory(assignee=worker, timer_started_at=begun)

    following.hand_over(draft, by=worker, to=colleague)

    draft.refresh_from_db()
    assert draft.timer_started_at is None
    assert draft.timer_seconds >= 600


def test_a_draft_handed_over_stands_among_the_colleagues_drafts(client, worker, colleague, today):
    draft = InquiryFactory(assignee=worker)

    hand_over(client, draft, worker, colleague)

    assert (today(worker).get("rozepsane"), today(colleague)["rozepsane"]) == (None, ["dopsat"])


def test_a_day_is_seen_by_each_worker_of_the_office(client, worker, colleague, today):
    FollowUpFactory(inquiry=InquiryFactory(open=True), owner=colleague, due_at=timezone.now() - timedelta(days=7))
    stranger = UserFactory(worker=True, name="Odjinud")

    assert "po-terminu" not in today(worker)
    assert today(worker, kdo=colleague.pk)["po-terminu"] == ["zavolat člověku"]
    assert "po-terminu" not in today(worker, kdo=stranger.pk)
    page = client.get("/pult/").text
    assert f"?kdo={colleague.pk}" in page
    assert "Odjinud" not in page
