from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from sociopoint.desk_forms import DeskForm

MOST = 32767


class OccupancyForm(DeskForm):
    occupied = forms.IntegerField(
        label=_("Kolik je obsazeno"),
        min_value=0,
        max_value=MOST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("Napište počet lidí číslicemi.")
        ),
    )
    seen = forms.IntegerField(required=False, min_value=0, max_value=MOST, widget=forms.HiddenInput)
