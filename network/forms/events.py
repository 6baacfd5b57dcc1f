from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from network.forms.meetings import check_hours, text_field, time_field
from network.forms.named import OrganisationField
from network.models import EventReaders, NetworkEvent
from situations.models import PublicCampaign
from sociopoint.desk_forms import DeskForm, date_field


class EventForm(DeskForm):
    title = text_field(_("Jak se akce jmenuje"), 200, required=True)
    starts_on = date_field(_("Kdy, nebo od kdy"))
    ends_on = date_field(_("Do kdy (nepovinné)"), required=False)
    begins = time_field(_("Začátek (nepovinné)"), required=False)
    ends = time_field(_("Konec (nepovinné)"), required=False)
    place = text_field(_("Kde (nepovinné)"), 200)
    for_whom = text_field(
        _("Pro koho (nepovinné)"), 200, help_text=_("Třeba pro rodiče, pro pracovníky škol, pro všechny.")
    )
    organisation = OrganisationField(label=_("Kdo ji pořádá (nepovinné)"), required=False)
    about = text_field(_("O čem to je (nepovinné)"), 1000, rows=3)
    link = forms.URLField(
        label=_("Odkaz, kde je víc (nepovinné)"),
        required=False,
        max_length=200,
        assume_scheme="https",
        error_messages={"invalid": _("Vložte celou adresu, začíná https://.")},
    )
    campaign = forms.ModelChoiceField(
        label=_("Ke které kampani města patří (nepovinné)"),
        queryset=PublicCampaign.objects.all(),
        required=False,
        empty_label=_("k žádné"),
        help_text=_("Na stránce kampaně se ukáže akce, která je pro veřejnost."),
    )
    readers = forms.ChoiceField(label=_("Kdo se o ní dozví"), choices=EventReaders.choices, widget=forms.RadioSelect)

    @staticmethod
    def values_of(event: NetworkEvent) -> dict[str, object]:
        kept = {name: getattr(event, name) for name in EventForm.base_fields}
        return kept | {"organisation": str(event.organisation or "")}

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or {}
        if sent.get("ends_on") and sent.get("starts_on") and sent["ends_on"] < sent["starts_on"]:
            self.add_error("ends_on", _("Konec nemůže být dřív než začátek."))
        if sent.get("ends") and not sent.get("begins") and "begins" not in self.errors:
            self.add_error("begins", _("Napište i začátek."))
        lasts_longer = sent.get("ends_on") and sent["ends_on"] != sent.get("starts_on")
        check_hours(self, sent, None if lasts_longer else sent.get("starts_on"))  # of more days they are of every day
        return sent
