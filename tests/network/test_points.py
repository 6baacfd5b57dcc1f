"""Points say what the group is asked for and who may read them; presence says who was not there the whole time."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.core import mail

from network import meeting_calls
from network.attaching import attached
from network.meeting_page import points_of, put_on_the_table
from network.minutes_pdf import facts_of
from network.models import Meeting, MeetingAttachment
from network.wording import written
from tests.factories import UserFactory
from tests.network.factories import PositionFactory
from tests.network.factories_groups import (
    AgendaItemFactory,
    AttendanceFactory,
    DocumentFactory,
    LineFactory,
    MandateFactory,
    MeetingFactory,
    WorkingGroupFactory,
)
from tests.signing_in import send_waiting_mail

pytestmark = pytest.mark.django_db
HIDDEN = "Bod jen pro členy skupiny"


@pytest.fixture
def coordinator(client):
    user = UserFactory(coordinator=True)
    client.force_login(user)
    return user


def test_a_point_says_what_it_is_for_and_who_opens_it(client, coordinator):
    meeting = MeetingFactory()
    sent = {"title": "Kauce", "kind": "decision", "presenter": "Jana Vymyšlená"}

    client.post(f"/sit/jednani/{meeting.pk}/body/", sent)

    page = client.get(f"/sit/jednani/{meeting.pk}/").content.decode().replace("\xa0", " ")
    assert "rozhodnutí · uvede: Jana Vymyšlená" in page


def test_a_point_written_when_the_programme_had_closed_is_given_back(client, coordinator):
    meeting = MeetingFactory(state="held")
    point = AgendaItemFactory(meeting=meeting, title="Kauce")
    Meeting.objects.filter(pk=meeting.pk).update(state="comments")

    for address in ("body/", f"body/{point.pk}/"):
        sent = {"title": "Nájmy", "why": "Rostou."}
        page = client.post(f"/sit/jednani/{meeting.pk}/{address}", sent, follow=True).content.decode()
        assert "zkopírujte si to odtud: Nájmy: Rostou." in page.replace("\xa0", " ")

    assert [one.title for one in meeting.items.all()] == ["Kauce"]
    assert client.get(f"/sit/jednani/{meeting.pk}/body/{point.pk}/").status_code == 403


def test_an_unknown_kind_is_refused(client, coordinator):
    meeting = MeetingFactory()

    answer = client.post(f"/sit/jednani/{meeting.pk}/body/", {"title": "Kauce", "kind": "party"})

    assert (answer.status_code, meeting.items.count()) == (422, 0)


def test_the_invitation_says_what_will_be_decided(coordinator):
    seat = MandateFactory()
    PositionFactory(person=seat.person, organisation=seat.organisation, email="clenka@organizace.example")
    meeting = MeetingFactory(group=seat.group, starts_at="2099-01-15T09:00:00+01:00", year=2099)
    AgendaItemFactory(meeting=meeting, title="Kauce", kind="decision")
    AgendaItemFactory(meeting=meeting, title="Volná místa")

    meeting_calls.call(meeting, by=coordinator)
    send_waiting_mail()

    assert "1. Kauce (rozhodnutí)\n2. Volná místa\n" in mail.outbox[0].body


@pytest.fixture
def approved():
    """For the whole network, with a point and its attachment that are not."""
    meeting = MeetingFactory(state="held", group=WorkingGroupFactory(is_public=True), publication="all")
    LineFactory(point=AgendaItemFactory(meeting=meeting, title="Zprávy", position=1), text="Pro všechny.")
    inside = AgendaItemFactory(
        meeting=meeting, title="Tajný bod", why="Tajný důvod", presenter="Tajná", members_only=True, position=2
    )
    LineFactory(point=inside, text="Tajná věta.")
    AgendaItemFactory(meeting=meeting, title="Různé", position=3)
    MeetingAttachment.objects.create(
        meeting=meeting, point=inside, document=DocumentFactory(title="Tajný dokument"), added_by=UserFactory()
    )
    Meeting.objects.filter(pk=meeting.pk).update(state="comments")
    Meeting.objects.filter(pk=meeting.pk).update(
        state="approved", approved_at="2025-02-01T10:00:00+01:00", approved_by=UserFactory(coordinator=True)
    )
    return Meeting.objects.get(pk=meeting.pk)


def reads(client, user, meeting) -> str:
    client.force_login(user)
    return client.get(f"/sit/jednani/{meeting.pk}/").content.decode()


def test_others_learn_only_that_there_was_a_point(client, approved):
    MandateFactory(account=(other := UserFactory()))
    page = reads(client, other, approved)

    assert "Pro všechny." in page
    assert HIDDEN in page
    assert "Tajn" not in page
    assert [point.number for point in points_of(approved, with_minutes=True, reader=other)] == [1, 2, 3]


@pytest.mark.parametrize("who", ["member", "worker", "coordinator"])
def test_members_and_the_city_read_it_all(client, approved, who):
    user = UserFactory(worker=True) if who == "worker" else UserFactory(coordinator=who == "coordinator")
    if who == "member":
        MandateFactory(group=approved.group, account=user)

    page = reads(client, user, approved)

    assert ("Tajná věta." in page, "Tajný dokument" in page, HIDDEN in page) == (True, True, False)


def test_the_paper_of_others_hides_it_too(approved):
    MandateFactory(account=(other := UserFactory()))

    said = facts_of(approved, reader=other)

    assert [point["title"].replace("\xa0", " ") for point in said["points"]] == ["Zprávy", HIDDEN, "Různé"]
    assert "Tajn" not in str(said)
    assert "Tajná věta." in str(facts_of(approved, reader=None))


def test_what_lies_at_a_hidden_point_is_not_named(approved):
    MandateFactory(account=(other := UserFactory()))
    points = points_of(approved, with_minutes=True, reader=other)

    rest = put_on_the_table(points, attached(approved, other))

    assert (rest, [point.attachments for point in points]) == ([], [[], [], []])


def test_who_came_late_and_left_early_is_noted_and_printed(client, coordinator):
    row = AttendanceFactory(meeting=MeetingFactory(state="held"))
    sent = {f"r{row.pk}-presence": "present", f"r{row.pk}-arrived_at": "9:30", f"r{row.pk}-left_at": "10.15"}

    client.post(f"/sit/jednani/{row.meeting.pk}/prezence/", sent)

    row.refresh_from_db()
    assert (row.arrived_at, row.left_at) == (time(9, 30), time(10, 15))
    ((_label, people),) = facts_of(row.meeting, reader=None)["presence"]
    assert people.endswith("(od 9:30 do 10:15)")
    assert "od 9:30 do 10:15" in client.get(f"/sit/jednani/{row.meeting.pk}/").content.decode().replace("\xa0", " ")


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"presence": "absent", "arrived_at": "9:30"}, "na jednání není"),
        ({"presence": "present", "arrived_at": "10:00", "left_at": "9:00"}, "Odchod musí být po příchodu."),
        ({"presence": "present", "arrived_at": "ráno"}, "Čas napište"),
    ],
)
def test_hours_that_make_no_sense_are_refused_and_kept_in_the_form(client, coordinator, sent, sentence):
    row = AttendanceFactory(meeting=MeetingFactory(state="held"))

    answer = client.post(
        f"/sit/jednani/{row.meeting.pk}/prezence/", {f"r{row.pk}-{name}": value for name, value in sent.items()}
    )

    page = answer.content.decode()
    assert (answer.status_code, sentence in page, f'value="{sent["arrived_at"]}"' in page) == (422, True, True)
    row.refresh_from_db()
    assert (row.presence, row.arrived_at) == ("", None)


def test_whoever_is_absent_after_all_has_no_hours(client, coordinator):
    row = AttendanceFactory(meeting=MeetingFactory(state="held"), presence="present", arrived_at=time(9, 30))

    client.post(f"/sit/jednani/{row.meeting.pk}/prezence/", {f"r{row.pk}-presence": "absent"})

    row.refresh_from_db()
    assert (row.presence, row.arrived_at) == ("absent", None)


def test_what_holds_already_is_not_said_to_come(coordinator):
    line = LineFactory(
        kind="event", text="Den otevřených dveří", starts_on=date(2025, 2, 12), point__meeting__state="held"
    )
    before = written(line, line.meeting).consequence

    line.meeting.state = "approved"

    assert (before, written(line, line.meeting).consequence) == (
        "Po schválení bude v\xa0kalendáři sítě.",
        "Je v\xa0kalendáři sítě.",
    )


def held(*seats: dict[str, object]) -> Meeting:
    """A meeting whose seats are described by their mandate's facts and how they were there."""
    meeting = MeetingFactory(state="held")
    for facts in seats:
        there = {"presence": facts.pop("presence"), "represented_by": facts.pop("by", "")}
        AttendanceFactory(meeting=meeting, mandate=MandateFactory(group=meeting.group, **facts), **there)
    return meeting


