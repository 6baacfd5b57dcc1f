"""Approving minutes: their lines change seats, tasks, procedures, manuals, resolutions, events and the next meeting, all or
nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.models import Organisation
from network import manuals, procedures
from network.agenda import prepare
from network.attaching import keep_versions
from network.competences import CompetenceRefused
from network.competences import write as write_competence
from network.dates import day
from network.meeting_calls import MeetingRefused
from network.meeting_states import MeetingState, TaskState
from network.minutes_mail import tell_approved, tell_comments_are_open
from network.models import (
    Competence,
    Handover,
    LineKind,
    ManualState,
    Meeting,
    MinuteLine,
    NetworkEvent,
    Presence,
    Resolution,
    Task,
    TaskMove,
    Verb,
)
from network.models.competences import COPIED
from network.seats import SeatRefused, hand_deputy_over, hand_over
from network.wording import LINE_RELATIONS
from sociopoint.models import User
from sociopoint.permissions import can_edit_network


class Approval:
    """One approval: lines in their order, each by the deed of its kind."""

    def __init__(self, meeting: Meeting, lines: Sequence[MinuteLine], by: User) -> None:
        self.meeting, self.group, self.by = meeting, meeting.group, by
        self.lines = lines
        self.next_day = next((timezone.localdate(line.starts_at) for line in lines if line.starts_at), None)

    def apply(self, line: MinuteLine) -> None:
        deeds: dict[LineKind, Callable[[MinuteLine], None]] = {
            LineKind.DOES_NOT_DO: self._agree_what_is_not_done,
            LineKind.TASK: self._give_task,
            LineKind.TASK_MOVED: self._move_task,
            LineKind.RESOLUTION: self._number_resolution,
            LineKind.MEMBER_CHANGE: self._change_member,
            LineKind.DEPUTY_CHANGE: self._change_deputy,
            LineKind.PROCEDURE: self._put_procedure_in_force,
            LineKind.MANUAL: self._issue_manual,
            LineKind.EVENT: self._announce_event,
            LineKind.NEXT_MEETING: self._prepare_next,
        }
        deed = deeds.get(LineKind(line.kind))
        if deed is not None:
            deed(line)

    def _agree_what_is_not_done(self, line: MinuteLine) -> None:
        """A competence in force when a coordinator approves; a proposal to one when the group's contact person does.
        It replaces what was agreed about the same organisation and situation before."""
        agreed = Competence.objects.in_force(timezone.localdate()).filter(
            organisation=line.organisation, situation=line.situation, verb=Verb.DOES_NOT
        )
        blank = Competence()
        values = {name: getattr(blank, name) for name in COPIED} | {
            "organisation": line.organisation,
            "situation": line.situation,
            "verb": Verb.DOES_NOT,
            "what": line.text,
            "handover": Handover.CALL_FIRST if line.call_first else Handover.FREELY,
            "source": self._reason(),
            "valid_from": self.meeting.day,
            "verified_on": self.meeting.day,
            "verified_by": _("jednání skupiny %(group)s") % {"group": self.group},
        }
        before = agreed.order_by("pk").first()
        if before is not None:
            values["valid_from"] = timezone.localdate()
        write_competence(values, by=self.by, replaces=before)

    def _give_task(self, line: MinuteLine) -> None:
        line.task = Task.objects.create(
            group=self.group,
            meeting=self.meeting,
            text=line.text[:400],
            owner=line.person,
            owner_organisation=line.organisation,
            given_on=self.meeting.day,
            due=_needed(line.due),
        )
        line.save(update_fields=["task"])

    def _move_task(self, line: MinuteLine) -> None:
        if line.task is None:
            raise TypeError("the table keeps this column filled for the kind of line")
        task = Task.objects.select_for_update(of=("self",)).get(pk=line.task.pk)
        after = line.due or self.next_day
        if after is None:
            raise MeetingRefused(
                _("Úkol „%(task)s“ se přesouvá, ale není kam: dopište termín, nebo příští jednání.") % {"task": task}
            )
        if task.state != TaskState.OPEN:
            raise MeetingRefused(_("Úkol „%(task)s“ mezitím skončil. Smažte řádek o přesunu.") % {"task": task})
        if after <= task.due:
            raise MeetingRefused(
                _("Úkol „%(task)s“ má termín už %(day)s, přesunout jde jen na později.")
                % {"task": task, "day": day(task.due)}
            )
        TaskMove.objects.create(
            task=task,
            meeting=self.meeting,
            before=task.due,
            after=after,
            reason=line.text[:300],
            moved_on=self.meeting.day,
            by=self.by,
        )
        task.due = after
        task.save(update_fields=["due"])

    def _number_resolution(self, line: MinuteLine) -> None:
        """The group's row is locked, so numbers follow one another without a gap."""
        year = self.meeting.day.year
        last = self.group.resolutions.filter(year=year).aggregate(last=Max("number"))["last"] or 0
        label = f"{last + 1}/{year}-{self.group.code}"
        Resolution.objects.create(group=self.group, year=year, number=last + 1, label=label, text=line.text, line=line)

    def _change_member(self, line: MinuteLine) -> None:
        hand_over(
            group=self.group,
            organisation=_needed_organisation(line),
            role=line.role,
            person=line.person,
            since=_needed(line.starts_on),
            by=self.by,
            reason=self._reason(),
        )

    def _change_deputy(self, line: MinuteLine) -> None:
        hand_deputy_over(
            group=self.group,
            organisation=_needed_organisation(line),
            person=line.person,
            since=_needed(line.starts_on),
            by=self.by,
            reason=self._reason(),
        )

    def _put_procedure_in_force(self, line: MinuteLine) -> None:
        """As of the day of the meeting, whose group is named as the one who approved it."""
        self._only_coordinator()
        if line.procedure_version is None:
            raise TypeError("the table keeps this column filled for the kind of line")
        procedures.approve(
            line.procedure_version,
            by=self.by,
            on=self.meeting.day,
            approved_by=_("skupina %(group)s, jednání %(meeting)s")
            % {"group": self.group.name[:100], "meeting": self.meeting.label},
            change_note=line.text[:300],
        )

    def _issue_manual(self, line: MinuteLine) -> None:
        self._only_coordinator()
        if line.manual_version is None:
            raise TypeError("the table keeps this column filled for the kind of line")
        manuals.issue(
            line.manual_version,
            by=self.by,
            state=ManualState(line.manual_state),
            valid_from=_needed(line.starts_on),
            change_note=line.text[:300],
        )

    def _only_coordinator(self) -> None:
        """The group decides, but what the whole network goes by comes into force by the city."""
        if not can_edit_network(self.by):
            raise MeetingRefused(
                _("Postupy a manuály uvádí v platnost koordinátor sítě. Tento zápis proto musí schválit on.")
            )

    def _announce_event(self, line: MinuteLine) -> None:
        NetworkEvent.objects.create(
            title=line.text,
            starts_on=_needed(line.starts_on),
            ends_on=line.ends_on,
            place=line.place,
            organisation=line.organisation,
            line=line,
        )

    def _prepare_next(self, line: MinuteLine) -> None:
        if line.starts_at is not None:
            prepare(
                group=self.group,
                starts_at=line.starts_at,
                by=self.meeting.minutes_by,
                place=line.place,
                publication=self.meeting.publication,
                reminds=self.meeting.reminds,
                previous=self.meeting,
            )

    def _reason(self) -> str:
        return _("zápis %(meeting)s") % {"meeting": self.meeting.label}


