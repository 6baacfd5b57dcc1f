"""The one field for a spoken code."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.spoken_code import UnreadableCode, read_code
from sociopoint.desk_forms import DeskForm


class CodeForm(DeskForm):
    code = forms.CharField(
        label=_("Váš kód"),
        max_length=80,
        help_text=_("Čtyři slova z lístku nebo z obrazovky. Háčky a čárky psát nemusíte."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Napište svůj kód, čtyři slova."), "max_length": _("Kód má jen čtyři slova.")},
    )

    def clean_code(self) -> str:
        try:
            return read_code(self.cleaned_data["code"])
        except UnreadableCode as refusal:
            raise forms.ValidationError(str(refusal)) from None
