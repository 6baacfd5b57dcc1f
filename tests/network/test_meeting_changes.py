"""A meeting moved to another year is numbered in that one, as its group's minutes are."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core import mail
from django.db import connection
from icalendar import Calendar

from network.meeting_calls import call
from network.meeting_changes import change
from network.models import Meeting
from tests.factories import UserFactory
from tests.network.factories import PositionFactory
from tests.network.factories_groups import MandateFactory, MeetingFactory, WorkingGroupFactory, at
from tests.signing_in import send_waiting_mail

pytestmark = pytest.mark.django_db


def test_it_gets_the_next_number_of_its_new_year(client):
    client.force_login(UserFactory(coordinator=True))
    group = WorkingGroupFactory()
    MeetingFactory(group=group, number=4, year=2025)
    meeting = MeetingFactory(group=group, number=7, year=2024, starts_at=at(2024, 12, 19))
    sent = {"day": "2025-01-09", "begins": "9:00", "place": "", "publication": "members"}

    page = client.post(f"/sit/jednani/{meeting.pk}/uprava/", sent, follow=True).content.decode().replace("\xa0", " ")

    meeting.refresh_from_db()
    assert meeting.label == "5/2025"
    assert "Jednání je v jiném roce, má teď číslo 5/2025." in page


def test_another_day_of_the_same_year_keeps_the_number(client):
    client.force_login(UserFactory(coordinator=True))
    meeting = MeetingFactory(number=7, year=2025)
    sent = {"day": "2025-12-31", "begins": "23:30", "place": "", "publication": "members"}

    client.post(f"/sit/jednani/{meeting.pk}/uprava/", sent)

    meeting.refresh_from_db()
    assert (meeting.label, meeting.day.year) == ("7/2025", 2025)


def test_calendars_of_the_invited_learn_the_new_number():
    coordinator, seat = UserFactory(coordinator=True), MandateFactory()
    PositionFactory(person=seat.person, organisation=seat.organisation, email="clenka@organizace.example")
    meeting = MeetingFactory(group=seat.group, number=7, year=2098, starts_at=at(2098, 12, 18))
    call(meeting, by=coordinator)

    change(meeting, {"starts_at": at(2099, 1, 8), "ends_at": None, "place": "", "online_link": ""}, by=coordinator)
    send_waiting_mail()

    calendars = [
        Calendar.from_ical(content).walk("VEVENT")[0]
        for letter in mail.outbox
        for content, kind in letter.alternatives
        if kind.startswith("text/calendar")
    ]
    assert [str(event["summary"])[-6:] for event in calendars] == ["7/2098", "1/2099"]
    assert len({str(event["uid"]) for event in calendars}) == 1


def test_two_moved_to_one_year_at_once_have_two_numbers(transactional_db):
    coordinator, group = UserFactory(coordinator=True), WorkingGroupFactory()
    meetings = [MeetingFactory(group=group, number=number, year=2024, starts_at=at(2024, 12, 19)) for number in (7, 8)]
    barrier = Barrier(2)

    def move(meeting):
        facts = {"starts_at": at(2025, 1, 9), "ends_at": None, "place": "", "online_link": ""}
        try:
            barrier.wait()
            change(meeting, facts, by=coordinator)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(move, meetings))

    assert sorted(one.label for one in Meeting.objects.all()) == ["1/2025", "2/2025"]
