"""A line of the minutes being written: each kind has its own labelled fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network import manuals, procedures
from network.forms.meetings import check_hours, moment_of, text_field, time_field
from network.forms.named import NameField, OrganisationField, WhoField
from network.models import (
    LineKind,
    MandateRole,
    ManualState,
    ManualVersion,
    Meeting,
    MinuteLine,
    Person,
    ProcedureVersion,
    Task,
)
from network.naming import Named, person_named
from situations.models import LifeSituation
from sociopoint.desk_forms import DeskForm, date_field
from sociopoint.models import User

FIELDS: Mapping[LineKind, tuple[str, ...]] = {
    LineKind.INFORMATION: ("text",),
    LineKind.DOES_NOT_DO: ("organisation", "text", "situation", "call_first"),
    LineKind.TASK: ("text", "who", "due"),
    LineKind.TASK_MOVED: ("task", "due", "text"),
    LineKind.RESOLUTION: ("text", "votes"),
    LineKind.MEMBER_CHANGE: ("organisation", "role", "name", "starts_on", "text"),
    LineKind.DEPUTY_CHANGE: ("organisation", "name", "starts_on", "text"),
    LineKind.PROCEDURE: ("procedure_version", "text"),
    LineKind.MANUAL: ("manual_version", "manual_state", "starts_on", "text"),
    LineKind.EVENT: ("text", "starts_on", "ends_on", "place", "organisation"),
    LineKind.NEXT_MEETING: ("day", "begins", "place", "text"),
}
LONGEST_COMPETENCE = 240
LONGEST_CHANGE_NOTE = 300
TEXT_LABELS = {
    LineKind.INFORMATION: _("Co zaznělo"),
    LineKind.DOES_NOT_DO: _("Co nebo pro koho nedělá"),
    LineKind.TASK: _("Co se má udělat"),
    LineKind.RESOLUTION: _("Na čem se skupina usnesla"),
    LineKind.EVENT: _("Co se chystá"),
    LineKind.PROCEDURE: _("Co se změnilo (nepovinné)"),
    LineKind.MANUAL: _("Co se změnilo (nepovinné)"),
}
OPTIONAL = {
    LineKind.RESOLUTION: ("votes",),
    LineKind.TASK_MOVED: ("due", "text"),
    LineKind.MEMBER_CHANGE: ("name", "text"),
    LineKind.DEPUTY_CHANGE: ("name", "text"),
    LineKind.PROCEDURE: ("text",),
    LineKind.MANUAL: ("text",),
    LineKind.EVENT: ("ends_on", "place", "organisation"),
    LineKind.NEXT_MEETING: ("place", "text"),
    LineKind.DOES_NOT_DO: ("situation", "call_first"),
}


class LineForm(DeskForm):
    """Only the fields of its kind are left; `facts` are columns of the line. New people are saved with the line."""

    text = text_field(_("Poznámka"), 600)
    who = WhoField(label=_("Kdo"), help_text=_("Jméno a za čárku organizaci, nebo jen organizaci."))
    due = date_field(_("Do kdy"))
    task = forms.ChoiceField(label=_("Který úkol"), error_messages={"required": _("Vyberte úkol.")})
    organisation = OrganisationField(label=_("Organizace"))
    role = forms.ChoiceField(label=_("Role"), choices=MandateRole.choices, initial=MandateRole.MEMBER)
    name = NameField(label=_("Kdo je nově"), help_text=_("Prázdné: místo zůstane volné."))
    situation = forms.ModelChoiceField(
        LifeSituation.objects.none(), label=_("V jaké situaci"), empty_label=_("v jakékoli"), blank=True
    )
    call_first = forms.BooleanField(label=_("Předem zavolejte, neposílejte rovnou"))
    procedure_version = forms.ChoiceField(
        label=_("Který postup"),
        help_text=_("Nabízíme verze, které se ještě píšou nebo byly k připomínkám."),
        error_messages={"required": _("Vyberte, který postup skupina schválila.")},
    )
    manual_version = forms.ChoiceField(
        label=_("Která verze manuálu"),
        help_text=_("Nabízíme verze, které ještě nejsou vydané."),
        error_messages={"required": _("Vyberte verzi manuálu.")},
    )
    manual_state = forms.ChoiceField(
        label=_("Jak platí"), choices=[(ManualState.PILOT, _("pilotně")), (ManualState.VALID, _("naostro"))]
    )
    starts_on = date_field(_("Od kdy"))
    ends_on = date_field(_("Do kdy (nepovinné)"))
    day = date_field(_("Den"))
    begins = time_field(_("Začátek"))
    place = text_field(_("Kde"), 200)
    votes = text_field(
        _("Jak se hlasovalo (nepovinné)"), 80, help_text=_("Třeba „konsensem“, nebo „7 pro, 1 se zdržel“.")
    )

    def __init__(self, *args: Any, kind: LineKind, meeting: Meeting, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.meeting = kind, meeting
        names = FIELDS[kind]
        for name in set(self.fields) - set(names):
            del self.fields[name]
        self.order_fields(names)
        for name, one in self.fields.items():
            one.required = name not in OPTIONAL.get(kind, ())
        if kind in TEXT_LABELS:
            self.fields["text"].label = TEXT_LABELS[kind]
            self.fields["text"].error_messages["required"] = str(_("Napište větu."))
        if kind == LineKind.EVENT:
            self.fields["starts_on"].label = _("Kdy, nebo od kdy")
        if kind == LineKind.TASK_MOVED:
            self.fields["due"].label = _("Nový termín (prázdné: příští jednání)")
            open_tasks = list(meeting.group.tasks.open())
            self.tasks = {str(task.pk): task for task in open_tasks}
            self.offer("task", [("", _("vyberte")), *((str(task.pk), task.text[:90]) for task in open_tasks)])
        if kind == LineKind.DOES_NOT_DO:
            self.fields["situation"].queryset = LifeSituation.objects.order_by("order", "pk")  # type: ignore[attr-defined]
        self.versions: dict[str, ProcedureVersion | ManualVersion] = {}
        if kind == LineKind.PROCEDURE:
            self._offer_versions("procedure_version", procedures.open_versions(user))
        if kind == LineKind.MANUAL:
            self._offer_versions("manual_version", manuals.drafts(user))

    def _offer_versions(self, name: str, rows: Iterable[ProcedureVersion] | Iterable[ManualVersion]) -> None:
        self.versions = {str(row.pk): row for row in rows}
        self.offer(name, [("", _("vyberte")), *((pk, str(row)) for pk, row in self.versions.items())])

    @staticmethod
    def values_of(line: MinuteLine) -> dict[str, object]:
        """What the form of a written line begins with."""
        starts = timezone.localtime(line.starts_at) if line.starts_at else None
        who = ", ".join(str(one) for one in (line.person, line.organisation) if one)
        return {
            "text": line.text,
            "who": who,
            "due": line.due,
            "task": str(line.task_id or ""),
            "organisation": str(line.organisation or ""),
            "role": line.role,
            "name": str(line.person or ""),
            "situation": line.situation_id,
            "call_first": line.call_first,
            "procedure_version": str(line.procedure_version_id or ""),
            "manual_version": str(line.manual_version_id or ""),
            "manual_state": line.manual_state,
            "starts_on": line.starts_on,
            "ends_on": line.ends_on,
            "day": starts.date() if starts else None,
            "begins": starts.time() if starts else None,
            "place": line.place,
            "votes": line.votes,
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("name") and cleaned.get("organisation"):
            try:
                cleaned["person"] = person_named(cleaned["name"], cleaned["organisation"])
            except ValidationError as error:
                self.add_error("name", error)
        if self.kind == LineKind.DOES_NOT_DO and len(cleaned.get("text", "")) > LONGEST_COMPETENCE:
            self.add_error("text", _("Zkraťte větu na 240 znaků, na pultu se čte na první pohled."))
        if self.kind in (LineKind.PROCEDURE, LineKind.MANUAL) and len(cleaned.get("text", "")) > LONGEST_CHANGE_NOTE:
            self.add_error("text", _("Zkraťte větu na 300 znaků."))
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("Konec nemůže být dřív než začátek."))
        if self.kind == LineKind.NEXT_MEETING:
            check_hours(self, cleaned, cleaned.get("day"))
        return cleaned

    def facts(self) -> dict[str, Any]:
        """Columns of the line, every one that the kind does not use emptied."""
        sent = self.cleaned_data
        who: Named | None = sent.get("who")
        person: Person | None = who.person if who else sent.get("person")
        task: Task | None = self.tasks[sent["task"]] if sent.get("task") else None
        return {
            "kind": self.kind,
            "text": sent.get("text", ""),
            "organisation": who.organisation if who else sent.get("organisation"),
            "person": person,
            "situation": sent.get("situation"),
            "role": sent.get("role", ""),
            "task": task,
            "procedure_version": self.versions.get(sent.get("procedure_version", "")),
            "manual_version": self.versions.get(sent.get("manual_version", "")),
            "manual_state": sent.get("manual_state", ""),
            "due": sent.get("due"),
            "starts_on": sent.get("starts_on"),
            "ends_on": sent.get("ends_on"),
            "starts_at": moment_of(sent["day"], sent["begins"]) if sent.get("day") else None,
            "place": sent.get("place", ""),
            "votes": sent.get("votes", ""),
            "call_first": sent.get("call_first", False),
        }
