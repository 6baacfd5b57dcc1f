"""How often to ask, whom to ask at once, and what differs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.models import OrganisationKind
from network.freshness import interval_words
from network.models.freshness import LONGEST, SHORTEST
from sociopoint.desk_forms import DeskForm, date_field


class IntervalForm(DeskForm):
    months = forms.TypedChoiceField(label=_("Jak často se máme ptát"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("months", [(months, interval_words(months)) for months in range(SHORTEST, LONGEST + 1)])


class CampaignForm(DeskForm):
    name = forms.CharField(
        label=_("Název"),
        max_length=120,
        help_text=_("Třeba „Jaro 2027“."),
        error_messages={"required": _("Napište název."), "max_length": _("Zkraťte název na 120 znaků.")},
    )
    due_on = date_field(_("Odpovědět do"))
    kind = forms.ChoiceField(label=_("Koho se ptát"), choices=OrganisationKind.choices)
    only_old = forms.BooleanField(label=_("Jen ty, kdo za poslední půlrok nic nepotvrdili"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_due_on(self) -> date:
        due: date = self.cleaned_data["due_on"]
        if due < self.today:
            raise forms.ValidationError(_("Vyberte den, který teprve přijde."))
        return due


class ChangedForm(DeskForm):
    """On the link's page: what differs, in words."""

    text = forms.CharField(
        label=_("Co je jinak"),
        max_length=1000,
        help_text=_("Stačí vlastními slovy. Nepište sem nic o klientech."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Napište, co je jinak."), "max_length": _("Zkraťte to na 1 000 znaků.")},
    )
