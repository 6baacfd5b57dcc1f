"""What a meeting that was called off leaves behind: its points, its answers, its place in calendars."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from network.agenda import add_point, prepare
from network.attaching import attach
from network.meeting_calls import answer, begin_minutes, call, call_off
from network.network_calendar import new_secret
from tests.factories import UserFactory
from tests.network.factories import PositionFactory
from tests.network.factories_groups import DocumentFactory, MandateFactory, TaskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(client):
    user = UserFactory(coordinator=True)
    client.force_login(user)
    return user


@pytest.fixture
def seat():
    held = MandateFactory()
    PositionFactory(person=held.person, organisation=held.organisation, email="clenka@organizace.example")
    return held


@pytest.fixture
def ahead(seat, coordinator):
    """Prepares a meeting of the group in so many days."""
    now = timezone.now().replace(microsecond=0)

    def one(days):
        return prepare(group=seat.group, starts_at=now + timedelta(days=days), by=coordinator, place="Místnost 504")

    return one


def proposed(meeting):
    return list(meeting.items.filter(state="proposed").values_list("title", "source"))


def test_its_points_are_proposed_to_the_next_meeting(coordinator, ahead, seat):
    partner = UserFactory()
    off, following, _later = ahead(5), ahead(10), ahead(15)
    add_point(off, title="Kauce", by=coordinator, why="Lidé na ni nemají.", presenter="pult", members_only=True)
    add_point(off, title="Volná místa", by=partner, source="proposed", state="proposed")
    add_point(off, title="Nechceme", by=partner, source="proposed", state="refused")
    add_point(following, title="volná místa", by=coordinator)

    call_off(off, by=coordinator)

    assert proposed(following) == [("Kauce", "called_off")]
    point = following.items.get(title="Kauce")
    assert (point.why, point.presenter, point.members_only) == ("Lidé na ni nemají.", "pult", True)
    assert point.proposed_by == coordinator
    assert not _later.items.exists()
    assert off.items.count() == 3


def test_without_a_next_meeting_they_wait_for_one_and_come_once(coordinator, ahead):
    off = ahead(5)
    add_point(off, title="Kauce", by=coordinator)
    call_off(off, by=coordinator)

    first, second = ahead(10), ahead(15)

    assert (proposed(first), proposed(second)) == ([("Kauce", "called_off")], [])


def test_what_was_handed_on_goes_on_when_that_is_called_off_too(coordinator, ahead):
    first = ahead(5)
    add_point(first, title="Kauce", by=coordinator)
    call_off(first, by=coordinator)
    second = ahead(10)
    call_off(second, by=coordinator)

    assert proposed(ahead(15)) == [("Kauce", "called_off")]


def test_once_the_group_met_nothing_older_comes(coordinator, ahead):
    off, held = ahead(1), ahead(2)
    add_point(off, title="Kauce", by=coordinator)
    call_off(off, by=coordinator)
    call(held, by=coordinator)
    begin_minutes(held, by=coordinator)

    assert proposed(ahead(20)) == []


def test_what_was_talked_of_before_the_day_called_off_does_not_come_again(coordinator, ahead):
    sooner, off = ahead(2), ahead(10)
    add_point(off, title="Kauce", by=coordinator)
    call_off(off, by=coordinator)
    assert proposed(sooner) == [("Kauce", "called_off")]
    call(sooner, by=coordinator)
    begin_minutes(sooner, by=coordinator)

    following = ahead(20)

    assert proposed(following) == []
    again = ahead(21)
    add_point(again, title="Kauce", by=coordinator)
    call_off(again, by=coordinator)
    assert proposed(following) == [("Kauce", "called_off")]  # a new matter under the old title


def test_what_was_refused_stays_refused_when_that_is_called_off_too(coordinator, ahead):
    first, second = ahead(5), ahead(10)
    add_point(first, title="Kauce", by=coordinator)
    call_off(first, by=coordinator)
    second.items.update(state="refused")
    call_off(second, by=coordinator)

    assert proposed(ahead(15)) == []


def test_tasks_come_by_themselves_and_not_twice(coordinator, ahead, seat):
    TaskFactory(group=seat.group)
    off = ahead(5)
    call_off(off, by=coordinator)

    assert list(ahead(10).items.values_list("source", "state")) == [("tasks", "accepted")]


def test_documents_of_a_point_go_with_it(coordinator, ahead):
    off, following = ahead(5), ahead(10)
    point = add_point(off, title="Kauce", by=coordinator)
    attach(off, document=DocumentFactory(), point=point, by=coordinator)
    shared = DocumentFactory()
    attach(off, document=shared, point=add_point(off, title="Nájmy", by=coordinator), by=coordinator)
    attach(following, document=shared, point=None, by=coordinator)

    call_off(off, by=coordinator)

    lying = following.attachments.order_by("pk").values_list("document", "point__title")
    assert sorted(lying, key=str) == sorted(
        [(point.attachments.get().document_id, "Kauce"), (shared.pk, None)], key=str
    )


def test_the_page_says_where_the_points_went_and_who_had_answered(client, coordinator, ahead):
    off = ahead(5)
    add_point(off, title="Kauce", by=coordinator)
    call(off, by=coordinator)
    answer(off.attendance.get(), answer="coming")

    told = client.post(f"/sit/jednani/{off.pk}/stav/", {"kam": "zrusit"}, follow=True).content.decode()

    said = told.replace("\xa0", " ")
    assert "Jednání je zrušené. Pozvaným jsme napsali." in said
    assert "Body, které na něm měly být, navrhujeme na příští jednání." in said
    assert ">přijde<" in said
    assert "Celá prezence" not in said


def test_nobody_is_said_to_be_written_to_who_was_not_invited(client, coordinator, ahead):
    told = client.post(f"/sit/jednani/{ahead(5).pk}/stav/", {"kam": "zrusit"}, follow=True).content.decode()

    assert "Pozvaným jsme napsali" not in told
    assert "Body, které" not in told


def test_calendars_tell_what_is_only_prepared_from_what_was_called_and_called_off(client, coordinator, ahead, seat):
    meetings = [ahead(5), ahead(6), ahead(7)]
    call(meetings[1], by=coordinator)
    call(meetings[2], by=coordinator)
    call_off(meetings[2], by=coordinator)
    meetings[0].online_link = "https://porada.example/1"
    meetings[0].save(update_fields=["online_link"])

    feed = Calendar.from_ical(client.get(f"/sit/kalendar/{new_secret(coordinator)}.ics").content)

    found = {str(event["uid"]).partition("@")[0]: event for event in feed.walk("VEVENT")}
    events = [found[f"meeting-{one.pk}"] for one in meetings]
    assert [event["status"] for event in events] == ["TENTATIVE", "CONFIRMED", "CANCELLED"]
    assert "teprve připravuje" in events[0]["description"]
    assert "Připojení na dálku: https://porada.example/1" in events[0]["description"]
    assert "description" not in events[1]
    assert events[0]["url"].endswith(meetings[0].get_absolute_url())
