from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.spoken_code import UnreadableCode, read_code
from inquiries.models import RequestKind
from inquiries.phones import normalised
from sociopoint.desk_forms import DeskForm, FormNumber
from sociopoint.typography import dialable


class SubjectRequestForm(DeskForm):
    """What somebody wants and how we find what is theirs: by phone, e-mail or code, which are not kept."""

    kind = forms.ChoiceField(label=_("Co člověk chce"), choices=RequestKind.choices, widget=forms.RadioSelect)
    known_by = forms.CharField(
        label=_("Podle čeho víme, že je to on"),
        max_length=200,
        help_text=_("Třeba: zavolal z čísla, které u dotazu máme. Číslo dokladu nepište."),
        error_messages={"required": _("Napište, podle čeho jste ho poznali.")},
    )
    phone = forms.CharField(
        label=_("Telefon"),
        required=False,
        max_length=30,
        help_text=_("Má číslo linku? Napište i tu, jinak ho nenajdeme."),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        error_messages={"invalid": _("E-mail napište celý, třeba jmeno@seznam.cz.")},
    )
    code = forms.CharField(label=_("Návratový kód"), required=False, max_length=80)
    sent = FormNumber()

    def clean_phone(self) -> str:
        typed = str(self.cleaned_data["phone"]).strip()
        if typed and not (normalised(typed) or dialable(typed)):
            raise forms.ValidationError(_("Telefon napište číslicemi, třeba 603 123 456."))
        return typed

    def clean_code(self) -> str:
        typed = str(self.cleaned_data["code"]).strip()
        if not typed:
            return ""
        try:
            return read_code(typed)
        except UnreadableCode as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(name) for name in ("phone", "email", "code")):
            raise forms.ValidationError(
                _("Vyplňte telefon, e-mail nebo kód. Dotaz beze jména a bez kódu s nikým spojit nejde.")
            )
        return cleaned


class RequestAnswerForm(DeskForm):
    answer = forms.CharField(
        label=_("Jak jsme odpověděli"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Napište, jak a kdy jsme odpověděli.")},
    )
    is_refused = forms.BooleanField(
        label=_("Žádosti jsme nevyhověli"), required=False, help_text=_("Důvod napište do odpovědi.")
    )
