"""Who has not answered an invitation: one letter some days before, and a phone for whoever runs the meeting."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from network.agenda import prepare
from network.meeting_calls import answer, call, change_time_or_place, open_invitation
from network.meeting_reminders import remind_the_invited
from network.models import Meeting
from network.unanswered import unanswered
from sociopoint.models import OutgoingMail
from tests.factories import ContactFactory, UserFactory
from tests.network.factories import PersonFactory, PositionFactory
from tests.network.factories_groups import MandateFactory
from tests.signing_in import send_waiting_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return UserFactory(coordinator=True)


@pytest.fixture
def seat():
    held = MandateFactory()
    PositionFactory(
        person=held.person, organisation=held.organisation, email="clenka@organizace.example", phone="+420599000111"
    )
    return held


@pytest.fixture
def meeting(seat, coordinator):
    """In ten days, called today, its invitations delivered."""
    starts_at = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=10)
    made = prepare(group=seat.group, starts_at=starts_at, by=coordinator, place="Místnost 504")
    call(made, by=coordinator)
    send_waiting_mail()
    mail.outbox.clear()
    return made


@pytest.mark.parametrize(("before", "letters"), [(5, 0), (4, 1), (1, 1), (0, 0)])
def test_the_letter_comes_some_days_before_the_meeting(meeting, before, letters):
    assert remind_the_invited(meeting.day - timedelta(days=before)) == letters


def test_it_asks_for_an_answer_by_the_person_s_own_link_and_comes_once(meeting):
    day = meeting.day - timedelta(days=3)

    assert [remind_the_invited(day), remind_the_invited(day), remind_the_invited(day + timedelta(days=1))] == [1, 0, 0]

    send_waiting_mail()
    (letter,) = mail.outbox
    assert letter.to == ["clenka@organizace.example"]
    (path,) = re.findall(r"/sit/ucast/(\S+)/", letter.body)
    assert open_invitation(path) == meeting.attendance.get()
    assert "Místnost 504" in letter.body
    assert letter.alternatives[0][1] == "text/html"


def test_another_day_of_the_meeting_brings_no_second_letter(meeting, coordinator):
    remind_the_invited(meeting.day - timedelta(days=3))
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=meeting.starts_at + timedelta(days=7))
    meeting.refresh_from_db()
    change_time_or_place(meeting, by=coordinator)

    assert remind_the_invited(meeting.day - timedelta(days=3)) == 0


def test_whoever_answered_is_left_alone(meeting):
    answer(meeting.attendance.get(), answer="excused")

    assert remind_the_invited(meeting.day - timedelta(days=3)) == 0


def test_whoever_left_before_the_meeting_is_not_asked(meeting, seat, coordinator):
    seat.refresh_from_db()
    seat.held = DateRange(seat.held.lower, meeting.day - timedelta(days=1))
    seat.save()

    assert remind_the_invited(meeting.day - timedelta(days=3)) == 0
    assert unanswered(meeting, coordinator) == []


def test_whoever_left_the_organisation_is_not_reminded_though_the_group_was_not_told(meeting, seat):
    seat.person.positions.update(until=timezone.localdate() - timedelta(days=1))
    PositionFactory(person=seat.person, email="jinde@organizace.example")

    assert remind_the_invited(meeting.day - timedelta(days=3)) == 0


def test_whoever_was_invited_yesterday_is_not_reminded_today(meeting):
    meeting.attendance.update(invited_on=meeting.day - timedelta(days=4))

    assert remind_the_invited(meeting.day - timedelta(days=3)) == 0
    assert remind_the_invited(meeting.day - timedelta(days=2)) == 1


def test_whoever_runs_the_meeting_may_want_no_reminders(client, meeting, coordinator):
    client.force_login(coordinator)
    sent = {"day": f"{meeting.day}", "begins": "10:00", "place": "Místnost 504", "publication": "members"}

    client.post(f"/sit/jednani/{meeting.pk}/uprava/", sent)

    assert remind_the_invited(meeting.day - timedelta(days=3)) == 0


@pytest.mark.parametrize("state", ["held", "cancelled"])
def test_nobody_is_reminded_of_what_takes_place_already_or_was_called_off(meeting, state):
    Meeting.objects.filter(pk=meeting.pk).update(state=state)

    assert remind_the_invited(meeting.day - timedelta(days=3)) == 0


def test_the_manager_sees_who_has_not_answered_with_a_phone(client, meeting, coordinator):
    remind_the_invited(meeting.day - timedelta(days=3))
    client.force_login(coordinator)

    page = client.get(f"/sit/jednani/{meeting.pk}/").content.decode()
    people = client.get(f"/sit/jednani/{meeting.pk}/prezence/").context["unanswered"]

    assert f"/sit/jednani/{meeting.pk}/prezence/#mlci" in page
    assert [(one.phone, one.has_email) for one in people] == [("+420599000111", True)]
    assert people[0].row.reminded_on == meeting.day - timedelta(days=3)


def test_before_the_meeting_answers_are_told_apart_from_silence(client, meeting, coordinator):
    """Nobody is asked to note who came to what is still ahead."""
    client.force_login(coordinator)
    answer(meeting.attendance.get(), answer="deputy", represented_by="Petr Beran")

    response = client.get(f"/sit/jednani/{meeting.pk}/prezence/")

    assert (response.context["unanswered"], len(response.context["answered"])) == ([], 1)
    page = response.content.decode()
    assert "Kdo přijde" in page
    assert "Petr Beran" in page
    assert "nezapsáno" not in page


def test_one_without_an_e_mail_is_called_by_the_phone_of_the_organisation(client, seat, coordinator):
    silent = MandateFactory(group=seat.group)
    ContactFactory(service=None, organisation=silent.organisation, kind="phone", value="+420599000222")
    made = prepare(group=seat.group, starts_at=timezone.now() + timedelta(days=9), by=coordinator)
    call(made, by=coordinator)
    client.force_login(coordinator)

    response = client.get(f"/sit/jednani/{made.pk}/prezence/")

    found = {one.mandate.pk: (one.phone, one.has_email) for one in response.context["unanswered"]}
    assert found == {seat.pk: ("+420599000111", True), silent.pk: ("+420599000222", False)}
    assert "bez e-mailu, zavolejte" in response.content.decode()


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("waiting", "dopis čeká na odeslání"),
        ("sending", "dopis čeká na odeslání"),
        ("failed", "dopis nejspíš nedošel, zavolejte"),
        ("unsure", "dopis nejspíš nedošel, zavolejte"),
    ],
)
def test_whoever_runs_the_meeting_sees_whose_letter_has_not_left(client, meeting, coordinator, state, said):
    client.force_login(coordinator)
    OutgoingMail.objects.filter(key__startswith="invitation-").update(state=state)

    assert said in client.get(f"/sit/jednani/{meeting.pk}/prezence/").text


def test_nothing_is_said_of_a_letter_that_left(client, meeting, coordinator):
    client.force_login(coordinator)
    send_waiting_mail()

    assert "dopis" not in client.get(f"/sit/jednani/{meeting.pk}/prezence/").text


def test_a_contact_person_is_not_told_a_phone_only_the_desk_may_see(client, seat, coordinator):
    contact = MandateFactory(group=seat.group, role="contact", account=UserFactory())
    PositionFactory(person=contact.person, organisation=contact.organisation)
    seat.person.positions.update(visibility="desk")
    made = prepare(group=seat.group, starts_at=timezone.now() + timedelta(days=9), by=coordinator)
    call(made, by=coordinator)
    client.force_login(contact.person.user)

    people = client.get(f"/sit/jednani/{made.pk}/prezence/").context["unanswered"]

    assert [one.phone for one in people if one.mandate == seat] == [""]


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_costs_the_same_for_one_as_for_three(client, seat, coordinator, people, django_assert_num_queries):
    for _ in range(people):
        one = MandateFactory(group=seat.group, person=PersonFactory())
        PositionFactory(person=one.person, organisation=one.organisation, phone="+420599000333")
    made = prepare(group=seat.group, starts_at=timezone.now() + timedelta(days=9), by=coordinator)
    call(made, by=coordinator)
    client.force_login(coordinator)

    with django_assert_num_queries(9):
        client.get(f"/sit/jednani/{made.pk}/prezence/")
