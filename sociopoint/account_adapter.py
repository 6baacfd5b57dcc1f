"""Where allauth asks this product: who may sign in, what protects a secret, what is said, and where one goes next."""

from __future__ import annotations

import time
from typing import Any
from uuid import uuid4

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from sociopoint import limits, staff
from sociopoint.authentication import may_sign_in
from sociopoint.mailing import send_later
from sociopoint.models import User
from sociopoint.permissions import needs_second_factor
from sociopoint.second_factor import is_proven
from sociopoint.secrecy import decrypt_text, encrypt_text
from sociopoint.visitors import address_of

TOO_MANY = _("Příliš mnoho pokusů. Zkuste to znovu za pět minut.")
"""What allauth counts lasts five minutes at most."""
FORGOTTEN, MOST_FORGOTTEN = "account/email/password_reset_key", 6


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Tento účet je vypnutý."),
        "email_password_mismatch": _("E-mail nebo heslo nesouhlasí. Zkuste to znovu."),
        "enter_current_password": _("Tohle není vaše současné heslo."),
        "incorrect_code": _("Kód nesouhlasí nebo už vypršel. Opište ten, který svítí právě teď."),
        "incorrect_password": _("Heslo nesouhlasí. Zkuste to znovu."),
        "invalid_login": _("E-mail nebo heslo nesouhlasí. Zkuste to znovu."),
        "invalid_or_expired_key": _("Odkaz už neplatí."),
        "invalid_password_reset": _("Odkaz pro nové heslo už neplatí."),
        "rate_limited": TOO_MANY,
        "too_many_login_attempts": TOO_MANY,
        "too_many_tries_in_an_hour": _("Příliš mnoho pokusů. Zkuste to znovu za hodinu."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by administrators only."""
        return False

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Every way in ends here, passkeys too: an account that is switched off, or a demo one in production, stays out."""
        if not may_sign_in(user):
            return self.respond_user_inactive(request, user)  # type: ignore[no-any-return]
        return super().pre_login(request, user, **kwargs)  # type: ignore[no-any-return]

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """allauth slows down a guesser by minutes; this counts hours, exactly, over all workers. What is refused to one address
        does not count for the account, so that no single guesser keeps its owner out."""
        account, address = credentials.get("email", "").lower(), address_of(request)
        if not (
            limits.allow("sign in", f"{account} {address}", most=30, seconds=3600)
            and limits.allow("sign in from", address, most=300, seconds=3600)  # a whole town hall may share one address
            and limits.allow("sign in to", account, most=100, seconds=3600)
        ):
            raise self.validation_error("too_many_tries_in_an_hour")
        super().pre_authenticate(request, **credentials)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """What allauth counts wrong passwords by: those tried elsewhere do not keep a person out of their own account."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{address_of(request)}"

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if needs_second_factor(request.user) and not is_proven(request):
            return reverse("mfa_index")
        return staff.home_of(request.user)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return staff.address_of("account")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever has just signed in has just proved who they are; allauth alone would ask for the password at once again."""
        records = get_authentication_records(self.request, self.request.user)
        return not records or time.time() - records[-1]["at"] > app_settings.REAUTHENTICATION_TIMEOUT

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": _("Heslem"),
            "mfa_reauthenticate": _("Kódem z aplikace"),
            "mfa_reauthenticate:webauthn": _("Přístupovým klíčem"),
        }
        return [method | {"description": words[method["id"]]} for method in super().get_reauthentication_methods(user)]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """As allauth's, but in the background: no page waits for the mail server. Links for a forgotten password, which anybody may
        ask for, only so many a day: those that came before still work, and the page says the same."""
        if template_prefix == FORGOTTEN and not limits.allow(
            "forgotten password", email.lower(), most=MOST_FORGOTTEN, seconds=86_400
        ):
            return
        letter = self.render_mail(template_prefix, email, context | {"email": email})
        send_later(to=email, subject=letter.subject, text=letter.body, key=f"account-{uuid4()}")

    def format_email_subject(self, subject: str) -> str:
        return f"SOCIOPOINT {settings.ENVIRONMENT.city}: {subject}"


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("Bez druhého kroku se tu pracovat nedá. Nejdřív přidejte jiný."),
        "cannot_generate_recovery_codes": _("Nejdřív si nastavte aplikaci nebo přístupový klíč."),
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "unreadable_key": _("Klíč se nepodařilo použít. Zkuste to znovu, nebo zvolte jiný způsob."),
        "unverified_email": _("E-mail tohoto účtu není ověřený. Zavolejte správci."),
    }

    def encrypt(self, text: str) -> str:
        return encrypt_text(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt_text(encrypted_text)

    def get_totp_issuer(self) -> str:
        return f"SOCIOPOINT {settings.ENVIRONMENT.city}"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last one stays with whoever may not work without any."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(pk=authenticator.pk)
        codes = Authenticator.Type.RECOVERY_CODES
        return not needs_second_factor(authenticator.user) or others.exclude(type=codes).exists()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return now_("Klíč %(number)s") % {"number": number}
