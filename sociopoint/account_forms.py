"""allauth's forms with what they say when a field is empty; the words of the labels stand in the templates."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings as mfa
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as codes
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.cache import cache
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sociopoint import demo, limits
from sociopoint.models import User

EMPTY: dict[str, Promise] = {
    "login": _("Napište svůj e-mail."),
    "email": _("Napište svůj e-mail."),
    "password": _("Napište heslo."),
    "oldpassword": _("Napište své současné heslo."),
    "password1": _("Napište nové heslo."),
    "password2": _("Napište nové heslo ještě jednou."),
    "code": _("Opište kód."),
    "name": _("Napište, jak se má klíč jmenovat."),
    "credential": _("Klíč se neozval. Zkuste to znovu."),
}
NOT_AN_ADDRESS = _("Tohle není celý e-mail. Má tvar jmeno@mesto.cz.")
DIFFER = _("Hesla se liší. Napište obě stejně.")
LONGEST_CODE = 20  # a code copied with spaces; whatever is longer was pasted by mistake


def say_it_in_czech(form: forms.Form) -> None:
    for name, field in form.fields.items():
        if name in EMPTY:
            field.error_messages["required"] = str(EMPTY[name])
        if isinstance(field, forms.EmailField):
            field.error_messages["invalid"] = str(NOT_AN_ADDRESS)
        field.help_text = ""  # allauth's own links and rules; ours stand on the pages
        field.widget.attrs.pop("placeholder", None)
        if name == "code":
            field.widget.attrs["maxlength"] = LONGEST_CODE


class SignInForm(account.LoginForm):  # type: ignore[misc]  # allauth is untyped
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_it_in_czech(self)
        self.demo = demo.accounts()


class ForgottenPasswordForm(account.ResetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_it_in_czech(self)


class _TwicePasswordForm(forms.Form):
    def clean(self) -> dict[str, Any] | None:
        """As allauth's, with our sentence."""
        cleaned = forms.Form.clean(self) or {}
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", DIFFER)
        return cleaned


class NewPasswordForm(_TwicePasswordForm, account.ResetPasswordKeyForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_it_in_czech(self)


class ChangePasswordForm(_TwicePasswordForm, account.ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_it_in_czech(self)


class SetPasswordForm(_TwicePasswordForm, account.SetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_it_in_czech(self)


class ConfirmPasswordForm(account.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_it_in_czech(self)


def count_try(user: User) -> None:
    """allauth slows a guesser of codes down to five in five minutes; a patient one is stopped here. Raises ValidationError."""
    if not limits.allow("code", str(user.pk), most=20, seconds=3600):
        raise get_account_adapter().validation_error("too_many_tries_in_an_hour")


def use_up(code: str, authenticator: Authenticator) -> None:
    """Refuse a code of an app that was used before, for as long as its time lasts; allauth remembers only one period.

    Raises ValidationError. The cache is the database's, so all workers remember alike.
    """
    lasts = (2 * mfa.TOTP_TOLERANCE + 1) * mfa.TOTP_PERIOD  # seconds
    name = f"totp-used:{authenticator.user_id}:{normalize_user_code(code)}"
    if authenticator.type == Authenticator.Type.TOTP and not cache.add(name, True, timeout=lasts):
        raise get_adapter().validation_error("incorrect_code")


class OneTryAtACode:
    """A form of a code that is counted as a try and used up; `demo_code` is what a demo account's app would show."""

    user: User
    authenticator: Authenticator

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_it_in_czech(self)  # type: ignore[arg-type]
        self.demo_code = demo.code_for(self.user)

    def clean_code(self) -> str:
        count_try(self.user)
        code: str = super().clean_code()  # type: ignore[misc]
        use_up(code, self.authenticator)
        return code


class SecondStepForm(OneTryAtACode, codes.AuthenticateForm):  # type: ignore[misc]
    pass


class ConfirmCodeForm(OneTryAtACode, codes.ReauthenticateForm):  # type: ignore[misc]
    pass


class ActivateAppForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_it_in_czech(self)


@contextmanager
def readable_key() -> Iterator[None]:
    """What a browser sends for a key is nested JSON with binary parts; read wrongly formed, it fails in many ways."""
    try:
        yield
    except (LookupError, AttributeError, TypeError, ValueError, struct.error):
        raise get_adapter().validation_error("unreadable_key") from None


class AddKeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_it_in_czech(self)

    def clean(self) -> dict[str, Any]:
        with readable_key():
            return super().clean()  # type: ignore[no-any-return]


class KeyAsSecondStepForm(webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]
    def clean_credential(self) -> Authenticator:
        with readable_key():
            return super().clean_credential()


class KeyAloneForm(webauthn.LoginWebAuthnForm):  # type: ignore[misc]
    def clean_credential(self) -> Authenticator:
        with readable_key():
            return super().clean_credential()


class ConfirmByKeyForm(webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    def clean_credential(self) -> Authenticator:
        with readable_key():
            return super().clean_credential()


class NameKeyForm(webauthn.EditWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_it_in_czech(self)
