"""From calling a meeting to who came: letters, calendars, answers by a link."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from icalendar import Calendar

from network.agenda import add_point, bring_tasks_in, prepare
from network.meeting_calls import (
    MeetingRefused,
    answer,
    begin_minutes,
    call,
    call_off,
    change_time_or_place,
    make_token,
    open_invitation,
)
from network.meeting_page import attendance_of
from network.models import AgendaItem, Attendance, Mailbox, Meeting
from network.seats import hand_over
from sociopoint.models import OutgoingMail
from tests.factories import UserFactory
from tests.network.factories import PositionFactory
from tests.network.factories_groups import (
    AttendanceFactory,
    MandateFactory,
    MeetingFactory,
    TaskFactory,
    WorkingGroupFactory,
)
from tests.signing_in import send_waiting_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return UserFactory(coordinator=True)


@pytest.fixture
def seat():
    held = MandateFactory()
    PositionFactory(person=held.person, organisation=held.organisation, email="clenka@organizace.example")
    return held


@pytest.fixture
def meeting(seat, coordinator):
    starts_at = timezone.now().replace(microsecond=0) + timedelta(days=10)
    return prepare(group=seat.group, starts_at=starts_at, by=coordinator, place="Místnost 504")


def calendar_of(letter) -> tuple[str, str]:
    """Its content and its type; beside it the letter comes as HTML."""
    (calendar,) = [one for one in letter.alternatives if one[1].startswith("text/calendar")]
    assert any(kind == "text/html" for _content, kind in letter.alternatives)
    return calendar


def test_calling_writes_to_every_seat_with_a_calendar_and_a_link(meeting, seat, coordinator):
    MandateFactory(group=seat.group, organisation=seat.organisation, deputy_of=seat)
    silent = MandateFactory(group=seat.group)

    unreached = call(meeting, by=coordinator)
    send_waiting_mail()

    assert unreached == 1
    assert {row.mandate for row in meeting.attendance.all()} == {seat, silent}
    letter = mail.outbox[0]
    assert letter.to == ["clenka@organizace.example"]
    (token,) = re.findall(r"/sit/ucast/(\S+)/", letter.body)
    assert open_invitation(token).mandate == seat
    calendar = Calendar.from_ical(calendar_of(letter)[0])
    event = calendar.walk("VEVENT")[0]
    assert (event["sequence"], event["status"], event["location"]) == (0, "CONFIRMED", "Místnost 504")
    assert event.decoded("dtstart") == meeting.starts_at


def test_a_form_sent_twice_prepares_one_meeting(client, seat, coordinator):
    client.force_login(coordinator)
    day = timezone.localdate() + timedelta(days=12)
    sent = {"day": f"{day:%Y-%m-%d}", "begins": "10:00", "place": "Místnost 504", "publication": "members"}
    address = f"/sit/skupiny/{seat.group.pk}/jednani/nove/"

    first, second, other = (client.post(address, sent | more)["Location"] for more in ({}, {}, {"place": "Jinde"}))

    assert first == second != other
    assert Meeting.objects.count() == 2


def test_a_meeting_is_called_once(meeting, coordinator):
    call(meeting, by=coordinator)

    with pytest.raises(MeetingRefused):
        call(meeting, by=coordinator)

    assert OutgoingMail.objects.count() == 1


def test_another_day_moves_the_event_in_calendars(client, meeting, coordinator):
    call(meeting, by=coordinator)
    send_waiting_mail()
    client.force_login(coordinator)
    day = timezone.localdate() + timedelta(days=12)
    sent = {"day": f"{day:%Y-%m-%d}", "begins": "10:00", "place": "Místnost 504", "publication": "members"}

    client.post(f"/sit/jednani/{meeting.pk}/uprava/", sent)
    client.post(f"/sit/jednani/{meeting.pk}/uprava/", sent)
    send_waiting_mail()

    assert len(mail.outbox) == 2
    assert mail.outbox[1].subject.startswith("Změna")
    event = Calendar.from_ical(calendar_of(mail.outbox[1])[0]).walk("VEVENT")[0]
    assert event["sequence"] == 1


@pytest.mark.parametrize(
    ("days", "written_to"),
    [(0, ["nova@organizace.example"]), (2, ["clenka@organizace.example", "nova@organizace.example"])],
)
def test_of_a_change_no_letter_goes_to_who_has_given_the_seat_over(meeting, seat, coordinator, days, written_to):
    call(meeting, by=coordinator)
    since = timezone.localdate() + timedelta(days=days)
    comes = PositionFactory(organisation=seat.organisation, email="nova@organizace.example")
    hand_over(
        group=seat.group,
        organisation=seat.organisation,
        role=seat.role,
        person=comes.person,
        since=since,
        by=coordinator,
    )
    send_waiting_mail()
    mail.outbox.clear()

    change_time_or_place(meeting, by=coordinator)
    send_waiting_mail()

    assert sorted(letter.to[0] for letter in mail.outbox) == written_to


def test_whoever_gave_the_seat_over_opens_nothing_more_by_the_old_link(client, meeting, seat, coordinator):
    add_point(meeting, title="Důvěrný bod", by=coordinator, members_only=True)
    call(meeting, by=coordinator)
    row = meeting.attendance.get()
    hand_over(
        group=seat.group,
        organisation=seat.organisation,
        role=seat.role,
        person=PositionFactory().person,
        since=timezone.localdate(),
        by=coordinator,
    )
    address = f"/sit/ucast/{make_token(row)}/"

    looked, answered = client.get(address), client.post(address, {"answer": "coming"})

    assert (looked.status_code, answered.status_code) == (410, 410)
    assert "Důvěrný bod" not in looked.content.decode()
    row.refresh_from_db()
    assert row.answer == ""


@pytest.mark.parametrize(("days", "kept"), [(10, "coming"), (12, "")])
def test_an_answer_holds_for_its_day_only(client, meeting, coordinator, days, kept):
    call(meeting, by=coordinator)
    answer(meeting.attendance.get(), answer="coming")
    client.force_login(coordinator)
    day = timezone.localdate(meeting.starts_at) + timedelta(days=days - 10)
    send_waiting_mail()
    mail.outbox.clear()

    client.post(
        f"/sit/jednani/{meeting.pk}/uprava/",
        {"day": f"{day:%Y-%m-%d}", "begins": "10:07", "place": "Jinde", "publication": "members"},
    )
    send_waiting_mail()

    assert meeting.attendance.get().answer == kept
    assert ("Odpovězte nám proto prosím znovu" in mail.outbox[0].body) == (kept == "")


def test_whoever_gave_the_seat_over_is_not_counted_among_the_silent(meeting, seat, coordinator):
    call(meeting, by=coordinator)
    assert attendance_of(meeting).silent == 1

    hand_over(
        group=seat.group,
        organisation=seat.organisation,
        role=seat.role,
        person=None,
        since=timezone.localdate(),
        by=coordinator,
    )

    assert attendance_of(meeting).silent == 0


def test_a_letter_says_in_words_what_it_is_for(meeting, coordinator):
    add_point(meeting, title="Volná místa <letos>", by=coordinator)
    call(meeting, by=coordinator)
    Meeting.objects.filter(pk=meeting.pk).update(place="Jinde")
    change_time_or_place(meeting, by=coordinator)
    call_off(meeting, by=coordinator)
    send_waiting_mail()

    first, second, third = (letter.body for letter in mail.outbox)
    assert "zveme vás na jednání" in first
    assert "1. Volná místa <letos>" in first
    assert "Volná místa &lt;letos&gt;" in mail.outbox[0].alternatives[0][0]
    assert "se mění. Platí tohle" in second
    assert "Kde: Jinde" in second
    assert "se ruší" in third
    assert "/sit/ucast/" not in third


def test_calling_off_tells_calendars_too(meeting, coordinator):
    call(meeting, by=coordinator)
    call_off(meeting, by=coordinator)
    send_waiting_mail()

    content, kind = calendar_of(mail.outbox[1])
    assert kind == "text/calendar; method=CANCEL"
    assert "STATUS:CANCELLED" in content


def test_calling_off_what_was_only_prepared_writes_to_nobody(meeting, coordinator):
    call_off(meeting, by=coordinator)

    assert not OutgoingMail.objects.exists()


def test_looking_at_the_link_answers_for_nobody(client, meeting, coordinator):
    call(meeting, by=coordinator)
    row = meeting.attendance.get()

    for ask in (client.get, client.head, client.get):
        assert ask(f"/sit/ucast/{make_token(row)}/").status_code == 200

    row.refresh_from_db()
    assert row.answer == ""


def test_an_excuse_with_a_deputy_needs_to_say_who(client, meeting, coordinator):
    call(meeting, by=coordinator)
    row = meeting.attendance.get()
    address = f"/sit/ucast/{make_token(row)}/"

    refused = client.post(address, {"answer": "deputy"})
    taken = client.post(address, {"answer": "deputy", "represented_by": "Petr Beran"})

    assert (refused.status_code, taken.status_code) == (422, 302)
    row.refresh_from_db()
    assert (row.answer, row.represented_by) == ("deputy", "Petr Beran")


def test_the_known_deputy_is_offered(client, meeting, seat, coordinator):
    MandateFactory(group=seat.group, organisation=seat.organisation, deputy_of=seat, person__name="Petr Beran")
    call(meeting, by=coordinator)

    page = client.get(f"/sit/ucast/{make_token(meeting.attendance.get())}/").content.decode()

    assert 'value="Petr Beran"' in page


@pytest.mark.parametrize("state", ["held", "cancelled"])
def test_it_is_too_late_to_answer(client, state):
    row = AttendanceFactory(meeting=MeetingFactory(state=state))

    response = client.post(f"/sit/ucast/{make_token(row)}/", {"answer": "coming"})

    assert response.status_code == 409
    row.refresh_from_db()
    assert row.answer == ""


@pytest.mark.parametrize("token", ["nesmysl", "WzEsImFuc3dlciJd:1abc:def"])
def test_a_link_that_is_not_ours_leads_nowhere(client, db, token):
    assert client.get(f"/sit/ucast/{token}/").status_code == 404


def test_a_token_for_something_else_leads_nowhere(client, meeting, coordinator):
    from django.core import signing

    call(meeting, by=coordinator)
    foreign = signing.dumps([meeting.attendance.get().pk, "answer"], salt="inquiries.partner-link")

    assert client.get(f"/sit/ucast/{foreign}/").status_code == 404


def test_presence_begins_from_the_answers(meeting, seat, coordinator):
    others = [MandateFactory(group=seat.group) for _number in range(3)]
    call(meeting, by=coordinator)
    said = [("coming", ""), ("excused", ""), ("deputy", "Petr Beran"), None]
    for held, words in zip([seat, *others], said, strict=True):
        if words:
            answer(meeting.attendance.get(mandate=held), answer=words[0], represented_by=words[1])

    begin_minutes(meeting, by=coordinator)

    found = [meeting.attendance.get(mandate=held).presence for held in [seat, *others]]
    assert found == ["present", "excused", "represented", ""]


def test_a_deputy_counts_only_when_they_came(client, meeting, seat, coordinator):
    call(meeting, by=coordinator)
    row = meeting.attendance.get()
    answer(row, answer="deputy", represented_by="Petr Beran")
    begin_minutes(meeting, by=coordinator)
    client.force_login(coordinator)

    client.post(f"/sit/jednani/{meeting.pk}/prezence/", {f"r{row.pk}-presence": "absent"})

    page = client.get(f"/sit/jednani/{meeting.pk}/")
    assert (page.context["attended"].came, page.context["attended"].invited) == (0, 1)


def test_who_is_represented_has_somebody_there(client, meeting, coordinator):
    call(meeting, by=coordinator)
    begin_minutes(meeting, by=coordinator)
    row = meeting.attendance.get()
    client.force_login(coordinator)

    response = client.post(f"/sit/jednani/{meeting.pk}/prezence/", {f"r{row.pk}-presence": "represented"})

    assert response.status_code == 422
    row.refresh_from_db()
    assert row.presence == ""


def test_a_guest_comes_by_name_once(client, meeting, coordinator):
    call(meeting, by=coordinator)
    begin_minutes(meeting, by=coordinator)
    client.force_login(coordinator)

    for _time in range(2):
        client.post(f"/sit/jednani/{meeting.pk}/prezence/", {"guest_name": "Host z kraje"})

    assert Attendance.objects.filter(guest_name="Host z kraje", presence="present").count() == 1


def test_a_member_who_came_to_the_group_after_calling_is_on_the_list(meeting, seat, coordinator):
    call(meeting, by=coordinator)
    late = MandateFactory(group=seat.group)

    begin_minutes(meeting, by=coordinator)

    assert meeting.attendance.filter(mandate=late).exists()


def joins(group, coordinator, *, email="", days=0):
    """Somebody new comes to a seat of the group as it is done on its page."""
    comes = PositionFactory(email=email)
    hand_over(
        group=group,
        organisation=comes.organisation,
        role="member",
        person=comes.person,
        since=timezone.localdate() + timedelta(days=days),
        by=coordinator,
    )
    return comes


def test_who_joins_after_the_call_is_invited_once(meeting, seat, coordinator):
    call(meeting, by=coordinator)
    change_time_or_place(meeting, by=coordinator)
    send_waiting_mail()
    mail.outbox.clear()

    comes = joins(seat.group, coordinator, email="nova@organizace.example")
    joins(seat.group, coordinator)
    joins(seat.group, coordinator, email="treti@organizace.example", days=3)
    send_waiting_mail()

    assert [letter.to for letter in mail.outbox] == [["nova@organizace.example"], ["treti@organizace.example"]]
    letter = mail.outbox[0]
    assert letter.subject.startswith("Pozvánka: ")
    assert "zveme vás na jednání" in letter.body
    (token,) = re.findall(r"/sit/ucast/(\S+)/", letter.body)
    assert open_invitation(token).mandate.person == comes.person
    event = Calendar.from_ical(calendar_of(letter)[0]).walk("VEVENT")[0]
    assert (event["sequence"], event.decoded("dtstart")) == (1, meeting.starts_at)
    assert attendance_of(meeting).silent == 4


def test_who_joins_later_or_before_the_call_is_not_written_to(meeting, seat, coordinator):
    joins(seat.group, coordinator, email="brzy@organizace.example")
    assert not OutgoingMail.objects.exists()
    call(meeting, by=coordinator)
    assert OutgoingMail.objects.count() == 2

    joins(seat.group, coordinator, email="pozde@organizace.example", days=11)

    assert OutgoingMail.objects.count() == 2


def test_who_joins_a_group_is_not_invited_to_what_was_called_off_or_held(meeting, seat, coordinator):
    call(meeting, by=coordinator)
    begin_minutes(meeting, by=coordinator)
    off = prepare(group=seat.group, starts_at=meeting.starts_at + timedelta(days=3), by=coordinator)
    call(off, by=coordinator)
    call_off(off, by=coordinator)
    before = OutgoingMail.objects.count()

    joins(seat.group, coordinator, email="nova@organizace.example")

    assert OutgoingMail.objects.count() == before


def test_another_day_invites_whoever_has_the_seat_only_then(meeting, seat, coordinator):
    comes = PositionFactory(email="nova@organizace.example")
    MandateFactory(
        group=seat.group,
        organisation=comes.organisation,
        person=comes.person,
        held=(meeting.day + timedelta(days=1), None),
    )
    call(meeting, by=coordinator)
    send_waiting_mail()
    mail.outbox.clear()
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=meeting.starts_at + timedelta(days=3))

    change_time_or_place(meeting, by=coordinator, is_other_day=True)
    send_waiting_mail()

    said = {letter.to[0]: letter for letter in mail.outbox}
    assert said["clenka@organizace.example"].subject.startswith("Změna: ")
    assert said["nova@organizace.example"].subject.startswith("Pozvánka: ")
    assert "Odpovězte nám proto prosím znovu" not in said["nova@organizace.example"].body


def test_open_tasks_come_into_the_agenda_by_themselves_and_once():
    task = TaskFactory()
    meeting = prepare(group=task.group, starts_at=timezone.now() + timedelta(days=1), by=None)

    bring_tasks_in(meeting)

    assert [item.source for item in meeting.items.all()] == ["tasks"]


def test_without_open_tasks_there_is_no_such_point():
    meeting = prepare(group=WorkingGroupFactory(), starts_at=timezone.now(), by=None)

    assert not meeting.items.exists()


def test_meetings_are_numbered_within_the_year_of_their_group():
    group = WorkingGroupFactory()
    made = [prepare(group=group, starts_at=timezone.now(), by=None) for _number in range(2)]
    other = prepare(group=WorkingGroupFactory(), starts_at=timezone.now(), by=None)

    assert [one.number for one in (*made, other)] == [1, 2, 1]


def test_a_member_proposes_and_the_coordinator_accepts(client, coordinator):
    partner = UserFactory()
    held = MandateFactory(account=partner)
    meeting = prepare(group=held.group, starts_at=timezone.now() + timedelta(days=9), by=coordinator)
    client.force_login(partner)
    client.post(f"/sit/jednani/{meeting.pk}/body/", {"title": "Volná místa v azylovém domě", "why": "Chybí nám."})
    item = AgendaItem.objects.get()
    assert (item.state, item.source, item.proposed_by) == ("proposed", "proposed", partner)

    client.force_login(coordinator)
    client.post(f"/sit/jednani/{meeting.pk}/body/{item.pk}/", {"udelej": "prijmout"})

    item.refresh_from_db()
    assert item.state == "accepted"


def test_a_member_answers_from_the_page_of_the_meeting_and_may_change_it(client, coordinator, meeting):
    partner = UserFactory()
    seat = MandateFactory(group=meeting.group, account=partner)
    call(meeting, by=coordinator)
    row, other = meeting.attendance.get(mandate=seat), meeting.attendance.exclude(mandate=seat).get()
    client.force_login(partner)

    asked = client.get(meeting.get_absolute_url()).content.decode()
    answer(row, answer="coming")
    answered = client.get(meeting.get_absolute_url()).content.decode()

    links = [re.findall(r'href="/sit/ucast/([^/"]+)/">([^<]+)', page) for page in (asked, answered)]
    said = [[(open_invitation(token), words) for token, words in one] for one in links]
    assert said == [[(row, "Řekněte, jestli přijdete")], [(row, "Změnit odpověď")]]
    assert other not in [seat for one in said for seat, _words in one]


def test_nobody_proposes_to_a_meeting_that_is_over(client, coordinator):
    meeting = MeetingFactory(approved=True)
    client.force_login(coordinator)

    response = client.post(f"/sit/jednani/{meeting.pk}/body/", {"title": "Pozdě"}, follow=True)

    assert "Program už je uzavřený" in response.content.decode()
    assert not AgendaItem.objects.exists()


def test_two_points_never_take_one_place(coordinator):
    meeting = MeetingFactory(state="held")

    for title in ("Jedna", "Dvě"):
        add_point(meeting, title=title, by=coordinator)

    assert list(meeting.items.values_list("position", flat=True)) == [1, 2]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_called_meeting_costs_the_same_for_one_member_as_for_three(
    client, coordinator, django_assert_num_queries, rows
):
    held = MandateFactory()
    for _number in range(rows - 1):
        MandateFactory(group=held.group)
    TaskFactory(group=held.group)
    meeting = prepare(group=held.group, starts_at=timezone.now() + timedelta(days=9), by=coordinator)
    call(meeting, by=coordinator)
    client.force_login(coordinator)

    with django_assert_num_queries(8):
        assert client.get(f"/sit/jednani/{meeting.pk}/").status_code == 200


def test_minutes_for_nobody_are_read_by_who_runs_the_meeting(client, coordinator):
    partner = UserFactory()
    held = MandateFactory(account=partner)
    meeting = MeetingFactory(group=held.group, approved=True, publication="nobody")

    client.force_login(partner)
    assert client.get(f"/sit/jednani/{meeting.pk}/zapis.pdf").status_code == 403
    client.force_login(coordinator)
    assert client.get(f"/sit/jednani/{meeting.pk}/zapis.pdf").status_code == 200
    assert Meeting.objects.count() == 1


def test_who_has_no_address_is_invited_to_the_box_of_the_organisation(meeting, seat, coordinator):
    silent = MandateFactory(group=seat.group, person__name="Petr Beran")
    for one, address in ((silent, "sekretariat@organizace.example"), (seat, "jinam@organizace.example")):
        Mailbox.objects.create(organisation=one.organisation, purpose="invitations", email=address)

    unreached = call(meeting, by=coordinator)
    send_waiting_mail()

    assert unreached == 0
    bodies = {letter.to[0]: letter.body for letter in mail.outbox}
    assert set(bodies) == {"clenka@organizace.example", "sekretariat@organizace.example"}
    assert "Pozvánka je pro: Petr Beran" in bodies["sekretariat@organizace.example"]


def test_whoever_joins_from_afar_is_noted_so(client, meeting, coordinator):
    call(meeting, by=coordinator)
    row = meeting.attendance.get()
    address = f"/sit/ucast/{make_token(row)}/"

    without_link = client.post(address, {"answer": "remote"})
    Meeting.objects.filter(pk=meeting.pk).update(online_link="https://schuzka.example/1")
    with_link = client.post(address, {"answer": "remote"})
    begin_minutes(meeting, by=coordinator)

    assert (without_link.status_code, with_link.status_code) == (422, 302)
    row.refresh_from_db()
    assert (row.answer, row.presence) == ("remote", "remote")
    client.force_login(coordinator)
    attended = client.get(f"/sit/jednani/{meeting.pk}/").context["attended"]
    assert (attended.came, attended.invited) == (1, 1)
