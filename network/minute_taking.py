"""Writing minutes while the meeting goes on: lines come, change and go until the minutes leave for comments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.meeting_calls import MeetingRefused
from network.meeting_states import MeetingState
from network.models import AgendaItem, Attendance, Meeting, MinuteComment, MinuteLine, Presence
from sociopoint.models import User

CONFLICTS = {
    "line_one_next_meeting": gettext_lazy("Příští jednání už v zápisu je. Upravte ten řádek."),
    "line_moves_a_task_once": gettext_lazy("Tento úkol už v zápisu přesouváte."),
    "line_approves_a_procedure_once": gettext_lazy("Tento postup už v zápisu schvalujete."),
    "line_issues_a_manual_once": gettext_lazy("Tuto verzi manuálu už v zápisu máte."),
}


@transaction.atomic
def write_line(meeting: Meeting, *, point: AgendaItem, facts: Mapping[str, Any], by: User) -> MinuteLine:
    """A new line at the end of its point. Raises MeetingRefused."""
    _open(meeting)
    last = point.lines.aggregate(last=Max("position"))["last"] or 0
    line = MinuteLine(meeting=meeting, point=point, position=last + 1)
    return _saved(line, facts)


@transaction.atomic
def rewrite_line(line: MinuteLine, *, facts: Mapping[str, Any], by: User) -> MinuteLine:
    _open(line.meeting)
    return _saved(line, facts)


@transaction.atomic
def strike_line(line: MinuteLine, *, by: User) -> None:
    """Nothing has followed from it yet, so it may go."""
    _open(line.meeting)
    line.delete()


@transaction.atomic
def note_presence(meeting: Meeting, *, rows: Mapping[int, Mapping[str, Any]], by: User) -> None:
    """`rows`: attendance -> presence, represented_by, arrived_at, left_at. Who is not represented has nobody there."""
    _open(meeting)
    known = {row.pk: row for row in meeting.attendance.all()}
    for pk, said in rows.items():
        row = known[pk]
        row.presence, row.arrived_at, row.left_at = said["presence"], said["arrived_at"], said["left_at"]
        if row.presence == Presence.REPRESENTED:
            row.represented_by = said["represented_by"]
        elif row.answer != "deputy":
            row.represented_by = ""
    Attendance.objects.bulk_update(known.values(), ["presence", "represented_by", "arrived_at", "left_at"])


@transaction.atomic
def add_guest(meeting: Meeting, *, name: str, by: User) -> None:
    """A guest is there, by name only. Raises MeetingRefused for one who is on the list."""
    _open(meeting)
    if meeting.attendance.filter(guest_name=name).exists():
        raise MeetingRefused(_("%(name)s už na prezenci je.") % {"name": name})
    Attendance.objects.create(meeting=meeting, guest_name=name, presence=Presence.PRESENT)


@transaction.atomic
def reopen(meeting: Meeting, *, by: User) -> None:
    """Back from comments to writing; what was said stays."""
    locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if locked.state != MeetingState.COMMENTS:
        raise MeetingRefused(_("Vrátit k psaní jde jen zápis, který je k připomínkám."))
    locked.state, locked.comments_until = MeetingState.HELD, None
    locked.save(update_fields=["state", "comments_until"])
    meeting.refresh_from_db()


@transaction.atomic
def comment(meeting: Meeting, *, point: AgendaItem, text: str, by: User) -> MinuteComment:
    """Raises MeetingRefused."""
    _commented(meeting, text)
    return _once(meeting=meeting, point=point, text=text, by=by)


@transaction.atomic
def comment_by_link(seat: Attendance, *, point: AgendaItem, text: str) -> MinuteComment:
    """By whoever has the letter, so nobody is signed in. Raises MeetingRefused."""
    _commented(seat.meeting, text)
    return _once(meeting=seat.meeting, point=point, text=text, seat=seat)


def _once(**said: Any) -> MinuteComment:
    """The same words twice, before anybody answered, are a form sent twice."""
    there = MinuteComment.objects.filter(reply="", **said).first()
    return there or MinuteComment.objects.create(**said)


def _commented(meeting: Meeting, text: str) -> None:
    """Whoever comes late gets their words back."""
    locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if locked.state != MeetingState.COMMENTS:
        said = _(
            "Zápis teď k připomínkám není. Vaši připomínku jsme neuložili, zkopírujte si ji odtud, nebo nám zavolejte: %(text)s"
        )
        raise MeetingRefused(said % {"text": text})


@transaction.atomic
def reply(written: MinuteComment, *, text: str, by: User) -> None:
    """Once. Raises MeetingRefused when somebody was faster with another reply."""
    kept = MinuteComment.objects.select_for_update(of=("self",)).get(pk=written.pk)
    if kept.reply == text:
        return  # a double click
    if kept.reply:
        said = _(
            "Na připomínku mezitím odpověděl někdo jiný. Vaši odpověď jsme neuložili, zkopírujte si ji odtud: %(text)s"
        )
        raise MeetingRefused(said % {"text": text})
    written.reply, written.replied_by = text, by
    written.save(update_fields=["reply", "replied_by"])


def _open(meeting: Meeting) -> None:
    """Two writers come one after the other, and nobody writes into minutes that left. Raises MeetingRefused."""
    locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if locked.state != MeetingState.HELD:
        raise MeetingRefused(_("Zápis se teď nepíše, takže ho změnit nejde."))


def _saved(line: MinuteLine, facts: Mapping[str, Any]) -> MinuteLine:
    for name, value in facts.items():
        setattr(line, name, value)
    if line.person is not None and line.person.pk is None:
        line.person.save()
        line.person_id = line.person.pk
    try:
        with transaction.atomic():
            line.save()
    except IntegrityError as error:
        for name, sentence in CONFLICTS.items():
            if name in str(error):
                raise MeetingRefused(str(sentence)) from None
        raise
    return line
