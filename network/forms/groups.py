"""What a coordinator writes about a group and its seats."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.forms.named import NameField, OrganisationField
from network.models import MandateRole, WorkingGroup
from network.naming import person_named
from sociopoint.desk_forms import CZECH_DATES, DateInput, DeskForm, date_field


class GroupForm(forms.ModelForm):  # type: ignore[type-arg]
    since = date_field(_("od"))
    until = date_field(_("do"), required=False)

    class Meta:
        model = WorkingGroup
        fields = ("name", "code", "kind", "purpose", "meeting_pattern", "since", "until", "is_public")
        widgets = {"purpose": forms.Textarea(attrs={"rows": 3})}
        error_messages = {
            "name": {"required": _("Napište název.")},
            "code": {"required": _("Napište zkratku, třeba PS DaR.")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        for name, one in self.fields.items():
            one.label = str(one.label)[:1].upper() + str(one.label)[1:]
            if name == "until":
                one.help_text = _("Prázdné znamená, že pracuje dál.")


DECIDES, ADVISES = "decides", "advises"
VOTES = [(DECIDES, _("hlasuje")), (ADVISES, _("má jen poradní hlas"))]


class SeatForm(DeskForm):
    """A new member, or who follows one; without a name the seat is left empty."""

    organisation = OrganisationField(label=_("Za organizaci"))
    role = forms.ChoiceField(label=_("Role"), choices=MandateRole.choices, initial=MandateRole.MEMBER)
    name = NameField(label=_("Kdo"), required=False, help_text=_("Prázdné: za organizaci teď nikdo nebude."))
    vote = forms.ChoiceField(
        label=_("Hlas"),
        required=False,
        choices=[("", _("jako dosud (nový člen hlasuje)")), *VOTES],
        help_text=_("Stálý host nehlasuje nikdy."),
    )
    since = date_field(_("Od kdy"))
    reason = forms.CharField(label=_("Proč (nepovinné)"), required=False, max_length=160)

    def clean(self) -> dict[str, Any]:
        """The person is looked for once the organisation is known."""
        cleaned = super().clean() or {}
        if cleaned.get("name") and "organisation" in cleaned:
            try:
                cleaned["person"] = person_named(cleaned["name"], cleaned["organisation"])
            except ValidationError as error:
                self.add_error("name", error)
        return cleaned

    @property
    def change(self) -> dict[str, Any]:
        """What `network.seats` takes beside the group and who acts."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("name", "vote")}
        if vote := self.cleaned_data.get("vote"):
            said["is_advisory"] = vote == ADVISES
        return {"person": None} | said


class DeputyForm(SeatForm):
    """The organisation says whose deputy; where it has more seats, their role does."""

    role = forms.ChoiceField(
        label=_("Role toho, koho zastupuje"),
        required=False,
        choices=[("", _("jakákoli")), *MandateRole.choices],
        help_text=_("Vyberte, jen když je za organizaci ve skupině víc lidí."),
    )
    vote = None  # type: ignore[assignment]  # Django's way of dropping an inherited field
    name = NameField(label=_("Kdo zastupuje"), required=False, help_text=_("Prázdné: nikdo nezastupuje."))


class DayForm(forms.Form):
    """`?k=2025-01-16`: who was what on that day. An unreadable day is today."""

    k = forms.DateField(label=_("K datu"), required=False, input_formats=CZECH_DATES, widget=DateInput())

    @property
    def day(self) -> Any:
        return (self.cleaned_data.get("k") if self.is_valid() else None) or timezone.localdate()
