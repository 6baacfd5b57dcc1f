"""What is written about a meeting before, during and after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.models import AgendaItem, Answer, Attendance, Meeting, PointKind, Presence, Publication
from network.models.meetings import THERE
from sociopoint.desk_forms import DeskForm, date_field

CZECH_TIMES = ["%H:%M", "%H.%M", "%H:%M:%S", "%H"]


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def time_field(label: Any, *, required: bool = True) -> forms.TimeField:
    messages = {"invalid": _("Čas napište třeba takhle: 9:00."), "required": _("Napište čas.")}
    return forms.TimeField(
        label=label, required=required, input_formats=CZECH_TIMES, widget=TimeInput(), error_messages=messages
    )


def text_field(label: Any, most: int, *, required: bool = False, help_text: Any = "", rows: int = 0) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=help_text,
        widget=widget,
        error_messages={
            "required": _("Vyplňte prosím tohle pole."),
            "max_length": _("Zkraťte text na %(limit_value)d znaků."),
        },
    )


def moment_of(day: date, hour: time) -> datetime:
    """The first of the two where clocks go back. Raises ValidationError for an hour they leap over."""
    moment = timezone.make_aware(datetime.combine(day, hour)).astimezone(UTC)  # as it comes back from the database
    there = timezone.localtime(moment)
    if (there.hour, there.minute) != (hour.hour, hour.minute):
        raise ValidationError(_("V tu hodinu se ten den posouvají hodiny o hodinu dopředu. Napište jiný čas."))
    return moment


def check_hours(form: forms.Form, sent: Mapping[str, Any], day: date | None) -> None:
    """`begins` and `ends` are in their order, and of a day there are both hours in it."""
    for name in ("begins", "ends"):
        if day and sent.get(name):
            try:
                moment_of(day, sent[name])
            except ValidationError as error:
                form.add_error(name, error)
    begins, ends = sent.get("begins"), sent.get("ends")
    if begins and ends and ends <= begins:
        form.add_error("ends", _("Konec musí být po začátku."))


class MeetingForm(DeskForm):
    day = date_field(_("Den"))
    begins = time_field(_("Začátek"))
    ends = time_field(_("Konec (nepovinné)"), required=False)
    place = text_field(_("Kde"), 200)
    online_link = forms.URLField(
        label=_("Odkaz pro připojení (nepovinné)"),
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Vložte celou adresu, začíná https://.")},
    )
    title = text_field(_("O čem (nepovinné)"), 160)
    publication = forms.ChoiceField(
        label=_("Kdo uvidí schválený zápis"), choices=Publication.choices, initial=Publication.MEMBERS
    )
    reminds = forms.BooleanField(
        label=_("Kdo na pozvánku neodpoví, tomu pár dní předem jednou připomenout"), required=False, initial=True
    )

    @staticmethod
    def values_of(meeting: Meeting) -> dict[str, object]:
        starts, ends = timezone.localtime(meeting.starts_at), meeting.ends_at and timezone.localtime(meeting.ends_at)
        return {
            "day": starts.date(),
            "begins": starts.time(),
            "ends": ends.time() if ends else None,
            "place": meeting.place,
            "online_link": meeting.online_link,
            "title": meeting.title,
            "publication": meeting.publication,
            "reminds": meeting.reminds,
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        check_hours(self, cleaned, cleaned.get("day"))
        return cleaned

    def facts(self) -> dict[str, Any]:
        sent = self.cleaned_data
        ends = moment_of(sent["day"], sent["ends"]) if sent["ends"] else None
        kept = {name: sent[name] for name in ("place", "online_link", "title", "publication", "reminds")}
        return kept | {"starts_at": moment_of(sent["day"], sent["begins"]), "ends_at": ends}


class PointForm(DeskForm):
    title = text_field(_("O čem bod je"), 200, required=True)
    kind = forms.ChoiceField(label=_("K čemu bod je"), required=False, choices=PointKind.choices)
    presenter = text_field(_("Kdo ho uvede"), 160)
    why = text_field(_("Proč (nepovinné)"), 1000, rows=2)
    members_only = forms.BooleanField(
        label=_("Jen pro členy skupiny"),
        required=False,
        help_text=_("I když zápis uvidí celá síť, tenhle bod uvidí jen členové."),
    )


class PointEditForm(PointForm):
    position = forms.IntegerField(
        label=_("Pořadí"),
        min_value=0,
        max_value=99,
        error_messages={
            "required": _("Napište číslo pořadí."),
            "invalid": _("Napište číslo pořadí."),
            "max_value": _("Nejvýš 99."),
            "min_value": _("Nejméně 0."),
        },
    )

    @staticmethod
    def values_of(item: AgendaItem) -> dict[str, object]:
        return {name: getattr(item, name) for name in ("title", "kind", "presenter", "why", "members_only", "position")}


ANSWERS = (
    (Answer.COMING, _("Přijdu")),
    (Answer.EXCUSED, _("Omlouvám se")),
    (Answer.DEPUTY, _("Nepřijdu, pošlu zástup")),
)


class AnswerForm(DeskForm):
    """What an invited person answers by their link; from afar only where there is a link to join by."""

    answer = forms.ChoiceField(
        label=_("Přijdete?"),
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vyberte, jestli přijdete.")},
    )
    represented_by = text_field(_("Kdo přijde za vás"), 160, help_text=_("Vyplňte, jen když posíláte zástup."))

    def __init__(self, *args: Any, is_online: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_online:
            first, *others = ANSWERS
            self.offer("answer", [first, (Answer.REMOTE, _("Připojím se na dálku")), *others])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("answer") == Answer.DEPUTY and not cleaned.get("represented_by"):
            self.add_error("represented_by", _("Napište, kdo přijde za vás."))
        return cleaned


class PresenceForm(forms.Form):
    """One row of the list: a choice and, for who is represented, by whom. Prefixed by the row."""

    presence = forms.ChoiceField(choices=Presence.choices, required=False, label=_("Účast"))
    represented_by = text_field(_("Kdo zastupuje"), 160)
    arrived_at = time_field(_("Přišel/přišla až v"), required=False)
    left_at = time_field(_("Odešel/odešla už v"), required=False)

    def __init__(self, sent: QueryDict | None, *, row: Attendance) -> None:
        initial = {name: getattr(row, name) for name in ("presence", "represented_by", "arrived_at", "left_at")}
        super().__init__(sent, prefix=f"r{row.pk}", initial=initial, label_suffix="")
        self.row = row

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("presence") == Presence.REPRESENTED and not cleaned.get("represented_by"):
            self.add_error("represented_by", _("Napište, kdo %(who)s zastupuje.") % {"who": self.row})
        arrived, left = cleaned.get("arrived_at"), cleaned.get("left_at")
        if (arrived or left) and cleaned.get("presence") not in THERE:
            self.add_error(
                "presence", _("Časy jsou zapsané, ale podle účasti %(who)s na jednání není.") % {"who": self.row}
            )
        elif arrived and left and left <= arrived:
            self.add_error("left_at", _("Odchod musí být po příchodu."))
        return cleaned

    @property
    def has_hours(self) -> bool:
        return any(self[name].value() or self[name].errors for name in ("arrived_at", "left_at"))


class GuestForm(DeskForm):
    guest_name = text_field(_("Host: jméno a odkud je"), 160, required=True)


class CommentsForm(DeskForm):
    until = date_field(_("Připomínky do (prázdné: bez čekání)"), required=False)

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until and until < timezone.localdate():
            raise ValidationError(_("Ten den už byl. Napište dnešek, nebo pozdější den."))
        return until


class CommentForm(DeskForm):
    point = forms.ChoiceField(label=_("K bodu"), error_messages={"required": _("Vyberte bod.")})
    text = text_field(_("Připomínka"), 1000, required=True, rows=3)

    def __init__(self, *args: Any, points: Iterable[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("point", [(str(point.pk), point.title) for point in points])


class ReplyForm(DeskForm):
    reply = text_field(_("Jak jsme s ní naložili"), 1000, required=True, rows=2)
