"""What a coordinator writes of a training, and what a registration needs."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.dates import hour
from network.forms.meetings import CZECH_TIMES, moment_of, text_field
from network.forms.named import NameField, OrganisationField
from network.models import Training
from network.naming import organisation_named, person_named, plain
from sociopoint.desk_forms import CZECH_DATES, DeskForm, date_field

DATE_LINE = re.compile(r"^(?P<day>.+?)\s+(?P<begins>\d{1,2}[:.]\d{2})\s*[–-]\s*(?P<ends>\d{1,2}[:.]\d{2})$")
RESERVE_LINE = re.compile(r"^(?P<name>.+?)\s*[:=]\s*(?P<seats>\d{1,3})$")


class TrainingForm(forms.ModelForm):  # type: ignore[type-arg]
    opens_on = date_field(_("Přihlášky od"))
    closes_on = date_field(_("Přihlášky do"))
    dates = text_field(
        _("Termíny"),
        1000,
        required=True,
        rows=3,
        help_text=_("Každý na svém řádku, třeba 12. 3. 2026 9:00–15:00."),
    )
    reserves = text_field(
        _("Místa rezervovaná organizacím (nepovinné)"),
        2000,
        rows=3,
        help_text=_("Každá na svém řádku, třeba Charita Ostrava: 3."),
    )

    class Meta:
        model = Training
        fields = (
            "title",
            "goal",
            "for_whom",
            "lecturer",
            "place",
            "accreditation",
            "hours",
            "capacity",
            "opens_on",
            "closes_on",
        )
        widgets = {"goal": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        for one in self.fields.values():
            label = str(one.label)
            one.label = label[:1].upper() + label[1:]
            one.error_messages.setdefault("required", str(_("Vyplňte prosím tohle pole.")))
        if self.instance.pk:
            self.fields["dates"].initial = "\n".join(
                f"{timezone.localdate(one.starts_at):%-d. %-m. %Y} {hour(one.starts_at)}–{hour(one.ends_at)}"
                for one in self.instance.dates.all()
            )
            self.fields["reserves"].initial = "\n".join(
                f"{one.organisation}: {one.seats}" for one in self.instance.reserves.select_related("organisation")
            )

    def clean_dates(self) -> list[tuple[datetime, datetime]]:
        found = [_date_of(line) for line in self.cleaned_data["dates"].splitlines() if line.strip()]
        if len({begins for begins, _ends in found}) < len(found):
            raise ValidationError(_("Jeden termín je tu dvakrát."))
        return sorted(found)

    def clean_reserves(self) -> dict[int, int]:
        """Organisation -> seats."""
        found: dict[int, int] = {}
        for line in filter(None, map(plain, self.cleaned_data["reserves"].splitlines())):
            match = RESERVE_LINE.match(line)
            if match is None or int(match["seats"]) < 1:
                raise ValidationError(_("Řádek „%(line)s“ napište jako Název organizace: počet míst.") % {"line": line})
            found[organisation_named(match["name"]).pk] = int(match["seats"])
        return found

    def facts(self) -> dict[str, Any]:
        """What `network.training_keeping` takes beside the row."""
        return {"days": self.cleaned_data["dates"], "reserves": self.cleaned_data["reserves"]}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        capacity, reserves = cleaned.get("capacity"), cleaned.get("reserves")
        if capacity and reserves and sum(reserves.values()) > capacity:
            self.add_error("reserves", _("Rezervovaných míst je víc než všech."))
        return cleaned


def _date_of(line: str) -> tuple[datetime, datetime]:
    """Raises ValidationError."""
    wrong = ValidationError(
        _("Termín „%(line)s“ napište třeba takhle: 12. 3. 2026 9:00–15:00.") % {"line": plain(line)}
    )
    match = DATE_LINE.match(plain(line))
    if match is None:
        raise wrong
    try:
        day = forms.DateField(input_formats=CZECH_DATES).clean(match["day"])
        begins, ends = (forms.TimeField(input_formats=CZECH_TIMES).clean(match[name]) for name in ("begins", "ends"))
    except ValidationError:
        raise wrong from None
    if ends <= begins:
        raise ValidationError(_("Termín „%(line)s“ končí dřív, než začne.") % {"line": plain(line)})
    try:
        return moment_of(day, begins), moment_of(day, ends)
    except ValidationError as error:
        raise ValidationError(f"{plain(line)}: {error.message}") from None


class RegistrationForm(DeskForm):
    """For oneself, or for a colleague of the organisation."""

    name = NameField(label=_("Kdo půjde"))
    organisation = OrganisationField(label=_("Za organizaci"))
    needs = text_field(
        _("Co potřebujete k jídlu a přístupu (nepovinné)"),
        200,
        help_text=_(
            "Třeba bez lepku, vstup bez schodů. Jen co potřebujete, ne proč. Čtrnáct dní po školení to smažeme."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("name") and cleaned.get("organisation"):
            try:
                cleaned["person"] = person_named(cleaned["name"], cleaned["organisation"])
            except ValidationError as error:
                self.add_error("name", error)
        return cleaned
