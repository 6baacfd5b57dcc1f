"""What a coordinator or a partner writes about a person's work in an organisation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.knowledge import Knowledge
from catalogue.models import Organisation, Place
from network.models import AGREED_WORDS, ConsentManner, Mailbox, MailPurpose, Position, Unit, Visibility
from sociopoint.desk_forms import DeskForm, date_field
from sociopoint.typography import dialable, readable

NOT_AN_ADDRESS = _("Tohle není celý e-mail. Má tvar jmeno@mesto.cz.")


class PhoneField(forms.CharField):
    """As people write it; kept as it is dialled."""

    def clean(self, value: Any) -> str:
        written = str(super().clean(value))
        number = dialable(written)
        if written and not number:
            raise forms.ValidationError(_("Telefon napište číslicemi, třeba 599 526 912."))
        return number


def email_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.EmailField:
    messages = {"invalid": NOT_AN_ADDRESS, "required": _("Napište e-mail.")}
    return forms.EmailField(label=label, required=required, help_text=help_text, error_messages=messages)


def phone_field(label: Any) -> PhoneField:
    return PhoneField(label=label, required=False, max_length=40, error_messages={"max_length": _("Jen jedno číslo.")})


class PositionForm(DeskForm):
    """Both a new position and a correction; `name` is the person's."""

    name = forms.CharField(
        label=_("Jméno"),
        max_length=120,
        help_text=_("I s tituly, třeba Mgr. Jana Nová, DiS."),
        error_messages={"required": _("Napište jméno."), "max_length": _("Zkraťte jméno na 120 znaků.")},
    )
    title = forms.CharField(
        label=_("Funkce"), required=False, max_length=120, help_text=_("Třeba vedoucí terénní služby.")
    )
    unit = forms.ChoiceField(label=_("Útvar nebo pracoviště"), required=False)
    phone = phone_field(_("Telefon"))
    email = email_field(_("E-mail"))
    speciality = forms.CharField(
        label=_("S čím se na ni nebo na něj obracet"),
        required=False,
        max_length=300,
        help_text=_("Krátce a slovy, která by někdo hledal: dluhy, příspěvek na péči, ubytování matek."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    situations = forms.MultipleChoiceField(
        label=_("Ve kterých situacích poradí"), required=False, widget=forms.CheckboxSelectMultiple
    )
    districts = forms.MultipleChoiceField(
        label=_("Pro která místa"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nic nezaškrtnuté znamená celé město."),
    )
    visibility = forms.ChoiceField(label=_("Kdo kontakt uvidí"), choices=Visibility.choices, widget=forms.RadioSelect)
    consent = forms.ChoiceField(
        label=_("Jak se zveřejněním souhlasí"),
        required=False,
        widget=forms.RadioSelect,
        help_text=AGREED_WORDS,
    )
    since = date_field(_("Od kdy (nepovinné)"), required=False)
    substitute = forms.ChoiceField(label=_("Kdo ji nebo ho zastoupí"), required=False)

    def __init__(
        self,
        *args: Any,
        organisation: Organisation,
        known: Knowledge,
        districts: Sequence[Place],
        position: Position | None = None,
        is_own: bool = False,
        **kwargs: Any,
    ) -> None:
        """`is_own`: whoever writes it writes about themselves."""
        super().__init__(*args, **kwargs)
        self.position = position
        self.offer("consent", _manners(position, is_own=is_own))
        self.units = {str(unit.pk): unit for unit in organisation.units.all()}
        held = Position.objects.held_on(timezone.localdate()).filter(organisation=organisation)
        others = held.select_related("person")
        self.others = {str(other.pk): other for other in others if other != position}
        self.offer("unit", [("", _("žádný")), *((pk, unit.name) for pk, unit in self.units.items())])
        self.offer("substitute", [("", _("nikdo")), *((pk, str(other)) for pk, other in self.others.items())])
        self.offer("situations", [(str(s.pk), s.name) for s in known.situations.values()])
        self.offer("districts", [(str(place.pk), place.name) for place in districts])

    @staticmethod
    def values_of(position: Position) -> dict[str, Any]:
        """What the form begins with. Two queries."""
        return {
            "name": position.person.name,
            "title": position.title,
            "unit": str(position.unit_id or ""),
            "phone": readable(position.phone),
            "email": position.email,
            "speciality": position.speciality,
            "situations": [str(pk) for pk in position.situations.values_list("pk", flat=True)],
            "districts": [str(pk) for pk in position.districts.values_list("pk", flat=True)],
            "visibility": position.visibility,
            "consent": position.consent if position.consent != ConsentManner.EARLIER else "",
            "since": position.since,
            "substitute": str(position.substitute_id or ""),
        }

    def clean_since(self) -> Any:
        since = self.cleaned_data["since"]
        until = self.position.until if self.position else None
        if since and until and since > until:
            raise forms.ValidationError(_("Začátek nemůže být po konci."))
        return since

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (
            cleaned.get("visibility") == Visibility.PUBLIC
            and not cleaned.get("consent")
            and "consent" not in self.errors
        ):
            self.add_error("consent", _("Na veřejný web jen se souhlasem. Vyberte, jak ho ten člověk dal."))
        return cleaned

    def fix_name(self, why: str) -> None:
        """The name stays as it is."""
        self.fields["name"].disabled = True
        self.fields["name"].help_text = why

    def facts(self) -> dict[str, Any]:
        """What the form says, by the names of `network.positions`."""
        values = self.cleaned_data
        plain = ("title", "phone", "email", "speciality", "visibility", "consent", "since")
        return {name: values[name] for name in plain} | {
            "unit": self.units.get(values["unit"]),
            "substitute": self.others.get(values["substitute"]),
            "situations": [int(pk) for pk in values["situations"]],
            "districts": [int(pk) for pk in values["districts"]],
        }


def _manners(position: Position | None, *, is_own: bool) -> list[tuple[str, str]]:
    """What was chosen before stays to be chosen."""
    offered = [ConsentManner.OWN] if is_own else [ConsentManner.ORAL, ConsentManner.WRITTEN]
    if position and position.consent == ConsentManner.OWN and not is_own:
        offered.append(ConsentManner.OWN)
    elif position and position.consent in (ConsentManner.ORAL, ConsentManner.WRITTEN) and is_own:
        offered.append(ConsentManner(position.consent))
    own_words = _("souhlasím, jde o mě")
    return [(str(one), str(own_words if one == ConsentManner.OWN and is_own else one.label)) for one in offered]


class EndPositionForm(DeskForm):
    """Somebody leaves: since when, and whom to call now."""

    until = date_field(_("Poslední den"))
    substitute = forms.ChoiceField(label=_("Koho volat místo ní nebo něj"), required=False)

    def __init__(self, *args: Any, position: Position, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.position = position
        held = Position.objects.held_on(timezone.localdate()).filter(organisation=position.organisation_id)
        self.others = {str(other.pk): other for other in held.select_related("person").exclude(pk=position.pk)}
        self.offer("substitute", [("", _("zatím nikoho")), *((pk, str(other)) for pk, other in self.others.items())])

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if self.position.since and until < self.position.since:
            raise forms.ValidationError(_("Konec nemůže být dřív než začátek."))
        return until


class UnitForm(DeskForm):
    name = forms.CharField(
        label=_("Název útvaru nebo pracoviště"),
        max_length=160,
        error_messages={"required": _("Napište název."), "max_length": _("Zkraťte název na 160 znaků.")},
    )
    phone = phone_field(_("Telefon"))
    email = email_field(_("E-mail"))

    def __init__(self, *args: Any, organisation: Organisation, unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = organisation.units.exclude(pk=unit.pk) if unit else organisation.units.all()

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if self.others.filter(name=name).exists():
            raise forms.ValidationError(_("Útvar s tímto názvem už organizace má."))
        return name


class MailboxesForm(DeskForm):
    """One address for each purpose; an empty one means the address in the catalogue."""

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = dict(Mailbox.objects.filter(organisation=organisation).values_list("purpose", "email"))
        for purpose in MailPurpose:
            self.fields[purpose.value] = email_field(str(purpose.label).capitalize())
            self.initial[purpose.value] = kept.get(purpose.value, "")

    def addresses(self) -> dict[MailPurpose, str]:
        return {purpose: str(self.cleaned_data[purpose.value]).lower() for purpose in MailPurpose}
