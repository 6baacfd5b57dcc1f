"""Hours that a night of the clock change leaves out, or has twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from django import forms
from django.core.exceptions import ValidationError

from network.forms.events import EventForm
from network.forms.lines import LineForm
from network.forms.meetings import MeetingForm, moment_of
from network.forms.trainings import TrainingForm
from network.models import LineKind, Meeting, Training
from tests.factories import UserFactory
from tests.network.factories_groups import MeetingFactory, WorkingGroupFactory

SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
LEAPT_OVER = "V tu hodinu se ten den posouvají hodiny o hodinu dopředu. Napište jiný čas."
MEETING = {"day": "2027-03-28", "place": "", "publication": "members"}


@pytest.mark.parametrize("hour", [time(2), time(2, 30), time(2, 59)])
def test_no_moment_is_in_an_hour_that_is_leapt_over(hour):
    with pytest.raises(ValidationError, match="jiný čas"):
        moment_of(SPRING, hour)


@pytest.mark.parametrize(
    ("day", "hour", "moment"),
    [
        (SPRING, time(1, 59), datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        (SPRING, time(3), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        (AUTUMN, time(2, 30), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        (AUTUMN, time(3), datetime(2027, 10, 31, 2, 0, tzinfo=UTC)),
    ],
)
def test_of_an_hour_there_is_twice_the_first_is_meant(day, hour, moment):
    assert moment_of(day, hour) == moment


@pytest.mark.parametrize(
    ("begins", "ends", "wrong"), [("2:30", "3:00", "begins"), ("1:30", "2:15", "ends"), ("2:10", "", "begins")]
)
@pytest.mark.django_db
def test_a_meeting_in_no_hour_gets_a_sentence(client, begins, ends, wrong):
    client.force_login(UserFactory(coordinator=True))
    sent = MEETING | {"begins": begins, "ends": ends}

    answer = client.post(f"/sit/skupiny/{WorkingGroupFactory().pk}/jednani/nove/", sent)

    assert answer.status_code == 422
    assert answer.context["form"].errors == {wrong: [LEAPT_OVER]}
    assert not Meeting.objects.exists()


@pytest.mark.django_db
def test_a_meeting_over_the_leap_lasts_what_it_lasts(client):
    client.force_login(UserFactory(coordinator=True))

    client.post(f"/sit/skupiny/{WorkingGroupFactory().pk}/jednani/nove/", MEETING | {"begins": "1:30", "ends": "3:30"})

    meeting = Meeting.objects.get()
    assert (meeting.ends_at - meeting.starts_at).total_seconds() == 3600


def test_an_evening_of_a_changed_day_is_an_evening():
    form = MeetingForm(MEETING | {"begins": "17:00", "ends": "19:00"})

    assert form.is_valid(), form.errors


@pytest.mark.django_db
def test_a_training_in_no_hour_gets_a_sentence(client):
    client.force_login(UserFactory(coordinator=True))
    sent = {
        "title": "Noční směna",
        "hours": "1",
        "capacity": "5",
        "opens_on": "2027-01-01",
        "closes_on": "2027-03-01",
        "dates": "28. 3. 2027 2:30–3:00",
    }

    answer = client.post("/sit/skoleni/nove/", sent)

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"dates": [f"28. 3. 2027 2:30–3:00: {LEAPT_OVER}"]}
    assert not Training.objects.exists()


@pytest.mark.django_db
def test_a_training_in_an_hour_there_is_twice_is_read():
    form = TrainingForm({"dates": "31. 10. 2027 2:15–2:45", "reserves": ""}, instance=Training())
    form.is_valid()

    ((begins, ends),) = form.cleaned_data["dates"]

    assert (ends - begins).total_seconds() == 1800


@pytest.mark.parametrize(("more", "wrong"), [({}, ["begins"]), ({"ends_on": "2027-03-30"}, [])])
@pytest.mark.django_db
def test_an_event_of_one_day_begins_when_there_is_such_an_hour(more, wrong):
    """Hours of several days are of every day, and no one moment."""
    sent = {"title": "Noc venku", "starts_on": "2027-03-28", "begins": "2:30", "ends": "3:00", "readers": "network"}

    assert list(EventForm(sent | more).errors) == wrong


@pytest.mark.django_db
def test_minutes_set_no_next_meeting_in_no_hour():
    sent = {"day": "2027-03-28", "begins": "2:30"}
    user = UserFactory(coordinator=True)

    form = LineForm(sent, kind=LineKind.NEXT_MEETING, meeting=MeetingFactory(state="held"), user=user)

    assert form.errors == {"begins": [LEAPT_OVER]}


@pytest.mark.parametrize("moment", ["2027-03-28T02:30", "2027-10-31T02:30"])
def test_a_field_of_a_whole_moment_says_so_in_czech(moment):
    """Of the desk: a first appointment by the browser's own calendar. Which of two hours is meant, nobody knows there."""
    with pytest.raises(ValidationError) as refused:
        forms.DateTimeField(input_formats=["%Y-%m-%dT%H:%M"]).clean(moment)

    assert refused.value.messages == ["V tu dobu se ten den posouvají hodiny. Napište jiný čas."]
