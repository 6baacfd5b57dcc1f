"""Manuals, periods and reports as they are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.models import ServiceKind
from network.forms import seen
from network.manuals import DEFINED
from network.models import (
    Disproportion,
    IndicatorDefinition,
    IndicatorManual,
    IndicatorReport,
    IndicatorValue,
    ManualState,
    ManualVersion,
    ReportingPeriod,
    ValueKind,
    Verdict,
)
from network.numbers import plain_decimal, written_decimal
from network.reporting import Filled, Judged
from sociopoint.desk_forms import DeskForm, date_field, use_date_fields

LARGEST = Decimal("9999999999.99")
LARGEST_FILE = 1_000_000  # bytes
NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]{1,2})?")


class ManualForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    class Meta:
        model = IndicatorManual
        fields = ("name", "issuer")
        error_messages = {"name": {"required": gettext_lazy("Napište, jak se manuál jmenuje.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)


class DefinitionForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = IndicatorDefinition
        fields = DEFINED
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("counts", "counts_not", "examples")}
        error_messages = {
            "code": {"required": gettext_lazy("Napište kód bez mezer a háčků, např. intervence.")},
            "name": {"required": gettext_lazy("Napište název ukazatele.")},
            "counts": {"required": gettext_lazy("Napište, co se počítá.")},
        }

    def __init__(self, *args: Any, version: ManualVersion, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        self.instance.version = version

    def clean(self) -> dict[str, Any]:
        """The version is not a field, so Django would leave what must be alone in it to the database."""
        cleaned: dict[str, Any] = super().clean() or {}
        others = self.instance.version.definitions.exclude(pk=self.instance.pk)
        if others.filter(code=cleaned.get("code")).exists():
            self.add_error("code", _("Tento kód už v této verzi je."))
        meaning = cleaned.get("meaning")
        if meaning != "other" and others.filter(meaning=meaning).exists():
            self.add_error("meaning", _("Tenhle význam už v této verzi jiný ukazatel má."))
        return cleaned


class IssueForm(DeskForm):
    state = forms.ChoiceField(
        label=gettext_lazy("Jak platí"),
        choices=[(ManualState.PILOT, gettext_lazy("pilotně")), (ManualState.VALID, gettext_lazy("naostro"))],
    )
    valid_from = date_field(gettext_lazy("Platí od"))
    change_note = forms.CharField(label=gettext_lazy("Co se změnilo (nepovinné)"), max_length=300, required=False)


class QuestionForm(DeskForm):
    text = forms.CharField(
        label=gettext_lazy("Čemu nerozumíte"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Napište, na co se ptáte.")},
    )
    definition = forms.ChoiceField(label=gettext_lazy("U kterého ukazatele"))

    def __init__(self, *args: Any, definitions: list[IndicatorDefinition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.definitions = {str(one.pk): one for one in definitions}
        self.offer("definition", [(pk, one.name) for pk, one in self.definitions.items()])


class PeriodForm(forms.ModelForm):  # type: ignore[type-arg]
    kinds = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Které druhy služeb vykazují"),
        queryset=ServiceKind.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Vyberte aspoň jeden druh služeb.")},
    )

    class Meta:
        model = ReportingPeriod
        fields = ("name", "version", "first", "last", "due_on")
        error_messages = {"name": {"required": gettext_lazy("Napište třeba: 1. pololetí 2026.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        self.fields["version"].queryset = ManualVersion.objects.issued().select_related("manual")  # type: ignore[attr-defined]
        use_date_fields(self, "first", "last", "due_on")


class ReasonForm(DeskForm):
    reason = forms.CharField(
        label=gettext_lazy("Co je potřeba opravit"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Napište, co je potřeba opravit.")},
    )


class ExplanationsForm(DeskForm):
    """What the city says to each explanation it has not decided about: `co-7`, and `dotaz-7` with what it asks again."""

    def __init__(self, *args: Any, asked: Sequence[Disproportion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.all, self.asked = asked, [one for one in asked if not one.is_judged]
        choices = [*Verdict.choices, ("", gettext_lazy("nechat na později"))]
        for one in self.asked:
            self.fields[f"co-{one.pk}"] = forms.ChoiceField(
                label=_("Co říkáte na vysvětlení"), choices=choices, required=False, widget=forms.RadioSelect
            )
            self.fields[f"dotaz-{one.pk}"] = forms.CharField(
                label=_("Na co se ptáte (uvidí to služba)"),
                max_length=400,
                required=False,
                error_messages={"max_length": _("Zkraťte otázku na 400 znaků.")},
            )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for one in self.asked:
            if values.get(f"co-{one.pk}") == Verdict.CORRECT and not values.get(f"dotaz-{one.pk}"):
                self.add_error(f"dotaz-{one.pk}", _("Napište, na co se ptáte."))
        if self.asked and not self.errors and not any(values.get(f"co-{one.pk}") for one in self.asked):
            self.add_error(None, _("Rozhodněte aspoň o jednom vysvětlení."))
        return values

    def judged(self) -> dict[int, Judged]:
        values = self.cleaned_data
        return {
            one.pk: Judged(Verdict(values[f"co-{one.pk}"]), values[f"dotaz-{one.pk}"])
            for one in self.asked
            if values[f"co-{one.pk}"]
        }

    def rows(self) -> list[tuple[Disproportion, BoundField | None, BoundField | None]]:
        """(question, verdict, words) of all; no fields for what is decided."""
        open_ones = {one.pk for one in self.asked}
        return [
            (one, self[f"co-{one.pk}"], self[f"dotaz-{one.pk}"]) if one.pk in open_ones else (one, None, None)
            for one in self.all
        ]


class SheetForm(DeskForm):
    sheet = forms.FileField(
        label=gettext_lazy("Vyplněná tabulka (XLSX)"),
        error_messages={
            "required": gettext_lazy("Vyberte soubor s tabulkou."),
            "empty": gettext_lazy("Soubor je prázdný."),
        },
    )

    def clean_sheet(self) -> Any:
        sheet = self.cleaned_data["sheet"]
        if sheet.size > LARGEST_FILE:
            raise forms.ValidationError(_("Tabulka je moc velká, smí mít nejvýš 1 MB."))
        return sheet


class ReportForm(DeskForm):
    """Three fields an indicator: `value-7`, `comment-7`, `zero-7`."""

    def __init__(
        self,
        *args: Any,
        report: IndicatorReport,
        definitions: list[IndicatorDefinition],
        values: dict[int, IndicatorValue],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.definitions, self.there = definitions, values
        for one in definitions:
            row = values.get(one.pk)
            self.fields[f"value-{one.pk}"] = forms.CharField(
                label=one.name,
                max_length=20,
                required=False,
                initial=plain_decimal(row.value) if row else "",
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )
            self.fields[f"comment-{one.pk}"] = forms.CharField(
                label=_("Komentář"), max_length=600, required=False, initial=row.comment if row else ""
            )
            self.fields[f"zero-{one.pk}"] = forms.BooleanField(
                label=_("Ano, je to nula"), required=False, initial=bool(row and row.is_zero_confirmed)
            )
        self.opened = {str(one.pk): _in_one_line(_filled(values.get(one.pk))) for one in definitions}
        self.fields[seen.NAME] = seen.hidden_field()
        self.fields[seen.NAME].initial = seen.written(self.opened)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for one in self.definitions:
            name = f"value-{one.pk}"
            text = re.sub(r"\s", "", str(cleaned.get(name) or ""))
            try:
                cleaned[name] = _number(text)
            except (InvalidOperation, ValueError):
                self.add_error(name, _("%(name)s: napište číslo, nejvýš na dvě desetinná místa.") % {"name": one.name})
                continue
            if one.value_kind == ValueKind.WHOLE and cleaned[name] is not None and cleaned[name] % 1:
                self.add_error(name, _("%(name)s: napište celé číslo.") % {"name": one.name})
                continue
            if cleaned.get(f"zero-{one.pk}") and cleaned[name] != 0:
                self.add_error(name, _("%(name)s: nula je potvrzená, ale hodnota nula není.") % {"name": one.name})
        return cleaned

    def filled(self) -> dict[int, Filled]:
        """What was written; without what a colleague filled in since the form was opened and whoever sent it left as it was."""
        values = self.cleaned_data
        before = seen.read(values.get(seen.NAME, ""))
        written = {
            one.pk: Filled(values[f"value-{one.pk}"], values[f"comment-{one.pk}"], values[f"zero-{one.pk}"])
            for one in self.definitions
        }
        return {
            pk: one
            for pk, one in written.items()
            if not seen.is_left_as_it_was(before, str(pk), now=self.opened[str(pk)], after=_in_one_line(one))
        }

    def shown(self) -> list[tuple[IndicatorDefinition, str, str]]:
        """(definition, value, comment) in words, where nothing is to be filled in."""
        there = [(one, self.there.get(one.pk)) for one in self.definitions]
        return [
            (one, written_decimal(row.value) if row and row.value is not None else "", row.comment if row else "")
            for one, row in there
        ]

    @property
    def has_something(self) -> bool:
        """Whether anything was saved: before that there is nothing to check."""
        return bool(self.there)

    def rows(self) -> list[tuple[IndicatorDefinition, Any, Any, Any]]:
        """(definition, value, comment, zero): bound fields for the page."""
        return [
            (one, self[f"value-{one.pk}"], self[f"comment-{one.pk}"], self[f"zero-{one.pk}"])
            for one in self.definitions
        ]


def _filled(row: IndicatorValue | None) -> Filled:
    return Filled(row.value, row.comment, row.is_zero_confirmed) if row else Filled(None)


def _in_one_line(filled: Filled) -> str:
    return f"{plain_decimal(filled.value)}|{filled.comment}|{filled.is_zero_confirmed}"


def _number(text: str) -> Decimal | None:
    """Nothing is nothing, never zero. Raises ValueError for what is no number of ours."""
    if not text:
        return None
    if not NUMBER.fullmatch(text):
        raise ValueError(text)
    number = Decimal(text.replace(",", "."))
    if number > LARGEST:
        raise ValueError(text)
    return number
