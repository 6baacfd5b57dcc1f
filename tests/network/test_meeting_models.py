"""What the tables of meetings, minutes and tasks refuse."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from network.meeting_states import MEETING_MOVES, TASK_MOVES, MeetingState, TaskState
from network.models import Meeting, MinuteLine, Resolution, Task, TaskMove
from tests.factories import OrganisationFactory, UserFactory
from tests.network.factories import PersonFactory
from tests.network.factories_groups import (
    AgendaItemFactory,
    AttendanceFactory,
    LineFactory,
    MandateFactory,
    MeetingFactory,
    TaskFactory,
    WorkingGroupFactory,
    at,
)
from tests.network.factories_indicators import ManualVersionFactory
from tests.network.factories_procedures import ProcedureVersionFactory

pytestmark = pytest.mark.django_db
APPROVED = {"approved_at": at(2025, 2, 1)}


@pytest.mark.parametrize("start", MeetingState)
@pytest.mark.parametrize("end", MeetingState)
def test_a_meeting_moves_only_as_the_table_says(start, end):
    meeting = MeetingFactory(approved=True) if start == "approved" else MeetingFactory(state=start)
    set_to = {"approved_at": timezone.now(), "approved_by": UserFactory()} if end == "approved" else {}
    unset = {"approved_at": None, "approved_by": None} if start == "approved" and end != "approved" else {}
    allowed = start == end or end in MEETING_MOVES[start]

    try:
        with transaction.atomic():
            Meeting.objects.filter(pk=meeting.pk).update(state=end, **set_to, **unset)
    except (ProgrammingError, IntegrityError):
        assert not allowed
    else:
        assert allowed


@pytest.mark.parametrize("start", TaskState)
@pytest.mark.parametrize("end", TaskState)
def test_a_task_moves_only_as_the_table_says(start, end):
    ended = {} if start == "open" else {"ended_at": timezone.now(), "evidence": "Zápis"}
    task = TaskFactory(state=start, **ended)
    facts = {"ended_at": None} if end == "open" else {"ended_at": timezone.now(), "evidence": "Zápis"}

    try:
        with transaction.atomic():
            Task.objects.filter(pk=task.pk).update(state=end, **facts)
    except ProgrammingError:
        assert start != end
        assert end not in TASK_MOVES[start]
    else:
        assert start == end or end in TASK_MOVES[start]


def test_a_number_is_once_in_a_year_of_a_group():
    meeting = MeetingFactory(number=1)

    with pytest.raises(IntegrityError, match="meeting_number_once_in_a_year"):
        MeetingFactory(group=meeting.group, number=1)


def test_a_meeting_ends_after_it_begins():
    with pytest.raises(IntegrityError, match="meeting_ends_after_it_begins"):
        MeetingFactory(ends_at=at(2025, 1, 16))


def test_an_approved_meeting_says_when_and_by_whom():
    with pytest.raises(IntegrityError, match="meeting_approved_when_and_by_whom"):
        MeetingFactory(state="approved")


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"kind": "information", "text": ""}, "line_says_something"),
        ({"kind": "does_not_do"}, "line_says_who_does_not"),
        ({"kind": "task"}, "line_task_has_owner_and_day"),
        ({"kind": "task", "due": date(2025, 2, 20)}, "line_task_has_owner_and_day"),
        ({"kind": "task_moved"}, "line_moves_a_task"),
        ({"kind": "member_change", "role": "member"}, "line_changes_a_seat_from_a_day"),
        ({"kind": "deputy_change"}, "line_changes_a_seat_from_a_day"),
        ({"kind": "event"}, "line_event_has_a_day"),
        ({"kind": "next_meeting"}, "line_next_meeting_has_a_time"),
        ({"kind": "procedure"}, "line_approves_a_procedure"),
        ({"kind": "manual", "manual_state": "valid", "starts_on": date(2026, 1, 1)}, "line_issues_a_manual_from_a_day"),
        ({"manual_state": "valid"}, "line_issues_a_manual_from_a_day"),
        ({"kind": "poem"}, "line_of_a_known_kind"),
        ({"ends_on": date(2025, 2, 13)}, "line_ends_after_it_begins"),
        (
            {"kind": "event", "starts_on": date(2025, 2, 13), "ends_on": date(2025, 2, 12)},
            "line_ends_after_it_begins",
        ),
    ],
)
def test_a_line_has_what_its_kind_needs(facts, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        LineFactory(**facts)


def test_a_member_changes_in_a_role():
    with pytest.raises(IntegrityError, match="line_changes_a_role"):
        LineFactory(kind="member_change", organisation=OrganisationFactory(), starts_on=date(2025, 1, 16))


def test_minutes_have_one_next_meeting_and_move_a_task_once():
    point = AgendaItemFactory()
    task = TaskFactory(group=point.meeting.group)
    LineFactory(point=point, kind="next_meeting", starts_at=at(2025, 2, 20))
    LineFactory(point=point, kind="task_moved", task=task)

    with pytest.raises(IntegrityError, match="line_one_next_meeting"), transaction.atomic():
        LineFactory(point=point, kind="next_meeting", starts_at=at(2025, 2, 21))
    with pytest.raises(IntegrityError, match="line_moves_a_task_once"):
        LineFactory(point=point, kind="task_moved", task=task)


@pytest.mark.parametrize("kind", ["information", "resolution", "manual"])
def test_only_a_line_about_a_procedure_names_one(kind):
    with pytest.raises(IntegrityError, match="line_approves_a_procedure"):
        LineFactory(kind=kind, procedure_version=ProcedureVersionFactory())


@pytest.mark.parametrize(
    "facts",
    [
        {"manual_state": "", "starts_on": date(2026, 7, 1)},
        {"manual_state": "draft", "starts_on": date(2026, 7, 1)},
        {"manual_state": "valid", "starts_on": None},
        {"manual_state": "valid", "starts_on": date(2026, 7, 1), "kind": "event"},
    ],
)
def test_a_line_about_a_manual_says_how_and_from_when_it_is_in_force(facts):
    with pytest.raises(IntegrityError, match="line_issues_a_manual_from_a_day"):
        LineFactory(**{"kind": "manual", "manual_version": ManualVersionFactory()} | facts)


def test_minutes_approve_a_procedure_once_and_issue_a_manual_once():
    point, version, manual = AgendaItemFactory(), ProcedureVersionFactory(), ManualVersionFactory()
    issued = {"kind": "manual", "manual_version": manual, "manual_state": "pilot", "starts_on": date(2026, 7, 1)}
    LineFactory(point=point, kind="procedure", procedure_version=version)
    LineFactory(point=point, **issued)

    with pytest.raises(IntegrityError, match="line_approves_a_procedure_once"), transaction.atomic():
        LineFactory(point=point, kind="procedure", procedure_version=version)
    with pytest.raises(IntegrityError, match="line_issues_a_manual_once"):
        LineFactory(point=point, **issued)


@pytest.fixture
def approved():
    line = LineFactory(kind="resolution")
    attendance = AttendanceFactory(meeting=line.meeting)
    Meeting.objects.filter(pk=line.meeting_id).update(state="called")
    Meeting.objects.filter(pk=line.meeting_id).update(state="held")
    Meeting.objects.filter(pk=line.meeting_id).update(state="comments")
    Meeting.objects.filter(pk=line.meeting_id).update(state="approved", approved_by=UserFactory(), **APPROVED)
    return line, attendance


@pytest.mark.parametrize(
    "deed",
    [
        lambda line, attendance: MinuteLine.objects.filter(pk=line.pk).update(text="Jinak"),
        lambda line, attendance: line.delete(),
        lambda line, attendance: LineFactory(point=line.point, meeting=line.meeting),
        lambda line, attendance: AgendaItemFactory(meeting=line.meeting),
        lambda line, attendance: type(attendance).objects.filter(pk=attendance.pk).update(presence="absent"),
    ],
)
def test_approved_minutes_do_not_change(approved, deed):
    with pytest.raises(IntegrityError, match="approved_minutes_do_not_change"):
        deed(*approved)


@pytest.mark.parametrize(
    "deed", [lambda rows: rows.update(text="Jinak"), lambda rows: rows.update(number=3), lambda rows: rows.delete()]
)
def test_a_resolution_stays_as_it_was_approved(deed):
    line = LineFactory(kind="resolution")
    made = Resolution.objects.create(
        group=line.meeting.group, year=2025, number=1, label="1/2025-PS", text=line.text, line=line
    )

    with pytest.raises(ProgrammingError, match="Cannot"):
        deed(Resolution.objects.filter(pk=made.pk))


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"mandate": None}, "attendance_of_a_seat_or_a_guest"),
        ({"guest_name": "Host"}, "attendance_of_a_seat_or_a_guest"),
        ({"presence": "represented"}, "attendance_represented_by_somebody"),
        ({"answer": "deputy", "answered_at": at(2025, 1, 10)}, "attendance_represented_by_somebody"),
        ({"answer": "coming"}, "attendance_answered_when"),
        ({"presence": "late"}, "attendance_known"),
        ({"presence": "absent", "left_at": "10:00"}, "attendance_hours_of_who_was_there"),
        ({"presence": "present", "arrived_at": "10:00", "left_at": "10:00"}, "attendance_left_after_arriving"),
    ],
)
def test_attendance_is_whole(facts, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        AttendanceFactory(**facts)


def test_a_seat_is_on_the_list_once():
    row = AttendanceFactory()

    with pytest.raises(IntegrityError, match="attendance_once_for_a_mandate"):
        AttendanceFactory(meeting=row.meeting, mandate=row.mandate)


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"owner": None}, "task_has_an_owner"),
        ({"text": ""}, "task_says_what"),
        ({"state": "cancelled"}, "task_ended_when"),
        ({"state": "done", "ended_at": at(2025, 2, 1)}, "task_done_with_evidence"),
    ],
)
def test_a_task_is_whole(facts, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        TaskFactory(**facts)


def test_a_task_is_put_off_to_a_later_day():
    task = TaskFactory()

    with pytest.raises(IntegrityError, match="task_moved_to_a_later_day"):
        TaskMove.objects.create(task=task, before=task.due, after=task.due)


def test_a_partner_sees_tasks_of_own_groups_and_own():
    partner, group = UserFactory(), WorkingGroupFactory()
    MandateFactory(group=group, account=partner)
    ours = TaskFactory(group=group)
    TaskFactory()
    mine = TaskFactory(owner=partner.person)

    assert set(Task.objects.visible_to(partner)) == {ours, mine}
    assert set(Task.objects.owned_by(partner)) == {mine}


def test_a_partner_sees_meetings_of_own_groups_and_minutes_for_all():
    partner = UserFactory()
    own = MeetingFactory()
    MandateFactory(group=own.group, account=partner)
    for_all = MeetingFactory(approved=True, publication="all", group__is_public=True)
    MeetingFactory(approved=True, publication="members", group__is_public=True)
    MeetingFactory(publication="all", group__is_public=True)
    MeetingFactory()

    assert set(Meeting.objects.visible_to(partner)) == {own, for_all}


def test_a_person_without_an_account_may_own_a_task():
    assert TaskFactory(owner=PersonFactory()).who.startswith("Pracovnice")
