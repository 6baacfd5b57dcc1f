"""What an administrator types about a service, as the tables keep it: phones, hours, capacities, positions, secrets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models import (
    AddressPoint,
    Capacity,
    CapacityUnit,
    Contact,
    ContactKind,
    Facility,
    PlaceKind,
    Precision,
    Service,
    ServiceForm,
)
from catalogue.opening_written import read_hours
from catalogue.register.changes import forget_address
from catalogue.register.contacts import clean as clean_contact
from sociopoint.record_form import RecordForm
from sociopoint.typography import readable

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
else:
    ModelForm = forms.ModelForm

ADDRESS = (
    "street",
    "house_number",
    "address_note",
    "postcode",
    "place",
    "address_point",
    "lat",
    "lon",
    "transport_stop",
)
PRECISION_OF_PLACE = {
    PlaceKind.MUNICIPALITY: Precision.MUNICIPALITY,
    PlaceKind.CITY_DISTRICT: Precision.CITY_DISTRICT,
    PlaceKind.PART: Precision.PART,
    PlaceKind.STREET: Precision.STREET,
}
HOW_TO_WRITE_HOURS = _("Pište třeba: Po–Pá 8–12, 13–17; So po domluvě; o svátcích zavřeno. Rozumíme i zápisu OSM.")
NEVER_MAIN = _("Hlavní druh mezi další nepatří, vyberte jen ty ostatní.")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_CAPACITY = re.compile(r"(?P<count>\d+)\s*(?P<unit>[^\W\d]+)[^–;(-]*(?:[–(-]\s*(?P<note>[^)]*)\)?)?$")
_UNITS = {
    "klient": CapacityUnit.CLIENTS,
    "lůž": CapacityUnit.BEDS,
    "luz": CapacityUnit.BEDS,
    "luž": CapacityUnit.BEDS,
    "kontakt": CapacityUnit.CONTACTS,
    "interv": CapacityUnit.INTERVENTIONS,
    "hovor": CapacityUnit.CALLS,
}
WRONG_CONTACT = {
    ContactKind.PHONE: _("Telefon napište číslicemi, např. 599 526 912 nebo 116 123."),
    ContactKind.EMAIL: _("E-mail napište celý, např. poradna@mesto.cz."),
    ContactKind.WEB: _("Web napište celý, např. https://www.mesto.cz."),
}


class ServiceDetailForm(RecordForm):
    class Meta:
        model = Service
        fields = "__all__"
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 2}),
            "name": forms.TextInput(attrs={"class": "vLargeTextField"}),
            "for_whom": forms.Textarea(attrs={"rows": 4}),
            "how_to_start": forms.Textarea(attrs={"rows": 4}),
            "how_to_start_easy": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {"languages": _("Dvoupísmenné kódy oddělené čárkou, např. cs, uk, en.")}

    def clean_languages(self) -> list[str]:
        codes = [code.strip().lower() for code in self.cleaned_data["languages"]]
        if wrong := [code for code in codes if not _LANGUAGE.fullmatch(code)]:
            raise ValidationError(_("„%(code)s“ není kód jazyka. Pište např. cs, uk, en.") % {"code": wrong[0]})
        return list(dict.fromkeys(codes))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if (main := self.cleaned_data.get("kind")) and main in self.cleaned_data.get("further_kinds", ()):
            self.add_error("further_kinds", NEVER_MAIN)
        if "free_places" in self.changed_data:
            known = self.cleaned_data.get("free_places") is not None
            self.instance.free_places_reported_at = timezone.now() if known else None
        return cleaned


class ContactForm(ModelForm):
    class Meta:
        model = Contact
        fields = ["kind", "value", "note", "order"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.kind == ContactKind.PHONE:
            self.initial["value"] = readable(self.instance.value)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        kind, written = cleaned.get("kind"), cleaned.get("value")
        if kind and written:
            value = clean_contact(ContactKind(kind), written.replace("\u00a0", " ").strip())
            if value:
                cleaned["value"] = value
            else:
                self.add_error("value", WRONG_CONTACT[ContactKind(kind)])
        return cleaned


class KnownChoice(AutocompleteSelect):
    """Writes the one chosen row it was given; asking for it would cost a query in each row of the form."""

    known: Model | None = None

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        if self.known is None or list(value) != [str(self.known.pk)]:
            return super().optgroups(name, value, attr)
        empty = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        chosen = self.create_option(name, self.known.pk, str(self.known), True, len(empty))
        return [(None, [*empty, chosen], 0)]


class FacilityForm(ModelForm):
    class Meta:
        model = Facility
        fields = "__all__"
        localized_fields = ["lat", "lon"]  # 49,83 as Czechs write it
        labels = {"opening_hours": _("otevírací doba")}
        help_texts = {"opening_hours": HOW_TO_WRITE_HOURS}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget: Any = self.fields["place"].widget
        chosen = getattr(widget, "widget", widget)
        if isinstance(chosen, KnownChoice):
            chosen.known = self.instance.place

    def clean_opening_hours(self) -> str:
        return read_hours(str(self.cleaned_data["opening_hours"]))

    def clean_postcode(self) -> str:
        postcode = re.sub(r"\s", "", self.cleaned_data["postcode"])
        if postcode and not re.fullmatch(r"\d{5}", postcode):
            raise ValidationError(_("PSČ má pět číslic, např. 708 00."))
        return postcode

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("is_secret"):
            self._forget(cleaned)
        else:
            self._locate(cleaned)
        return cleaned

    def _forget(self, cleaned: dict[str, Any]) -> None:
        """What was there before goes by itself; what is being typed now is refused, so that nobody thinks it is kept."""
        typed = [name for name in ADDRESS if name in self.changed_data and cleaned.get(name) not in (None, "")]
        if typed:
            self.add_error(
                typed[0], _("Adresa tohoto místa se tají, proto ji ani polohu neukládáme. Nechte pole prázdná.")
            )
        for name in ADDRESS:
            cleaned[name] = None if name in ("place", "address_point", "lat", "lon") else ""
        cleaned["precision"] = Precision.UNKNOWN

    def _locate(self, cleaned: dict[str, Any]) -> None:
        """No position, or one that came from the place chosen before: taken from the address point or the place."""
        if {"lat", "lon", "precision"} & set(self.changed_data) and cleaned.get("lat") is not None:
            return
        chosen, before = cleaned.get("place"), self.instance.place
        came_from_place = before is not None and (cleaned.get("lat"), cleaned.get("lon")) == (before.lat, before.lon)
        if cleaned.get("lat") is not None and not (came_from_place and "place" in self.changed_data):
            return
        code = cleaned.get("address_point")
        point = AddressPoint.objects.filter(pk=code).first() if code else None
        if point is not None:
            cleaned |= {"lat": point.lat, "lon": point.lon, "precision": Precision.ADDRESS}
        elif chosen is not None and chosen.lat is not None:
            precision = PRECISION_OF_PLACE.get(PlaceKind(chosen.kind), Precision.UNKNOWN)
            cleaned |= {"lat": chosen.lat, "lon": chosen.lon, "precision": precision}
        elif came_from_place:
            cleaned |= {"lat": None, "lon": None, "precision": Precision.UNKNOWN}

    def save(self, commit: bool = True) -> Facility:
        facility: Facility = super().save(commit)
        if commit and facility.is_secret and "is_secret" in self.changed_data:
            forget_address(facility.service_id, facility.pk)
        return facility


class FormOfCareForm(ModelForm):
    """A form of care with its registered capacities, one a line: `20 lůžek – z toho 2 krizová`."""

    capacities = forms.CharField(
        label=_("kapacity"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 40}),
        help_text=_("Každá na svůj řádek: „20 lůžek“, „8 klientů – ráno“. Také kontaktů, intervencí, hovorů."),
    )

    class Meta:
        model = ServiceForm
        fields = ["form", "is_nonstop"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["capacities"] = "\n".join(map(_capacity_line, self.instance.capacities.all()))

    def clean_capacities(self) -> list[tuple[str, int, str]]:
        """Unit, count, note."""
        return [_read_capacity(line) for line in self.cleaned_data["capacities"].splitlines() if line.strip()]

    def save(self, commit: bool = True) -> ServiceForm:
        form: ServiceForm = super().save(commit)
        if commit and "capacities" in self.changed_data:
            _write_capacities(form, self.cleaned_data["capacities"])
        return form


def _capacity_line(capacity: Capacity) -> str:
    return f"{capacity}{f' – {capacity.note}' if capacity.note else ''}"


def _read_capacity(line: str) -> tuple[str, int, str]:
    found = _CAPACITY.match(" ".join(line.split()))
    word = found["unit"].lower() if found else ""
    unit = next((unit for start, unit in _UNITS.items() if word.startswith(start)), None)
    if found is None or unit is None:
        raise ValidationError(
            _("Kapacitě „%(line)s“ nerozumíme. Napište číslo a jednotku, např. „20 lůžek“.") % {"line": line.strip()}
        )
    return unit.value, int(found["count"]), (found["note"] or "").strip()


def _write_capacities(form: ServiceForm, written: list[tuple[str, int, str]]) -> None:
    """Rows that stay as they are keep their history; the rest is matched in order."""
    rows = list(form.capacities.all())
    left = [row for row in rows if (row.unit, row.count, row.note) not in written]
    known = {(row.unit, row.count, row.note) for row in rows}
    for unit, count, note in written:
        if (unit, count, note) in known:
            continue
        row = left.pop(0) if left else Capacity(form=form)
        row.unit, row.count, row.note = unit, count, note
        row.save()
    for row in left:
        row.delete()
