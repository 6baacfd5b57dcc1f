from __future__ import annotations

import pytest
from django.utils import timezone
from icalendar import Calendar

from tests.factories import FollowUpFactory, InquiryFactory, LifeSituationFactory, UserFactory


@pytest.fixture
def address(client, worker):
    client.force_login(worker)
    return client.post("/pult/kalendar/").context["address"]


def test_the_calendar_names_numbers_and_nobody(client, worker, address):
    inquiry = InquiryFactory(open=True, situation=LifeSituationFactory(name="Hrozí nám vystěhování"))
    FollowUpFactory(inquiry=inquiry, owner=worker)
    FollowUpFactory(inquiry=inquiry, owner=worker, is_all_day=False)
    FollowUpFactory(owner=UserFactory(worker=True))
    client.logout()

    response = client.get(address)

    events = Calendar.from_ical(response.content).walk("VEVENT")
    assert [str(event["summary"]) for event in events] == [f"zavolat člověku {inquiry.public_id}"] * 2
    assert {type(event.decoded("dtstart")).__name__ for event in events} == {"date", "datetime"}
    assert b"vyst" not in response.content
    assert response["Cache-Control"] == "private, no-store"


def test_a_new_address_ends_the_old_one(client, worker, address):
    client.post("/pult/kalendar/")

    assert client.get(address).status_code == 404


def test_an_address_nobody_was_given_leads_nowhere(client, db):
    assert client.get("/pult/kalendar/neco.ics").status_code == 404


def test_an_account_that_was_switched_off_has_no_calendar(client, worker, address):
    type(worker).objects.filter(pk=worker.pk).update(is_active=False)

    assert client.get(address).status_code == 404


def test_the_secret_is_not_in_the_database(worker, address):
    secret = address.rsplit("/", 1)[1].removesuffix(".ics")

    assert worker.calendar_feed.secret_hash != secret
    assert len(worker.calendar_feed.secret_hash) == 64
    assert worker.calendar_feed.made_at <= timezone.now()
