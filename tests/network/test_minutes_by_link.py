"""A member who gets only e-mails reads the minutes, comments on them and prints them by the link of the invitation."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from network import approving, minute_taking
from network.attaching import attach_file
from network.meeting_calls import make_token
from network.models import Mandate, Meeting, MinuteComment
from tests.factories import UserFactory
from tests.network.factories import PositionFactory
from tests.network.factories_groups import AttendanceFactory, LineFactory, MandateFactory, MeetingFactory
from tests.signing_in import send_waiting_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return UserFactory(coordinator=True)


@pytest.fixture
def row(coordinator):
    """Of a member without an account; the minutes are out for comments."""
    seat = MandateFactory(person__name="Jana Vymyšlená")
    PositionFactory(person=seat.person, organisation=seat.organisation, email="clenka@organizace.example")
    made = AttendanceFactory(meeting=MeetingFactory(group=seat.group, state="held"), mandate=seat, presence="present")
    LineFactory(point__meeting=made.meeting, point__title="Kauce", text="Lidé nemají na kauci.")
    approving.send_for_comments(made.meeting, by=coordinator, until=timezone.localdate() + timedelta(days=5))
    return made


def link(row) -> str:
    return f"/sit/ucast/{make_token(row)}/"


def test_the_letter_leads_to_the_minutes_without_an_account(client, row):
    send_waiting_mail()
    (path,) = re.findall(r"/sit/ucast/\S+", mail.outbox[0].body)

    page = client.get(path)

    assert page.status_code == 200
    assert "Odkaz je pro: Jana Vymyšlená" in mail.outbox[0].body
    assert "Lidé nemají na kauci." in page.content.decode()
    assert page["Referrer-Policy"] in ("no-referrer", "strict-origin")
    assert "sessionid" not in page.cookies


def test_who_has_an_account_is_led_to_the_page_with_everything(coordinator):
    seat = MandateFactory(account=UserFactory(email="ucet@organizace.example"))
    row = AttendanceFactory(meeting=MeetingFactory(group=seat.group, state="held"), mandate=seat, presence="present")
    LineFactory(point__meeting=row.meeting)

    approving.send_for_comments(row.meeting, by=coordinator, until=None)
    send_waiting_mail()

    assert row.meeting.get_absolute_url() in mail.outbox[0].body


def test_a_comment_by_the_link_is_seen_and_answered(client, row, coordinator):
    point = row.meeting.items.get()

    answer = client.post(link(row), {"point": str(point.pk), "text": "Doplňte nájem."})
    given = MinuteComment.objects.get()
    minute_taking.reply(given, text="Doplnili jsme.", by=coordinator)

    assert answer.status_code == 302
    assert (given.by, given.seat, given.who) == (None, row, f"Jana Vymyšlená, {row.mandate.organisation}")
    page = client.get(link(row)).content.decode()
    assert "Doplňte nájem." in page
    assert "Doplnili jsme." in page
    client.force_login(coordinator)
    assert "Jana Vymyšlená" in client.get(row.meeting.get_absolute_url()).content.decode()


def test_what_lies_on_the_table_is_opened_by_the_link(client, row, coordinator, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    Meeting.objects.filter(pk=row.meeting.pk).update(state="held")
    leaflet = SimpleUploadedFile("letak.pdf", b"%PDF-1.7\n%%EOF")
    made = attach_file(
        Meeting.objects.get(), title="Leták", file=leaflet, point=row.meeting.items.get(), by=coordinator
    )
    Meeting.objects.filter(pk=row.meeting.pk).update(state="comments")

    assert f"{link(row)}prilohy/{made.pk}/" in client.get(link(row)).content.decode()
    assert client.get(f"{link(row)}prilohy/{made.pk}/").status_code == 200


def test_a_comment_that_came_late_is_given_back(client, row):
    """By the link and by an account; nothing of it is kept."""
    point = row.meeting.items.get()
    Meeting.objects.filter(pk=row.meeting.pk).update(
        state="approved", approved_at=timezone.now(), approved_by=UserFactory(coordinator=True)
    )

    by_link = client.post(link(row), {"point": str(point.pk), "text": "Doplňte nájem."})
    client.force_login(UserFactory(coordinator=True))
    by_account = client.post(
        f"/sit/jednani/{row.meeting.pk}/pripominky/", {"point": str(point.pk), "text": "Doplňte nájem."}, follow=True
    )

    assert by_link.status_code == 409
    for page in (by_link, by_account):
        assert "nebo nám zavolejte: Doplňte nájem." in page.content.decode().replace("\xa0", " ")
    assert not MinuteComment.objects.exists()


def test_a_comment_sent_twice_is_one(client, row):
    sent = {"point": str(row.meeting.items.get().pk), "text": "Doplňte nájem."}

    client.post(link(row), sent)
    client.post(link(row), sent)

    assert MinuteComment.objects.count() == 1


def test_whoever_left_before_the_meeting_reads_and_comments_nothing(client, row):
    held = Mandate.objects.get().held
    Mandate.objects.filter(pk=row.mandate.pk).update(held=DateRange(held.lower, row.meeting.day))

    page = client.get(link(row))
    client.post(link(row), {"point": str(row.meeting.items.get().pk), "text": "Doplňte nájem."})

    assert "Lidé nemají na kauci." not in page.content.decode()
    assert client.get(f"{link(row)}zapis.pdf").status_code == 404
    assert not MinuteComment.objects.exists()


@pytest.mark.parametrize(
    "sent", [{}, {"point": "1", "text": ""}, {"point": "999999", "text": "a"}, {"point": "1", "text": "a" * 1001}]
)
def test_an_unreadable_comment_is_said_and_not_kept(client, row, sent):
    response = client.post(link(row), sent or {"text": "\x00"})

    assert response.status_code == 422
    assert not MinuteComment.objects.exists()


def test_approved_minutes_are_read_for_two_months_and_commented_no_more(client, row, coordinator):
    Meeting.objects.filter(pk=row.meeting.pk).update(comments_until=None)
    approving.approve(row.meeting, by=coordinator)
    point = row.meeting.items.get()

    client.post(link(row), {"point": str(point.pk), "text": "Pozdě."})
    page = client.get(link(row)).content.decode()
    paper = client.get(f"{link(row)}zapis.pdf")
    Meeting.objects.filter(pk=row.meeting.pk).update(approved_at=timezone.now() - timedelta(days=61))

    assert not MinuteComment.objects.exists()
    assert "Zápis je schválený." in page
    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
    assert "Lidé nemají na kauci." not in client.get(link(row)).content.decode()
    assert client.get(f"{link(row)}zapis.pdf").status_code == 404


@pytest.mark.parametrize("facts", [{"state": "held"}, {"publication": "nobody"}])
def test_minutes_not_for_members_are_not_behind_the_link(client, row, coordinator, facts):
    Meeting.objects.filter(pk=row.meeting.pk).update(comments_until=None)
    if "publication" in facts:
        approving.approve(row.meeting, by=coordinator)
    Meeting.objects.filter(pk=row.meeting.pk).update(**facts)

    assert "Lidé nemají na kauci." not in client.get(link(row)).content.decode()
    assert client.get(f"{link(row)}zapis.pdf").status_code == 404


def test_a_comment_is_of_an_account_or_of_a_link(row, coordinator):
    point = row.meeting.items.get()
    facts = {"meeting": row.meeting, "point": point, "text": "Věta."}

    with pytest.raises(IntegrityError, match="comment_by_an_account_or_a_link"):
        MinuteComment.objects.create(**facts, by=coordinator, seat=row)


@pytest.mark.parametrize("lines", [1, 3])
def test_the_page_costs_the_same_for_one_line_as_for_three(client, row, lines, django_assert_num_queries):
    for _ in range(lines - 1):
        LineFactory(point=row.meeting.items.get())

    with django_assert_num_queries(6):
        client.get(link(row))