@transaction.atomic
def send_for_comments(meeting: Meeting, *, by: User, until: date | None) -> None:
    """Members may read and comment; `until` is the last day for it, None approves without waiting. Raises MeetingRefused."""
    locked = _locked(meeting)
    if locked.state != MeetingState.HELD:
        raise MeetingRefused(_("K připomínkám jde poslat jen rozepsaný zápis."))
    if not locked.lines.exists():
        raise MeetingRefused(_("V zápise ještě nic není. Napište aspoň jeden řádek."))
    if locked.attendance.filter(presence=Presence.NONE).exists():
        raise MeetingRefused(_("Nejdřív dopište prezenci: u někoho chybí, jestli přišel."))
    locked.state, locked.comments_until = MeetingState.COMMENTS, until
    locked.save(update_fields=["state", "comments_until"])
    tell_comments_are_open(locked, by=by)
    meeting.refresh_from_db()


@transaction.atomic
def approve(meeting: Meeting, *, by: User) -> None:
    """Everything the minutes say happens now, in this one transaction. Raises MeetingRefused and changes nothing."""
    type(meeting.group).objects.select_for_update(of=("self",)).get(pk=meeting.group_id)
    locked = _locked(meeting)
    if locked.state != MeetingState.COMMENTS:
        raise MeetingRefused(_("Schválit jde jen zápis, který byl k připomínkám."))
    if locked.comments_until and timezone.localdate() <= locked.comments_until:
        raise MeetingRefused(_("Připomínky běží do %(day)s, schválit jde potom.") % {"day": day(locked.comments_until)})
    if locked.comments.filter(reply="").exists():
        raise MeetingRefused(_("Nejdřív odpovězte na všechny připomínky."))
    lines = list(locked.lines.select_related(*LINE_RELATIONS))
    lines.sort(key=lambda line: line.kind == LineKind.NEXT_MEETING)  # the next agenda takes in today's tasks
    approval = Approval(locked, lines, by)
    for line in lines:
        _apply(approval, line)
    keep_versions(locked)
    locked.state, locked.approved_at, locked.approved_by = MeetingState.APPROVED, timezone.now(), by
    locked.save(update_fields=["state", "approved_at", "approved_by"])
    tell_approved(locked, by=by)
    meeting.refresh_from_db()


def _apply(approval: Approval, line: MinuteLine) -> None:
    try:
        with transaction.atomic():
            approval.apply(line)
    except (SeatRefused, CompetenceRefused, procedures.ProcedureRefused, manuals.ManualRefused) as refusal:
        raise MeetingRefused(f"{line.get_kind_display()}: {refusal}") from None
    except ValidationError as error:
        raise MeetingRefused(f"{line.get_kind_display()}: {' '.join(error.messages)}") from None
    except IntegrityError:
        raise MeetingRefused(
            _("Řádek „%(line)s“ se nedá provést, protože se mezitím něco změnilo. Opravte ho.") % {"line": line}
        ) from None


def _locked(meeting: Meeting) -> Meeting:
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("group", "minutes_by")
    return rows.get(pk=meeting.pk)


def _needed(value: date | None) -> date:
    if value is None:
        raise TypeError("the table keeps this column filled for the kind of line")
    return value


def _needed_organisation(line: MinuteLine) -> Organisation:
    if line.organisation is None:
        raise TypeError("the table keeps this column filled for the kind of line")
    return line.organisation
