"""The sheet of a field event, and the questions that complete one of its ticks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inquiries.forms import choices
from inquiries.lists import DeskLists
from inquiries.models import AgeBand, FirstTime, HelpLevel, OnBehalf, Sex
from inquiries.smart_line import ELSEWHERE
from inquiries.ticks import Tick
from sociopoint.desk_forms import DeskForm, date_field

ROWS = 10
FIELD = "field"
"""Code of the channel a sheet begins with."""
WRONG_TIME = _("Čas napište třeba 14:30.")
WRONG_PERSONS = _("Kolik lidí: napište číslo od 1 do 500.")


class DayForm(DeskForm):
    """The day the whole sheet is of."""

    day = date_field(_("Den"))

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise ValidationError(_("Ten den ještě nebyl."))
        return day


class TickForm(DeskForm):
    """One line of the sheet; an untouched line is left out."""

    at = forms.TimeField(
        label=_("Čas"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H.%M", "%H"],
        error_messages={"invalid": WRONG_TIME},
    )
    channel = forms.ChoiceField(label=_("Kanál"))
    situation = forms.ChoiceField(label=_("Situace"), required=False)
    persons = forms.IntegerField(
        label=_("Kolik lidí"),
        min_value=1,
        max_value=500,
        initial=1,
        required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), WRONG_PERSONS),
    )

    def __init__(self, *args: Any, lists: DeskLists, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("channel", choices.of_list(lists.channels))
        self.offer("situation", choices.situations(lists, _("vyberte situaci")))
        self.fields["channel"].initial = next((one.pk for one in lists.channels if one.code == FIELD), None)
        for one in self.fields.values():
            one.widget.attrs["class"] = "govuk-select" if isinstance(one.widget, forms.Select) else "govuk-input"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("at") and not cleaned.get("situation"):
            self.add_error("situation", _("Vyberte situaci, nebo smažte čas."))
        return cleaned

    def begins(self) -> None:
        """Who opens the sheet writes here first."""
        self.fields["situation"].widget.attrs["autofocus"] = True

    @property
    def cells(self) -> list[tuple[str, BoundField]]:
        """Its fields in the order of the sheet: what must be said comes first."""
        return [(name, self[name]) for name in ("situation", "at", "channel", "persons")]

    @property
    def is_used(self) -> bool:
        return bool(self.cleaned_data.get("situation"))

    def tick(self, day: Any) -> Tick:
        """At the hour written, else at the middle of the day it is of (never in the future)."""
        given = self.cleaned_data
        moment = timezone.make_aware(datetime.combine(day, given.get("at") or time(12)))
        return Tick(
            min(moment, timezone.now()), int(given["channel"]), int(given["situation"]), given.get("persons") or 1
        )


class CompletionForm(DeskForm):
    """Only what is missing; every question may stay „nezjištěno“."""

    help_level = forms.ChoiceField(label=_("Jak jsme pomohli"), required=False, widget=forms.RadioSelect)
    district = forms.ChoiceField(label=_("Obvod"), required=False)
    age_band = forms.ChoiceField(label=_("Věk"), required=False, choices=AgeBand.choices)
    target_groups = forms.MultipleChoiceField(
        label=_("Cílové skupiny"), required=False, widget=forms.CheckboxSelectMultiple
    )
    sex = forms.ChoiceField(label=_("Pohlaví"), required=False, choices=Sex.choices)
    on_behalf = forms.ChoiceField(label=_("Kdo se ptal"), required=False, choices=OnBehalf.choices)
    first_time = forms.ChoiceField(label=_("Byl tu poprvé?"), required=False, choices=FirstTime.choices)
    heard_from = forms.ChoiceField(label=_("Odkud o nás ví"), required=False)

    def __init__(self, data: Any = None, *, lists: DeskLists, missing: Iterable[str]) -> None:
        super().__init__(data)
        self.offer("help_level", [(level.value, f"{level.value} {level.label}") for level in HelpLevel])
        self.offer("district", choices.districts(lists))
        self.offer("target_groups", choices.target_groups(lists))
        self.offer("heard_from", choices.of_list(lists.heard_from, _("nezjištěno")))
        asked = list(missing)
        self.fields = {name: self.fields[name] for name in asked}
        for name in ("age_band", "sex", "on_behalf", "first_time"):
            if name in self.fields:
                self.fields[name].initial = "unknown"

    def columns(self) -> dict[str, Any]:
        """Columns of the inquiry for what was answered."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        columns: dict[str, Any] = {
            name: given[name] for name in ("age_band", "sex", "on_behalf", "first_time") if name in given
        }
        if "help_level" in given:
            columns["help_level"] = int(given["help_level"])
        if "heard_from" in given:
            columns["heard_from_id"] = int(given["heard_from"])
        if given.get("district") == ELSEWHERE:
            columns["is_from_elsewhere"] = True
        elif "district" in given:
            columns["district_id"] = int(given["district"])
        return columns