def test_whoever_only_advises_or_is_a_guest_is_not_counted_among_votes(client, coordinator):
    meeting = held(
        {"presence": "present"},
        {"presence": "excused"},
        {"presence": "represented", "by": "Petr Beran"},
        {"presence": "present", "is_advisory": True},
        {"presence": "present", "role": "guest"},
    )

    page = client.get(meeting.get_absolute_url()).content.decode().replace("\xa0", " ")

    assert "Hlasů k usnesení: 2 z 3" in page
    assert ["Hlasů", "2 z 3"] in facts_of(meeting, reader=None)["presence"]


def test_a_seat_given_over_between_the_invitation_and_the_meeting_has_one_vote(client, coordinator):
    meeting = held({"presence": "", "held": (date(2024, 1, 1), date(2025, 1, 10))}, {"presence": "present"})

    page = client.get(meeting.get_absolute_url()).content.decode().replace("\xa0", " ")

    assert "Hlasů k usnesení: 1 z 1" in page


def test_where_everybody_votes_nothing_is_said_of_votes(client, coordinator):
    meeting = held({"presence": "present"}, {"presence": "excused"})

    assert "Hlasů k usnesení" not in client.get(meeting.get_absolute_url()).content.decode()
    assert "Hlasů" not in dict(facts_of(meeting, reader=None)["presence"])
