from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inquiries.models import LegalHold
from sociopoint.desk_forms import DeskForm, FormNumber, date_field

LONGEST = timedelta(days=5 * 366)


class HoldForm(DeskForm):
    reason = forms.CharField(
        label=_("Kdo si to vyžádal a proč"),
        help_text=_("Třeba soud, policie nebo stížnost, s číslem jednacím. Bez podrobností o člověku."),
        max_length=LegalHold.LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Napište, kdo si to vyžádal a proč.")},
    )
    until = date_field(_("Do kdy se nesmí nic smazat"))
    sent = FormNumber()

    def clean_until(self) -> date:
        day: date = self.cleaned_data["until"]
        today = timezone.localdate()
        if day < today:
            raise forms.ValidationError(_("Ten den už byl. Vyberte dnešek nebo některý další den."))
        if day > today + LONGEST:
            raise forms.ValidationError(_("Zadržet jde nejvýš na pět let. Potom se zadržení dá založit znovu."))
        return day
