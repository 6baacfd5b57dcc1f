"""Those who sat at a meeting learn that its minutes may be commented on, and that they hold."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from network import approving
from network.agenda import add_point, prepare
from network.meeting_calls import begin_minutes, call
from tests.factories import UserFactory
from tests.network.factories import PositionFactory
from tests.network.factories_groups import LineFactory, MandateFactory, WorkingGroupFactory, at
from tests.signing_in import send_waiting_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return UserFactory(coordinator=True)


@pytest.fixture
def meeting(coordinator):
    """Held, with one line and two seats: one with an e-mail, one the coordinator's own."""
    group = WorkingGroupFactory(name="Bydlení", code="PS BYD")
    seat = MandateFactory(group=group)
    PositionFactory(person=seat.person, organisation=seat.organisation, email="clenka@organizace.example")
    MandateFactory(group=group, account=coordinator)
    held = prepare(group=group, starts_at=at(2026, 3, 19), by=coordinator)
    call(held, by=coordinator)
    begin_minutes(held, by=coordinator)
    LineFactory(point=add_point(held, title="Bod", by=coordinator))
    held.attendance.update(presence="present")
    return held


def letters():
    send_waiting_mail()
    return [(letter.to, letter.subject) for letter in mail.outbox]


def test_members_learn_until_when_they_may_comment(meeting, coordinator):
    until = timezone.localdate() + timedelta(days=7)
    approving.send_for_comments(meeting, by=coordinator, until=until)

    assert letters() == [(["clenka@organizace.example"], "SOCIOPOINT Ostrava: zápis k připomínkám, Bydlení")]
    body = mail.outbox[0].body.replace("\xa0", " ")
    assert f"Připomínky můžete napsat do {until.day}. {until.month}. {until.year}." in body
    assert "/sit/ucast/" in body


def test_members_learn_that_the_minutes_hold(meeting, coordinator):
    approving.send_for_comments(meeting, by=coordinator, until=None)
    approving.approve(meeting, by=coordinator)

    assert [subject for _to, subject in letters()] == [
        "SOCIOPOINT Ostrava: zápis k připomínkám, Bydlení",
        "SOCIOPOINT Ostrava: zápis je schválený, Bydlení",
    ]
    assert "bez čekání" in mail.outbox[0].body.replace("\xa0", " ")


def test_minutes_that_are_refused_are_told_to_nobody(meeting, coordinator):
    meeting.attendance.update(presence="")
    with pytest.raises(approving.MeetingRefused):
        approving.send_for_comments(meeting, by=coordinator, until=None)

    assert letters() == []
