"""Lines of minutes, points and presence in words: the same on the page, in the PDF and in the summary of what will change."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from network.dates import day, days, moment
from network.meeting_states import MeetingState
from network.models import (
    CHANGES_DATA,
    AgendaItem,
    Attendance,
    LineKind,
    MandateRole,
    ManualState,
    ManualVersion,
    Meeting,
    MinuteLine,
    PointKind,
)
from sociopoint.typography import typeset

ICONS = {
    LineKind.INFORMATION: "speech",
    LineKind.DOES_NOT_DO: "cross",
    LineKind.TASK: "flag",
    LineKind.TASK_MOVED: "chevron-right",
    LineKind.RESOLUTION: "check",
    LineKind.MEMBER_CHANGE: "people",
    LineKind.DEPUTY_CHANGE: "people",
    LineKind.PROCEDURE: "check",
    LineKind.MANUAL: "list",
    LineKind.EVENT: "calendar",
    LineKind.NEXT_MEETING: "calendar",
}
TOLD = (PointKind.INFORMATION, PointKind.DISCUSSION, PointKind.DECISION)
LINE_RELATIONS = (
    "organisation",
    "situation",
    "person",
    "task__owner",
    "task__owner_organisation",
    "resolution",
    "procedure_version__procedure",
    "manual_version__manual",
)
"""What a sentence needs, for `select_related`."""


@dataclass(frozen=True)
class Written:
    """A line as it stands: the sentence, and in small what follows from it."""

    line: MinuteLine
    icon: str
    kind: str
    sentence: str
    consequence: str
    changes: bool


def written(line: MinuteLine, meeting: Meeting) -> Written:
    """No query when the line came with LINE_RELATIONS and its task with its moves."""
    kind = LineKind(line.kind)
    return Written(
        line=line,
        icon=ICONS[kind],
        kind=str(kind.label),
        sentence=typeset(_sentence(line, kind)),
        consequence=typeset(_consequence(line, kind, meeting)),
        changes=kind in CHANGES_DATA,
    )


def about_point(item: AgendaItem) -> str:
    """`rozhodnutí · uvede: Jana Malá`; nothing where nothing is said. Tasks of last time and the rest say it by their name."""
    kind = str(PointKind(item.kind).label) if item.kind in TOLD else ""
    who = _("uvede: %(who)s") % {"who": item.presenter} if item.presenter else ""
    return " · ".join(filter(None, [kind, who]))


def hours_there(row: Attendance) -> str:
    """`od 9:30`, `do 10:15`, `od 9:30 do 10:15`; empty for who was there the whole time."""
    words = {
        "first": f"{row.arrived_at:%-H:%M}" if row.arrived_at else "",
        "last": f"{row.left_at:%-H:%M}" if row.left_at else "",
    }
    if row.arrived_at and row.left_at:
        return _("od %(first)s do %(last)s") % words
    if row.arrived_at:
        return _("od %(first)s") % words
    return _("do %(last)s") % words if row.left_at else ""


def _sentence(line: MinuteLine, kind: LineKind) -> str:
    if kind == LineKind.DOES_NOT_DO:
        said = f"{line.organisation}: {line.text}"
        return said + " " + _("Předem zavolejte, neposílejte rovnou.") if line.call_first else said
    if kind == LineKind.TASK_MOVED and line.task:
        target = day(line.due) if line.due else _("příští jednání")
        return f"{line.task.text} → {target}{_next_sentence(line)}"
    if kind == LineKind.MEMBER_CHANGE:
        return _member_sentence(line) + _also(line)
    if kind == LineKind.DEPUTY_CHANGE:
        words = _("%(organisation)s: zastupuje %(person)s.") if line.person else _("%(organisation)s: bez zástupce.")
        return words % {"organisation": line.organisation, "person": line.person} + _also(line)
    if kind == LineKind.PROCEDURE and line.procedure_version:
        return f"{line.procedure_version}.{_also(line)}"
    if kind == LineKind.MANUAL and line.manual_version:
        return f"{_manual_sentence(line, line.manual_version)}{_also(line)}"
    if kind == LineKind.NEXT_MEETING and line.starts_at:
        return moment(line.starts_at) + (f", {line.place}" if line.place else "") + _next_sentence(line)
    if kind == LineKind.EVENT and line.starts_on:
        place = f", {line.place}" if line.place else ""
        return f"{line.text}, {days(line.starts_on, line.ends_on)}{place}"
    return line.text


def _member_sentence(line: MinuteLine) -> str:
    role = MandateRole(line.role).label
    if line.person is None:
        return _("%(organisation)s: role %(role)s zůstává prázdná.") % {"organisation": line.organisation, "role": role}
    return _("%(organisation)s: %(role)s je nově %(person)s.") % {
        "organisation": line.organisation,
        "role": role,
        "person": line.person,
    }


def _manual_sentence(line: MinuteLine, version: ManualVersion) -> str:
    if line.manual_state == ManualState.PILOT:
        return _("%(version)s, platí pilotně.") % {"version": version}
    return _("%(version)s, platí naostro.") % {"version": version}


def _also(line: MinuteLine) -> str:
    return f" {line.text}" if line.text else ""


def _next_sentence(line: MinuteLine) -> str:
    """After what does not end as a sentence."""
    return f". {line.text}" if line.text else ""


def _consequence(line: MinuteLine, kind: LineKind, meeting: Meeting) -> str:
    is_in_force = meeting.state == MeetingState.APPROVED
    if kind == LineKind.DOES_NOT_DO:
        about = f"{line.situation}. " if line.situation else ""
        later = _("Po schválení se ukáže u služby a na pultu při předání.")
        return about + (_("Ukazuje se u služby a na pultu při předání.") if is_in_force else later)
    if kind == LineKind.TASK and line.due:
        who = ", ".join(str(one) for one in (line.person, line.organisation) if one)
        return _("%(who)s, do %(day)s.") % {"who": who, "day": day(line.due)}
    if kind == LineKind.TASK_MOVED:
        return _moved_before(line, meeting)
    if kind in (LineKind.MEMBER_CHANGE, LineKind.DEPUTY_CHANGE) and line.starts_on:
        return _("Platí od %(day)s.") % {"day": day(line.starts_on)}
    if kind == LineKind.PROCEDURE and line.procedure_version:
        approved = line.procedure_version.approved_on
        return _("Schváleno %(day)s.") % {"day": day(approved)} if approved else _("Platit začne schválením zápisu.")
    if kind == LineKind.MANUAL and line.starts_on:
        return _("Platí od %(day)s.") % {"day": day(line.starts_on)}
    if kind == LineKind.NEXT_MEETING:
        later = _("Po schválení se založí i s otevřenými úkoly. Pozvánky s kalendářem odejdou svoláním.")
        return _("Je založené i s otevřenými úkoly.") if is_in_force else later
    if kind == LineKind.RESOLUTION:
        resolution = getattr(line, "resolution", None)
        number = resolution.label if resolution else _("Číslo dostane schválením.")
        return f"{number} · {line.votes}" if line.votes else number
    if kind == LineKind.EVENT:
        return _("Je v kalendáři sítě.") if is_in_force else _("Po schválení bude v kalendáři sítě.")
    return ""


def _moved_before(line: MinuteLine, meeting: Meeting) -> str:
    """`Přesunuto podruhé. Poprvé 14. 11. 2024.` counting this line."""
    if line.task is None:
        return ""
    earlier = [move for move in line.task.moves.all() if move.meeting_id != meeting.pk]
    if not earlier:
        return _("Přesunuto poprvé. Uloženo %(day)s.") % {"day": day(line.task.given_on)}
    times = [_("Přesunuto podruhé."), _("Přesunuto potřetí."), _("Přesunuto počtvrté.")]
    count = times[len(earlier) - 1] if len(earlier) <= len(times) else _("Přesunuto už víckrát.")
    return count + " " + _("Poprvé %(day)s.") % {"day": day(earlier[0].moved_on)}
