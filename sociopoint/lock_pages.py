"""The pages of a locked session: the lock itself, and the question whether one is still here."""

from __future__ import annotations

from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from sociopoint import staff
from sociopoint.account_forms import ConfirmByKeyForm, ConfirmPasswordForm
from sociopoint.idle_lock import LOCKED, seconds_left, unlock

BY_KEY = "credential"


@never_cache
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password")
def locked(request: HttpRequest) -> HttpResponse:
    """`/ucet/zamceno/`: the password or a key opens; what was being sent then goes on by one more press."""
    wanted = _own_page(request)
    if request.method == "GET":
        if seconds_left(request) > 0:
            return HttpResponseRedirect(wanted)
        return _ask(request, ConfirmPasswordForm(user=request.user), wanted)
    form = _proof(request)
    if not form.is_valid():
        return _ask(request, form, wanted)
    if isinstance(form, ConfirmByKeyForm):
        form.save()
    else:
        reauthenticate_by_password(request)
    unlock(request)
    kept = QueryDict(request.POST.get("carried", ""))
    if not kept:
        return HttpResponseRedirect(wanted)
    fields = [(name, value) for name, values in kept.lists() for value in values]
    return render(request, "account/unlocked.html", {"next": wanted, "fields": fields})


@never_cache
@require_http_methods(["GET", "POST"])
def still_here(request: HttpRequest) -> JsonResponse:
    """`/ucet/jsem-tu/`: GET asks how long until the lock, POST says that somebody is here. Both say who it is and give a token
    that forms of a page opened before they signed in again can be sent with."""
    return JsonResponse(
        {"seconds_left": seconds_left(request), "who": str(request.user.pk), "token": get_token(request)}
    )


@never_cache
@require_safe
def unlocked(request: HttpRequest) -> HttpResponse:
    """`/ucet/odemceno/`: the page on which one lands in a new tab, to go back to the covered one."""
    return render(request, "account/unlocked.html")


def _proof(request: HttpRequest) -> Form:
    if request.POST.get(BY_KEY):
        key: Form = ConfirmByKeyForm(user=request.user, data=request.POST)
        return key
    return ConfirmPasswordForm(user=request.user, data=request.POST)


def _ask(request: HttpRequest, form: Form, wanted: str) -> HttpResponse:
    keys = Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.WEBAUTHN)
    context = {
        "form": form if not isinstance(form, ConfirmByKeyForm) else ConfirmPasswordForm(user=request.user),
        "key_failed": isinstance(form, ConfirmByKeyForm),
        "js_data": {"request_options": begin_authentication(request.user)} if keys.exists() else None,
        "next": wanted,
        "carried": request.POST.get("carried", ""),
    }
    return render(request, "account/locked.html", context, status=LOCKED if request.method == "POST" else 200)


def _own_page(request: HttpRequest) -> str:
    """Where to go on: a page of this very site, else the first page of the day."""
    wanted = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME, "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else staff.home_of(request.user)
