"""Inviting, and choosing a password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from network.forms.people import email_field
from sociopoint.desk_forms import DeskForm
from sociopoint.models import User


class InviteForm(DeskForm):
    email = email_field(_("Kam pozvánku poslat"), required=True, help_text=_("Tímhle e-mailem se bude přihlašovat."))


class NewPasswordForm(DeskForm):
    password1 = forms.CharField(
        label=_("Heslo"),
        help_text=_("Aspoň 12 znaků. Nejlepší je věta, kterou si zapamatujete."),
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        error_messages={"required": _("Zvolte si heslo.")},
    )
    password2 = forms.CharField(
        label=_("Heslo ještě jednou"),
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        error_messages={"required": _("Napište heslo ještě jednou.")},
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        first, second = values.get("password1"), values.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("Hesla se liší. Napište obě stejně."))
        elif first:
            try:
                validate_password(first, User(email=self.email))
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return values
