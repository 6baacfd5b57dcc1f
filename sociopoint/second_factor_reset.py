"""A lost telephone: an administrator takes a person's second factor away, and the next sign-in sets up a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.db import transaction
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sociopoint.models import User

if TYPE_CHECKING:
    from django.db.models import QuerySet


@transaction.atomic
def take_second_factor(user: User) -> None:
    """Every app, key and recovery code of the account, and every place it is signed in: they may be in other hands."""
    Authenticator.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()


@admin.action(description=_("Zrušit druhý krok přihlášení"), permissions=["change"])
def reset_second_factor(model_admin: Any, request: HttpRequest, queryset: QuerySet[User]) -> TemplateResponse | None:
    """Asks first; recorded in the account's history; the person is told by e-mail."""
    others = queryset.exclude(pk__in=[request.user.pk])
    if not others:
        messages.error(request, gettext("Svůj druhý krok si změňte ve svém účtu. Tady rušíte jen cizí."))
        return None
    if request.POST.get("potvrzeno") != "ano":
        return _ask(model_admin, request, others)
    for user in others:
        take_second_factor(user)
        model_admin.log_change(request, user, gettext("Zrušen druhý krok přihlášení."))
        get_adapter(request).send_notification_mail("account/email/second_factor_reset", user)
    done = len(others)
    words = ngettext("Druhý krok je zrušený u %(count)d účtu.", "Druhý krok je zrušený u %(count)d účtů.", done)
    messages.success(request, words % {"count": done})
    return None


def _ask(model_admin: Any, request: HttpRequest, others: QuerySet[User]) -> TemplateResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "title": gettext("Zrušit druhý krok přihlášení?"),
        "question": gettext("Ověřte si, že mluvíte opravdu s nimi. Všude budou odhlášeni a nastaví si nový:"),
        "opts": model_admin.opts,
        "sample": list(others),
        "more": 0,
        "pks": request.POST.getlist(helpers.ACTION_CHECKBOX_NAME),
        "select_across": request.POST.get("select_across", "0"),
        "action": "reset_second_factor",
        "button": gettext("Zrušit druhý krok"),
        "back_url": request.get_full_path(),
    }
    return TemplateResponse(request, "admin/confirm_action.html", context)
