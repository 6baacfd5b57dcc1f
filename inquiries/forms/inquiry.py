"""The form in which an inquiry is written down: one ordinary form, whatever a script does around it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Input
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models import Place, PlaceKind
from inquiries.entries import COLUMNS, IDENTIFYING, Entry, Wishes
from inquiries.forms import choices
from inquiries.lists import DeskLists
from inquiries.models import (
    LONGEST_NOTE,
    AgeBand,
    ClosingReason,
    Direction,
    FirstTime,
    FollowUpWish,
    InquiryKind,
    Language,
    NeedOutcome,
    OnBehalf,
    PreferredWay,
    Sex,
    Urgency,
)
from inquiries.personal_data import find_personal_data
from inquiries.phones import normalised, readable
from inquiries.smart_line import ELSEWHERE, LONGEST_LINE
from inquiries.working_days import wrong_promise
from sociopoint.desk_forms import DeskForm, date_field
from sociopoint.models import User

MOST_NEEDS = 4
LEVELS = [(1, _("1 Informace")), (2, _("2 Rada")), (3, _("3 Aktivně"))]
"""`HelpLevel` with the keys that choose it."""
WHEN = [
    (FollowUpWish.NONE, _("Bez")),
    (FollowUpWish.NEXT_DAY, _("Další den")),
    (FollowUpWish.THREE_DAYS, _("3 dny")),
    (FollowUpWish.MONTH, _("30 dní")),
    (FollowUpWish.DATE, _("Datum")),
]
"""`FollowUpWish` in words short enough for one row."""
LONGEST_BASE = 40_000
"""Of what the form was made from, sealed: a note of 4 000 letters and all the rest."""
WRONG_MINUTES = _("Minuty napište číslem od 0 do 1440.")
WRONG_PERSONS = _("Kolik lidí: napište číslo od 1 do 500.")


def _choice(label: Any, offered: Any, initial: str = "", empty: Any = None, **more: Any) -> forms.ChoiceField:
    listed = list(offered) if empty is None else [("", empty), *offered]
    return forms.ChoiceField(label=label, choices=listed, initial=initial, required=False, **more)


def _several(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple)


def _minutes(label: Any) -> forms.IntegerField:
    messages = dict.fromkeys(("invalid", "min_value", "max_value"), WRONG_MINUTES)
    return forms.IntegerField(label=label, min_value=0, max_value=1440, required=False, error_messages=messages)


class InquiryForm(DeskForm):
    """`chosen_district`: a municipality outside the city that the field already holds."""

    line = forms.CharField(label=_("Co člověk potřebuje"), required=False, max_length=LONGEST_LINE)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    base = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_BASE)
    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)
    started_at = forms.FloatField(widget=forms.HiddenInput, required=False)
    note_seen = forms.BooleanField(widget=forms.HiddenInput, required=False)

    kind = _choice(_("Co to bylo"), InquiryKind.choices, InquiryKind.QUESTION)
    channel = forms.ChoiceField(label=_("Kanál"))
    direction = _choice(_("Směr"), Direction.choices, Direction.INCOMING)
    on_behalf = _choice(_("Kdo se ptá"), OnBehalf.choices, OnBehalf.UNKNOWN)
    age_band = _choice(_("Věk"), AgeBand.choices, AgeBand.UNKNOWN)
    sex = _choice(_("Pohlaví"), Sex.choices, Sex.UNKNOWN)
    district = _choice(_("Obvod"), ())
    other_place = forms.CharField(
        label=_("Jiná obec"),
        required=False,
        max_length=120,
        widget=forms.TextInput(
            attrs={"data-places": reverse_lazy("catalogue:place-suggestions"), "autocomplete": "off"}
        ),
    )
    language = _choice(_("Mluvíme"), Language.choices, Language.CZECH)
    interpreter = forms.BooleanField(label=_("s tlumočníkem"), required=False)
    persons_present = forms.IntegerField(
        label=_("Kolik lidí"),
        min_value=1,
        max_value=500,
        initial=1,
        required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), WRONG_PERSONS),
    )
    is_group = forms.BooleanField(label=_("skupina"), required=False)
    first_time = _choice(_("Je tu poprvé?"), FirstTime.choices, FirstTime.UNKNOWN)
    heard_from = _choice(_("Odkud o nás ví"), ())
    target_groups = _several(_("Cílové skupiny"))
    help_level = _choice(_("Jak jsme pomohli"), LEVELS, widget=forms.RadioSelect)
    answered_from = _several(_("Odkud jsme odpověděli"))
    urgency = _choice(_("Naléhavost"), Urgency.choices, Urgency.ORDINARY)
    is_crisis = forms.BooleanField(label=_("Krize"), required=False)
    risk_flags = _several(_("Ohrožení"))
    minutes_direct = _minutes(_("S člověkem"))
    minutes_indirect = _minutes(_("Hledání a vyřizování"))
    minutes_travel = _minutes(_("Na cestě"))
    colleagues = _several(_("Spolupracoval"))
    note = forms.CharField(
        label=_("Poznámka (nepovinná)"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("Poznámka smí mít nejvýš 4 000 znaků. Zkraťte ji.")},
    )

    code = forms.CharField(
        label=_("Návratový kód"),
        required=False,
        max_length=80,
        help_text=_("Čtyři slova, která člověk od nás dostal. Naváže na dřívější dotaz."),
    )
    display_name = forms.CharField(label=_("Jak člověka oslovit"), required=False, max_length=80)
    phone = forms.CharField(label=_("Telefon"), required=False, max_length=40)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        error_messages={"invalid": _("Zkontrolujte e-mail, má mít tvar jmeno@example.cz.")},
    )
    preferred_way = _choice(_("Jak se ozvat"), PreferredWay.choices, PreferredWay.CALL)
    safe_hours = forms.CharField(label=_("Kdy je bezpečné volat"), required=False, max_length=120)
    relation = forms.CharField(label=_("Kdo to je"), required=False, max_length=60, help_text=_("Např. dcera."))
    may_leave_message = forms.BooleanField(label=_("smí se nechat vzkaz"), required=False)

    follow_up = _choice(_("Dohled"), WHEN, FollowUpWish.NONE, widget=forms.RadioSelect)
    follow_up_on = date_field(_("Datum dohledu"), required=False)
    is_unmet = forms.BooleanField(label=_("Potřebu se nepodařilo naplnit"), required=False)
    unmet_reason = _choice(_("Proč se ji nepodařilo naplnit"), ())
    closing_reason = _choice(_("Jak to skončilo"), ClosingReason.choices, empty=_("podle toho, co je zapsáno"))

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        lists: DeskLists,
        colleagues: list[User],
        chosen_district: Place | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.handbook_source = next((source.pk for source in lists.answer_sources if source.code == "handbook"), "")
        self.offer("channel", choices.of_list(lists.channels))
        self.offer("heard_from", choices.of_list(lists.heard_from, _("nezjištěno")))
        self.offer("answered_from", choices.of_list(lists.answer_sources))
        self.offer("risk_flags", choices.of_list(lists.risk_flags))
        self.offer("unmet_reason", choices.of_list(lists.unmet_reasons, _("vyberte důvod")))
        self.offer("target_groups", choices.target_groups(lists))
        self.offer("colleagues", [(str(worker.pk), str(worker)) for worker in colleagues])
        self.offer("district", choices.districts(lists, chosen_district))
        offered = choices.situations(lists, _("vyberte situaci"))
        for place in range(MOST_NEEDS):
            label = _("Situace") if place == 0 else _("Další situace")
            self.fields[f"situation_{place}"] = _choice(label, offered)
            self.fields[f"outcome_{place}"] = _choice(_("Jak dopadla"), NeedOutcome.choices, NeedOutcome.UNKNOWN)
        for name, field in self.fields.items():
            field.widget.attrs |= _behaves(name, field)

    def clean_phone(self) -> str:
        written: str = self.cleaned_data["phone"].strip()
        if not written:
            return ""
        number = normalised(written)
        if number is None:
            raise ValidationError(_("Zkontrolujte telefon. České číslo má devět číslic."))
        return number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        has_contact = any(str(self.data.get(name, "")).strip() for name in IDENTIFYING)
        if not has_contact and (cleaned.get("safe_hours") or cleaned.get("relation")):
            self.add_error("display_name", _("Vyplňte aspoň telefon, e-mail nebo oslovení."))
        if cleaned.get("follow_up") == FollowUpWish.DATE and "follow_up_on" not in self.errors:
            day = cleaned.get("follow_up_on")
            if day is None:
                self.add_error("follow_up_on", _("Napište, kdy se ozveme."))
            elif wrong := wrong_promise(day, timezone.localdate()):
                self.add_error("follow_up_on", wrong)
        if cleaned.get("other_place") and not self.errors.get("other_place"):
            self._clean_other_place(cleaned)
        return cleaned

    def _clean_other_place(self, cleaned: dict[str, Any]) -> None:
        from catalogue.places.finding import resolve

        place = resolve(cleaned["other_place"]).place
        lived_in = (PlaceKind.MUNICIPALITY, PlaceKind.CITY_DISTRICT, PlaceKind.PART)
        if place is None or place.place.kind not in lived_in:
            self.add_error("other_place", _("Takovou obec neznáme, nebo je jich víc. Napište i okres."))
        else:
            cleaned["district"] = str(place.place.pk)

    def focus_on_wrong(self) -> None:
        """The cursor stands where something is to be put right, else in the line."""
        wrong = next((field for name, field in self.fields.items() if name in self.errors), None)
        if wrong is not None:
            self.fields["line"].widget.attrs.pop("autofocus", None)
            wrong.widget.attrs["autofocus"] = "autofocus"

    @property
    def sure(self) -> dict[str, Any]:
        """What can be kept of a form that is not right yet: fields without an error."""
        return {name: value for name, value in self.cleaned_data.items() if name not in self.errors}

    def entry(self, before: Entry) -> Entry:
        """What the form says; where a field is wrong, what stood there `before`."""
        given = self.sure
        note = given.get("note", before.note).replace("\r\n", "\n")
        return Entry(
            columns={name: self._column(name, given, before) for name in COLUMNS},
            needs=tuple(self._needs(given)),
            colleagues=_keys(given.get("colleagues", before.colleagues)),
            target_groups=_keys(given.get("target_groups", before.target_groups)),
            risk_flags=_keys(given.get("risk_flags", before.risk_flags)),
            answered_from=_keys(given.get("answered_from", before.answered_from)),
            note=note,
            is_warning_overridden=bool(find_personal_data(note)),
            card=self._card(given, before),
            wishes=self._wishes(given, before),
        )

    def _column(self, name: str, given: dict[str, Any], before: Entry) -> Any:
        if name in ("district_id", "is_from_elsewhere"):
            if "district" not in given:
                return before.columns[name]
            is_elsewhere = given["district"] == ELSEWHERE
            return is_elsewhere if name == "is_from_elsewhere" else None if is_elsewhere else _key(given["district"])
        field = name.removesuffix("_id")
        if field not in given:
            return before.columns[name]
        value = given[field]
        if name.endswith("_id") or name == "help_level":
            return _key(value)
        if name.startswith("minutes_"):
            return value or 0
        if name == "persons_present":
            return value or 1
        return value if isinstance(value, bool) else value or self.fields[field].initial

    def _needs(self, given: dict[str, Any]) -> list[tuple[int, str]]:
        needs: dict[int, str] = {}
        for place in range(MOST_NEEDS):
            situation = given.get(f"situation_{place}")
            if situation:
                needs.setdefault(int(situation), given.get(f"outcome_{place}") or NeedOutcome.UNKNOWN)
        return list(needs.items())

    def _card(self, given: dict[str, Any], before: Entry) -> dict[str, Any]:
        names = ("display_name", "phone", "email", "preferred_way", "safe_hours", "relation", "may_leave_message")
        card = {name: given.get(name, before.card.get(name, "")) for name in names}
        card["preferred_way"] = card["preferred_way"] or PreferredWay.CALL
        card["may_leave_message"] = bool(card["may_leave_message"])
        return card if any(card[name] for name in IDENTIFYING) else {}

    def _wishes(self, given: dict[str, Any], before: Entry) -> Wishes:
        follow_up = given.get("follow_up") or FollowUpWish.NONE
        return Wishes(
            line=given.get("line", before.wishes.line),
            follow_up=follow_up,
            follow_up_on=given.get("follow_up_on") if follow_up == FollowUpWish.DATE else None,
            closing_reason=given.get("closing_reason") or "",
            is_unmet=bool(given.get("is_unmet")),
            unmet_reason_id=_key(given.get("unmet_reason")),
        )


def initial_of(entry: Entry) -> dict[str, Any]:
    """The form's values for what is stored."""
    columns = dict(entry.columns)
    values: dict[str, Any] = {name.removesuffix("_id"): value for name, value in columns.items()}
    values["district"] = ELSEWHERE if columns["is_from_elsewhere"] else columns["district_id"] or ""
    for name in ("minutes_direct", "minutes_indirect", "minutes_travel", "help_level"):
        values[name] = columns[name] or ""
    for place, (situation, outcome) in enumerate(entry.needs[:MOST_NEEDS]):
        values |= {f"situation_{place}": situation, f"outcome_{place}": outcome}
    for name in ("colleagues", "target_groups", "risk_flags", "answered_from"):
        values[name] = [str(pk) for pk in getattr(entry, name)]
    wishes = vars(entry.wishes) | {"unmet_reason": entry.wishes.unmet_reason_id or ""}
    card = dict(entry.card)
    if card.get("phone"):
        card["phone"] = readable(str(card["phone"]))
    return values | wishes | card | {"note": entry.note}


def _key(value: Any) -> int | None:
    return int(value) if value else None


def _keys(values: Any) -> frozenset[int]:
    return frozenset(int(value) for value in values)


def _behaves(name: str, field: forms.Field) -> dict[str, str]:
    """Attributes of the control: no help of the browser with other people's data, a fitting keyboard on a tablet."""
    if not isinstance(field.widget, Input | forms.Textarea) or isinstance(field.widget, forms.HiddenInput):
        return {}
    modes = {
        "phone": {"inputmode": "tel"},
        "line": {"class": "smart__input", "spellcheck": "false", "autofocus": "autofocus"},
    }
    return {"autocomplete": "off"} | modes.get(name, {})
