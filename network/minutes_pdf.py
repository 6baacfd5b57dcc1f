"""The minutes as these groups know them: a head, who was there, numbered points, resolutions, who wrote it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from network.attaching import attached
from network.dates import day, hour, long_day
from network.meeting_page import Attended, Point, attendance_of, grouped, points_of
from network.meeting_states import MeetingState
from network.models import Attendance, LineKind, Meeting, Presence
from network.papers import paper
from network.wording import about_point, hours_there
from sociopoint.context import desk
from sociopoint.models import User
from sociopoint.typography import typeset

EXPLAINED = (
    LineKind.TASK,
    LineKind.TASK_MOVED,
    LineKind.RESOLUTION,
    LineKind.MEMBER_CHANGE,
    LineKind.DEPUTY_CHANGE,
    LineKind.PROCEDURE,
    LineKind.MANUAL,
)


def minutes_pdf(meeting: Meeting, *, reader: User | None) -> bytes:
    """`reader` None is a member."""
    return paper("minutes", facts_of(meeting, reader=reader))


def facts_of(meeting: Meeting, *, reader: User | None) -> dict[str, Any]:
    """Everything the paper says, typeset."""
    points = points_of(meeting, with_minutes=True, reader=reader)
    attended = attendance_of(meeting)
    number = _("Zápis z jednání %(label)s") % {"label": meeting.label}
    approved = meeting.state == MeetingState.APPROVED and meeting.approved_at
    return {
        "title": f"{number}, {meeting.group.name}",
        "heading": number,
        "group": f"{meeting.group.name} ({meeting.group.get_kind_display()})",
        "author": f"SOCIOPOINT {desk().city}",
        "draft": "" if approved else _("Koncept, zápis zatím není schválený."),
        "facts": _head(meeting),
        "presence_heading": _("Prezence"),
        "presence": _presence(attended),
        "points": [
            {
                "title": typeset(point.item.title),
                "presenter": typeset(about_point(point.item)),
                "lines": [
                    {"kind": one.kind, "text": one.sentence, "more": _more(one.line.kind, one.consequence)}
                    for one in point.lines
                ],
                "empty": "" if point.is_hidden else _("Bez zápisu."),
            }
            for point in points
        ],
        "attachments_heading": _("Přílohy"),
        "attachments": _attachments(meeting, points),
        "ending": _ending(meeting),
        "footer": f"{meeting.group.code} {meeting.label}",
    }


def _more(kind: str, consequence: str) -> str:
    """On paper only what a reader needs: owner and day of a task, since when, the number of a resolution."""
    return consequence if kind in EXPLAINED else ""


def _attachments(meeting: Meeting, points: list[Point]) -> list[str]:
    """`Statut skupiny (PDF, verze 2), k bodu 3`; of the whole meeting first."""
    numbers = {point.item.pk: point.number for point in points}
    hidden = {point.item.pk for point in points if point.is_hidden}
    said = []
    for one in attached(meeting, None):
        if one.point in hidden:
            continue
        number = numbers.get(one.point or 0)
        words = {"title": one.title, "about": one.about, "number": number}
        line = _("%(title)s (%(about)s), k bodu %(number)d") if number else _("%(title)s (%(about)s)")
        said.append((number or 0, typeset(line % words)))
    return [line for _number, line in sorted(said)]


def _head(meeting: Meeting) -> list[list[str]]:
    when = f"{long_day(meeting.day)}, {hour(meeting.starts_at)}"
    if meeting.ends_at:
        when += f"–{hour(meeting.ends_at)}"
    rows = [[_("Datum"), when]]
    rows += [[_("Místo"), typeset(meeting.place)]] if meeting.place else []
    rows += [[_("Téma"), typeset(meeting.title)]] if meeting.title else []
    rows += [[_("Zapsal/a"), str(meeting.minutes_by)]] if meeting.minutes_by else []
    return rows


def _presence(attended: Attended) -> list[list[str]]:
    words = {
        Presence.PRESENT: _("Přítomni"),
        Presence.REMOTE: _("Na dálku"),
        Presence.REPRESENTED: _("Zastoupeni"),
        Presence.EXCUSED: _("Omluveni"),
        Presence.ABSENT: _("Nepřítomni"),
        Presence.NONE: _("Nezapsáno"),
    }
    by_presence = grouped(attended.rows)
    found = []
    for presence, label in words.items():
        members = [_one(row) for row in by_presence.get(presence, []) if row.mandate_id]
        if members:
            found.append([label, "; ".join(members)])
    guests = [_one(row) for row in attended.rows if not row.mandate_id]
    if attended.some_only_advise:
        votes = {"there": attended.votes_there, "all": attended.votes}
        found.append([_("Hlasů"), _("%(there)d z %(all)d") % votes])
    return found + ([[_("Hosté"), "; ".join(guests)]] if guests else [])


def _one(row: Attendance) -> str:
    if row.mandate is None:
        return row.guest_name + in_brackets(row)
    said = f"{row.mandate.person} ({row.mandate.organisation})"
    said = f"{row.represented_by} {_('za')} {said}" if row.presence == Presence.REPRESENTED else said
    return said + in_brackets(row)


def in_brackets(row: Attendance) -> str:
    """` (od 9:30)` of who was not there the whole time."""
    hours = hours_there(row)
    return f" ({hours})" if hours else ""


def _ending(meeting: Meeting) -> list[str]:
    if meeting.approved_at:
        when = day(timezone.localdate(meeting.approved_at))
        return [typeset(_("Zápis schválen %(day)s, schválil/a %(who)s.") % {"day": when, "who": meeting.approved_by})]
    return []
