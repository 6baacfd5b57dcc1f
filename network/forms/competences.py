"""What is written about a competence. The organisation is typed by name: a list of two thousand would help nobody."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.models import Organisation, Place, TargetGroup
from network.models import Competence
from network.models.competences import COPIED, COPIED_LISTS
from situations.models import LifeSituation
from sociopoint.desk_forms import NO_CHOICE, DeskForm, date_field, use_date_fields

MOST_NAMED = 5
DAYS = ("valid_from", "valid_until", "verified_on")


class CompetenceForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """`organisations`: those the person may write about; None means any, and whole kinds too."""

    organisation_name = forms.CharField(
        label=gettext_lazy("Organizace"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Název, jak je v katalogu. Stačí jeho jednoznačná část."),
    )

    class Meta:
        model = Competence
        fields = (*(name for name in COPIED if name != "organisation"), *COPIED_LISTS)
        widgets = {
            "conditions": forms.Textarea(attrs={"rows": 2}),
            "target_groups": forms.CheckboxSelectMultiple(),
            "area": forms.CheckboxSelectMultiple(),
        }

    field_order = ["organisation_name", "organisation_kind"]

    def __init__(self, *args: Any, organisations: QuerySet[Organisation] | None, places: list[Place], **kwargs: Any):
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        self.organisations = organisations
        use_date_fields(self, *DAYS)
        self._set("situation", queryset=LifeSituation.objects.published(), empty_label=_("jakákoli"))
        self._set("target_groups", queryset=TargetGroup.objects.all())
        self._set("area", queryset=Place.objects.filter(pk__in=[place.pk for place in places]))
        self.fields["verb"].error_messages["required"] = _("Vyberte, co s tím organizace dělá.")
        if organisations is not None:
            del self.fields["organisation_kind"]
            own = list(organisations)
            self.fields["organisation_name"] = forms.ChoiceField(
                label=_("Organizace"),
                choices=[(one.name, one.name) for one in own],
                error_messages={"invalid_choice": NO_CHOICE, "required": NO_CHOICE},
            )

    def _set(self, name: str, **attributes: object) -> None:
        for attribute, value in attributes.items():
            setattr(self.fields[name], attribute, value)

    def clean_organisation_name(self) -> Organisation | None:
        name = " ".join(self.cleaned_data["organisation_name"].split())
        if not name:
            return None
        rows = Organisation.objects.all() if self.organisations is None else self.organisations
        exact = list(rows.filter(name__iexact=name)[:1])
        found = exact or list(rows.filter(name__icontains=name)[: MOST_NAMED + 1])
        if not found:
            raise forms.ValidationError(_("Takovou organizaci v katalogu nemáme. Zkontrolujte název."))
        if len(found) > 1:
            names = ", ".join(one.name for one in found[:MOST_NAMED])
            raise forms.ValidationError(_("Napište název celý. Odpovídá tomu víc organizací: %s") % names)
        return found[0]

    def clean(self) -> dict[str, Any]:
        """The organisation stands on the row before the rules of the table are asked."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "organisation_name" not in self.errors:
            cleaned["organisation"] = self.instance.organisation = cleaned.get("organisation_name")
            cleaned.setdefault("organisation_kind", "")
            if not cleaned["organisation"] and not cleaned["organisation_kind"]:
                self.add_error("organisation_name", _("Napište organizaci, nebo vyberte druh organizací."))
            elif cleaned["organisation"] and cleaned["organisation_kind"]:
                self.add_error("organisation_kind", _("Vyberte buď organizaci, nebo druh organizací."))
        return cleaned


class RefusalForm(DeskForm):
    reason = forms.CharField(
        label=gettext_lazy("Proč návrh nepřijímáte"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Napište, proč návrh nepřijímáte.")},
    )


class ConfirmForm(DeskForm):
    who = forms.CharField(
        label=gettext_lazy("Kdo to potvrdil"),
        max_length=120,
        help_text=gettext_lazy("Funkce, ne jméno. Například vedoucí poradny."),
        error_messages={"required": gettext_lazy("Napište, kdo to potvrdil.")},
    )


class EndForm(DeskForm):
    on = date_field(gettext_lazy("Poslední den, kdy to platí"))
