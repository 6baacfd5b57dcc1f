"""The calendar as a page and as a feed: what one may know of, and nothing else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from network.models import NetworkEvent
from network.network_calendar import new_secret
from tests.factories import UserFactory
from tests.network.factories_groups import MandateFactory, MeetingFactory, at
from tests.network.factories_trainings import TrainingDateFactory

pytestmark = pytest.mark.django_db


def test_a_month_shows_meetings_trainings_and_events_in_their_order(client):
    client.force_login(UserFactory(worker=True))
    MeetingFactory(starts_at=at(2025, 1, 16), group__name="Děti a rodina", state="called")
    MeetingFactory(starts_at=at(2025, 1, 20), state="cancelled")
    TrainingDateFactory(starts_at=at(2025, 1, 15), training__title="Dluhy")
    NetworkEvent.objects.create(title="Den otevřených dveří", starts_on=date(2025, 1, 31), ends_on=date(2025, 2, 1))
    NetworkEvent.objects.create(title="Jindy", starts_on=date(2025, 2, 1))

    entries = client.get("/sit/kalendar/?mesic=2025-01").context["entries"]

    assert [one.kind for one in entries] == ["školení", "jednání", "akce"]


@pytest.mark.parametrize("text", ["2025-13", "zítra", "9999-01", "2025-01-01", ""])
def test_an_unreadable_month_is_this_one(client, text):
    client.force_login(UserFactory(worker=True))

    response = client.get("/sit/kalendar/", {"mesic": text})

    assert response.context["first"] == timezone.localdate().replace(day=1)


def test_the_feed_holds_what_its_owner_may_know_of(client):
    partner = UserFactory()
    held = MandateFactory(account=partner)
    soon = timezone.now().replace(microsecond=0) + timedelta(days=3)
    MeetingFactory(group=held.group, starts_at=soon, state="called")
    MeetingFactory(starts_at=soon, state="called")
    NetworkEvent.objects.create(title="Den", starts_on=timezone.localdate(soon))
    secret = new_secret(partner)

    response = client.get(f"/sit/kalendar/{secret}.ics")

    events = Calendar.from_ical(response.content).walk("VEVENT")
    assert len(events) == 2
    assert response["Cache-Control"] == "private, no-store"


def test_a_renewed_address_ends_the_old_one(client):
    partner = UserFactory()
    old, new = new_secret(partner), new_secret(partner)

    assert [client.get(f"/sit/kalendar/{one}.ics").status_code for one in (old, new, "nesmysl")] == [404, 200, 404]


def test_an_account_that_is_off_feeds_nobody(client):
    partner = UserFactory()
    secret = new_secret(partner)
    partner.is_active = False
    partner.save(update_fields=["is_active"])

    assert client.get(f"/sit/kalendar/{secret}.ics").status_code == 404


def test_an_event_ends_after_it_begins():
    from django.db import IntegrityError

    with pytest.raises(IntegrityError, match="event_ends_after_it_begins"):
        NetworkEvent.objects.create(title="Den", starts_on=date(2025, 2, 2), ends_on=date(2025, 2, 1))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_calendar_costs_the_same_for_one_as_for_three(client, django_assert_num_queries, rows):
    client.force_login(UserFactory(worker=True))
    for _number in range(rows):
        MeetingFactory(starts_at=at(2025, 1, 16), state="called")
        TrainingDateFactory(starts_at=at(2025, 1, 15))

    with django_assert_num_queries(6):
        assert len(client.get("/sit/kalendar/?mesic=2025-01").context["entries"]) == rows * 2
