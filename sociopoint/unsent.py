"""A form of staff that could not be sent comes back as a page that keeps it: the session ended, the second factor is missing, or
somebody signed in again in another tab and the form's token is of the session before.

Nothing is stored here. The fields travel in the page itself, as over the lock (`sociopoint.idle_lock`), and are sent by one
more press. A script gets none of it, it keeps what it holds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode

from sociopoint.idle_lock import carried
from sociopoint.own_pages import is_from_own_page
from sociopoint.refusals import is_by_script

OWN_ACCOUNT = "ucet/"


class SignInRequired(LoginRequiredMiddleware):
    """Django's, but a form that was filled in while the session ended is not thrown away, and a page open to everybody asks for
    nobody: the health check must answer also when no session can be read."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(  # type: ignore[override]  # the stubs promise a redirect, Django any answer
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        if is_worth_keeping(request):
            return unsent(request, sign_in_at=reverse("account_login"))
        return super().handle_no_permission(request, view_func)


def is_worth_keeping(request: HttpRequest) -> bool:
    """Forms about one's own account hold passwords, which are never carried, so they are filled in anew."""
    match = request.resolver_match
    return (
        request.method == "POST"
        and not is_by_script(request)
        and match is not None
        and getattr(match.func, "login_required", True)
        and not match.route.startswith(OWN_ACCOUNT)
        and bool(carried(request.POST))
    )


def is_of_an_earlier_session(request: HttpRequest) -> bool:
    """A form without a valid token that surely comes from a page of ours. Of one that may not nothing is offered to be sent."""
    return is_worth_keeping(request) and is_from_own_page(request)


def unsent(request: HttpRequest, *, sign_in_at: str = "") -> HttpResponse:
    """403 with what was typed. `sign_in_at`: what is still to be done, in another tab; '' when one press is enough."""
    fields = [(name, value) for name, values in QueryDict(carried(request.POST)).lists() for value in values]
    context = {
        "next": request.get_full_path(),
        "fields": fields,
        "had_files": bool(request.FILES),
        "sign_in_at": f"{sign_in_at}?{urlencode({REDIRECT_FIELD_NAME: reverse('unlocked')})}" if sign_in_at else "",
        "is_second_step": bool(sign_in_at) and request.user.is_authenticated,
    }
    response = render(request, "account/unsent.html", context, status=403)
    add_never_cache_headers(response)  # nobody else at this computer finds it in what the browser kept
    return response
