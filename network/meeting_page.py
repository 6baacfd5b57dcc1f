"""The page of a meeting: its stages, its points with their lines, what approval will change, who is there."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from network.attaching import Attached
from network.dates import day, moment
from network.forms.lines import LineForm
from network.meeting_calls import invitation_path, seats_to_answer_for
from network.meeting_states import WRITTEN, MeetingState
from network.models import (
    AgendaItem,
    Answer,
    Attendance,
    ItemSource,
    ItemState,
    LineKind,
    Meeting,
    MinuteComment,
    MinuteLine,
    Publication,
    Task,
    TaskMove,
)
from network.models.meetings import THERE, groups_of
from network.wording import ICONS, LINE_RELATIONS, Written, about_point, written
from sociopoint.models import User
from sociopoint.permissions import can_see_whole_network
from sociopoint.typography import typeset

STAGES = (
    (MeetingState.CALLED, gettext_lazy("Svoláno")),
    (MeetingState.HELD, gettext_lazy("Zápis se píše")),
    (MeetingState.COMMENTS, gettext_lazy("K připomínkám")),
    (MeetingState.APPROVED, gettext_lazy("Schváleno")),
)


@dataclass(frozen=True)
class Stage:
    """`look`: done, now or ahead; said in words too."""

    words: str
    look: str


@dataclass(frozen=True)
class Chip:
    kind: str
    words: str
    icon: str


@dataclass
class Point:
    """`form` stands under the lines while a line is being written; then the chips of kinds are shown there.

    Of a hidden one only the number is told: its item is a blank with other words.
    """

    number: int
    item: AgendaItem
    lines: list[Written] = field(default_factory=list)
    comments: list[MinuteComment] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    attachments: list[Attached] = field(default_factory=list)
    form: LineForm | None = None
    form_words: str = ""
    form_line: MinuteLine | None = None
    is_open: bool = False
    is_hidden: bool = False

    @property
    def about(self) -> str:
        return typeset(about_point(self.item))


@dataclass(frozen=True)
class Effect:
    icon: str
    words: str


def stages_of(meeting: Meeting) -> list[Stage]:
    states = [state for state, _words in STAGES]
    now = states.index(MeetingState(meeting.state)) if meeting.state in states else -1
    looks = ["done" if place < now else "now" if place == now else "ahead" for place in range(len(STAGES))]
    if meeting.state == MeetingState.APPROVED:
        looks[-1] = "done"
    return [Stage(str(words), look) for (_state, words), look in zip(STAGES, looks, strict=True)]


def chips() -> list[Chip]:
    """Kinds of lines in the order they are mostly needed."""
    return [Chip(str(kind), str(kind.label), ICONS[kind]) for kind in LineKind]


def may_read_minutes(meeting: Meeting, *, runs: bool) -> bool:
    """While they are written, only who runs the meeting; members in the time for comments; then as was chosen."""
    if runs:
        return meeting.state in WRITTEN
    if meeting.state == MeetingState.APPROVED:
        return meeting.publication != Publication.NOBODY
    return meeting.state == MeetingState.COMMENTS


def points_of(meeting: Meeting, *, with_minutes: bool, reader: User | None) -> list[Point]:
    """Accepted points in their order; with their lines and comments when `with_minutes`. At most six queries.

    `reader` None is a member, who reads all of them.
    """
    items = [item for item in meeting.items.select_related("proposed_by") if item.state == ItemState.ACCEPTED]
    hidden = _hidden_from(reader, meeting, items)
    points = [
        Point(number, _blank(item), is_hidden=True) if item.pk in hidden else Point(number, item)
        for number, item in enumerate(items, start=1)
    ]
    by_item = {point.item.pk: point for point in points if not point.is_hidden}
    if with_minutes:
        moves = Prefetch("task__moves", TaskMove.objects.order_by("moved_on", "pk"))
        for line in meeting.lines.select_related(*LINE_RELATIONS).prefetch_related(moves):
            if line.point_id in by_item:
                by_item[line.point_id].lines.append(written(line, meeting))
        said_by = ("by", "replied_by", "seat__mandate__person", "seat__mandate__organisation")
        for one in meeting.comments.select_related(*said_by):
            if one.point_id in by_item:
                by_item[one.point_id].comments.append(one)
    if meeting.state != MeetingState.APPROVED:
        for point in points:
            if point.item.source == ItemSource.TASKS:
                point.tasks = list(meeting.group.tasks.open().select_related("owner", "owner_organisation")[:30])
    return points


def programme_of(meeting: Meeting) -> list[Point]:
    """What an invitation says of the accepted points. One query."""
    return [Point(number, item) for number, item in enumerate(meeting.items.filter(state=ItemState.ACCEPTED), start=1)]


def _hidden_from(reader: User | None, meeting: Meeting, items: list[AgendaItem]) -> set[int]:
    """No query unless there is a point for members only and the reader might be none."""
    inside = {item.pk for item in items if item.members_only}
    if not inside or reader is None or can_see_whole_network(reader):
        return set()
    return set() if groups_of(reader).filter(group=meeting.group_id).exists() else inside


def _blank(item: AgendaItem) -> AgendaItem:
    return AgendaItem(pk=item.pk, title=_("Bod jen pro členy skupiny"))


def put_on_the_table(points: list[Point], attachments: list[Attached]) -> list[Attached]:
    """Each to its point; returns those of the whole meeting, or of a point that is not in the programme."""
    by_item = {point.item.pk: point for point in points}
    rest = []
    for one in attachments:
        point = by_item.get(one.point) if one.point else None
        if point is None:
            rest.append(one)
        elif not point.is_hidden:
            point.attachments.append(one)
    return rest


def proposals_of(meeting: Meeting) -> list[AgendaItem]:
    return list(meeting.items.filter(state=ItemState.PROPOSED).select_related("proposed_by"))


def effects_of(points: list[Point]) -> list[Effect]:
    """What approval will change, counted by kind. No query."""
    lines = [one.line for point in points for one in point.lines]
    counts = Counter(LineKind(line.kind) for line in lines)
    found: list[Effect] = []

    def add(kind: LineKind, words: str) -> None:
        found.append(Effect(ICONS[kind], typeset(words)))

    if n := counts[LineKind.DOES_NOT_DO]:
        who = ", ".join(sorted({str(line.organisation) for line in lines if line.kind == LineKind.DOES_NOT_DO}))
        words = ngettext("%(n)d kompetence: co nedělá %(who)s", "%(n)d kompetencí: co nedělá %(who)s", n)
        add(LineKind.DOES_NOT_DO, words % {"n": n, "who": who})
    if n := counts[LineKind.TASK]:
        add(LineKind.TASK, ngettext("%(n)d nový úkol", "%(n)d nových úkolů", n) % {"n": n})
    if n := counts[LineKind.TASK_MOVED]:
        add(LineKind.TASK_MOVED, ngettext("%(n)d přesunutý úkol", "%(n)d přesunutých úkolů", n) % {"n": n})
    if n := counts[LineKind.RESOLUTION]:
        add(LineKind.RESOLUTION, ngettext("%(n)d usnesení dostane číslo", "%(n)d usnesení dostane číslo", n) % {"n": n})
    if n := counts[LineKind.MEMBER_CHANGE]:
        add(LineKind.MEMBER_CHANGE, ngettext("%(n)d změna člena", "%(n)d změn členů", n) % {"n": n})
    if n := counts[LineKind.DEPUTY_CHANGE]:
        add(LineKind.DEPUTY_CHANGE, ngettext("%(n)d změna zástupce", "%(n)d změn zástupců", n) % {"n": n})
    for line in lines:
        if line.procedure_version:
            add(LineKind.PROCEDURE, _("platit začne postup %(version)s") % {"version": line.procedure_version})
        if line.manual_version and line.starts_on:
            said = {"version": line.manual_version, "day": day(line.starts_on)}
            add(LineKind.MANUAL, _("od %(day)s platí %(version)s") % said)
    if n := counts[LineKind.EVENT]:
        add(LineKind.EVENT, ngettext("%(n)d akce v kalendáři sítě", "%(n)d akcí v kalendáři sítě", n) % {"n": n})
    for line in lines:
        if line.kind == LineKind.NEXT_MEETING and line.starts_at:
            where = f", {line.place}" if line.place else ""
            add(LineKind.NEXT_MEETING, _("příští jednání %(when)s") % {"when": moment(line.starts_at)} + where)
    return found


@dataclass(frozen=True)
class Attended:
    """`came` of `invited`: present, from afar, or represented; `silent` have not answered, and are there to be asked.

    `votes_there` of `votes`: those of them who decide that day; a seat given over before it has its votes at the next holder's.
    """

    rows: list[Attendance]
    came: int
    invited: int
    silent: int
    votes_there: int
    votes: int

    @property
    def some_only_advise(self) -> bool:
        return self.votes < self.invited


def attendance_of(meeting: Meeting, user: User | None = None) -> Attended:
    """Seats by organisation, then guests; `may_answer` of those that the user answers for. One query."""
    listed = meeting.attendance.select_related("mandate__person", "mandate__organisation")
    if user is not None:
        own = seats_to_answer_for(user, timezone.localdate()).filter(pk=OuterRef("pk")).order_by()
        listed = listed.annotate(may_answer=Exists(own))
    rows = list(listed)
    rows.sort(key=lambda row: (row.mandate is None, str(row.mandate.organisation) if row.mandate else row.guest_name))
    seats = [row for row in rows if row.mandate_id]
    there = [row for row in seats if row.presence in THERE]
    return Attended(
        rows=rows,
        came=len(there),
        invited=len(seats),
        silent=sum(row.answer == Answer.NONE and row.is_seat_that_day for row in seats),
        votes_there=_votes(there),
        votes=_votes(seats),
    )


def _votes(seats: list[Attendance]) -> int:
    return sum(row.mandate is not None and row.mandate.votes and row.is_seat_that_day for row in seats)


def own_seats(rows: list[Attendance]) -> list[tuple[Attendance, str]]:
    """Those the user answers for, with where."""
    return [(row, invitation_path(row)) for row in rows if getattr(row, "may_answer", False)]


def grouped(rows: list[Attendance]) -> dict[str, list[Attendance]]:
    """By presence, for the paper."""
    found: dict[str, list[Attendance]] = defaultdict(list)
    for row in rows:
        found[row.presence].append(row)
    return found
