"""A new account: its person chooses the password, by a link that only their mailbox gets. No administrator ever knows it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.internal.flows.password_reset import get_reset_password_from_key_url
from allauth.account.utils import user_pk_to_url_str
from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sociopoint.models import User

if TYPE_CHECKING:
    from django.db.models import QuerySet


def welcome(request: HttpRequest, user: User) -> None:
    """After this transaction holds; the link lasts as that for a forgotten password, and once."""
    transaction.on_commit(partial(_write, request, user))


def _write(request: HttpRequest, user: User) -> None:
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    address = get_reset_password_from_key_url(request, key)
    get_adapter(request).send_mail("account/email/welcome", user.email, {"user": user, "password_reset_url": address})


@admin.action(description=_("Poslat odkaz k nastavení hesla"), permissions=["change"])
def send_link(model_admin: Any, request: HttpRequest, queryset: QuerySet[User]) -> None:
    """The letter got lost, or its three days are over. An account that is switched off gets none."""
    sent = 0
    for user in queryset.filter(is_active=True):
        welcome(request, user)
        model_admin.log_change(request, user, gettext("Poslán odkaz k nastavení hesla."))
        sent += 1
    words = ngettext("Odkaz jsme poslali %(count)d člověku.", "Odkaz jsme poslali %(count)d lidem.", sent)
    messages.success(request, words % {"count": sent})
