"""What a person sends from the web: a question, their code, something more."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from catalogue.code_form import CodeForm
from inquiries.phones import normalised
from sociopoint.desk_forms import DeskForm
from sociopoint.typography import dialable

LONGEST_QUESTION = 3000
SALT = "question-form"


def _words(label: Any, **more: Any) -> forms.CharField:
    too_long = _("Text je moc dlouhý. Napište to nejdůležitější, zbytek doplníte příště.")
    return forms.CharField(
        label=label,
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Napište, s čím si nevíte rady. Stačí jedna věta."), "max_length": too_long},
        **more,
    )


class QuestionForm(DeskForm):
    question = _words(
        _("S čím si nevíte rady?"),
        help_text=_("Jméno ani adresu psát nemusíte. Pomůže nám věk člověka a čtvrť, kde bydlí."),
    )
    phone = forms.CharField(
        label=_("Telefon (nepovinný)"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        help_text=_("Jen když chcete, abychom zavolali."),
    )
    email = forms.EmailField(
        label=_("E-mail (nepovinný)"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Odpověď najdete tady na webu i bez něj."),
        error_messages={"invalid": _("E-mail napište celý, třeba jmeno@seznam.cz.")},
    )
    web = forms.CharField(required=False)
    """A field that people do not see and robots fill in."""
    sent = forms.CharField(widget=forms.HiddenInput, required=False)
    """The signed number of this form, so that sending it twice asks once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sent"].initial = signing.dumps(str(uuid4()), salt=SALT)

    def clean_phone(self) -> str:
        typed = str(self.cleaned_data["phone"]).strip()
        number = normalised(typed) or dialable(typed)
        if typed and not number:
            raise forms.ValidationError(_("Telefon napište číslicemi, třeba 603 123 456."))
        return number

    def clean_sent(self) -> UUID:
        """A number that we did not sign is replaced: whoever sends it can only make a new question."""
        try:
            return UUID(signing.loads(self.cleaned_data["sent"], salt=SALT))
        except (signing.BadSignature, ValueError):
            return uuid4()

    @property
    def is_from_robot(self) -> bool:
        return bool(self.cleaned_data.get("web"))


class MoreForm(CodeForm):
    """Something more under the code, which the page sends along so that no address holds it."""

    code = forms.CharField(max_length=80, widget=forms.HiddenInput)
    more = _words(_("Chcete se ještě na něco zeptat?"))


class AnswerForm(DeskForm):
    text = forms.CharField(
        label=_("Odpověď člověku"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Přečte si ji pod svým kódem. Pište krátce a začněte tím, co má udělat."),
        error_messages={"required": _("Napište odpověď.")},
    )
