"""A password alone opens nothing of staff's: who must have a second factor sets it up first, and uses it in each session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import ResolverMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from sociopoint.permissions import needs_second_factor
from sociopoint.refusals import is_by_script, refused
from sociopoint.unsent import is_worth_keeping, unsent

Respond = Callable[[HttpRequest], HttpResponse]
OWN_ACCOUNT = "ucet/"
ALWAYS = {"account_logout", "logout", "admin:logout", "health"}
TO_PROVE = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}


def is_proven(request: HttpRequest) -> bool:
    """Whether a code or a key was used in this very session. No query."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def remember_new_factor(
    sender: object, request: HttpRequest, user: Any, authenticator: Authenticator, **kw: Any
) -> None:
    """allauth's signal: to set a factor up, one has just used it."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


class SecondFactor:
    """Until the second factor is proven a person of staff is a citizen on public pages and on others is led to prove it."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        match = request.resolver_match
        if match is None or match.view_name in ALWAYS or not needs_second_factor(request.user) or is_proven(request):
            return None
        if not getattr(view, "login_required", True) and not _about_own_account(match):
            request.user = AnonymousUser()
            return None
        return self.lead_on(request, match)

    def lead_on(self, request: HttpRequest, match: ResolverMatch) -> HttpResponse | None:
        """Who has no factor sets one up, with the rest of the account open; who has one uses it, with nothing else open. A
        script is told so, it cannot be led; a form that was sent waits on its page."""
        has_one = get_adapter().is_mfa_enabled(request.user)
        if match.view_name in TO_PROVE if has_one else _about_own_account(match):
            return None
        if is_by_script(request):
            said = _("Chybí druhý krok přihlášení. Udělejte ho v nové záložce a vraťte se sem.")
            return refused(said, status=403)
        page = _page_to_prove(request) if has_one else reverse("mfa_index")
        if is_worth_keeping(request):
            return unsent(request, sign_in_at=page)
        wanted = {REDIRECT_FIELD_NAME: request.get_full_path()} if request.method == "GET" and has_one else {}
        return HttpResponseRedirect(f"{page}?{urlencode(wanted)}" if wanted else page)


def _page_to_prove(request: HttpRequest) -> str:
    key_only = not get_adapter().is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
    return reverse("mfa_reauthenticate_webauthn" if key_only else "mfa_reauthenticate")


def _about_own_account(match: ResolverMatch) -> bool:
    return match.route.startswith(OWN_ACCOUNT)
