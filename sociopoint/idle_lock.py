"""A desk left alone locks itself, and nothing typed is lost.

After SESSION_IDLE_MINUTES without a request a session of staff is locked, not ended. A partner's is after two hours: a partner
sees only what concerns their own organisation, and writes a report beside other work. In a locked session public pages show what a
citizen sees, other pages lead to `/ucet/zamceno/`, and whatever was being sent is answered 423. A form gets a page that carries
its fields to the other side of the lock; a script (one that accepts JSON) gets `{"locked": address}` and keeps what it
holds. After SESSION_HOURS any session ends, except that what is just being sent still arrives.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from sociopoint.permissions import needs_second_factor
from sociopoint.refusals import is_by_script

if TYPE_CHECKING:
    from sociopoint.models import User

Respond = Callable[[HttpRequest], HttpResponse]
LOCKED = 423
LAST_SEEN, SIGNED_IN = "last_seen", "signed_in"
"""In the session: seconds of the last request that counted, and of signing in."""
NOTED_EVERY = 30  # seconds; a request sooner than that after the last one is not written down
ALWAYS = {"account_logout", "logout", "admin:logout", "health", "locked"}
STILL_HERE = "still-here"
PARTNER_MINUTES = 120
NEVER_CARRIED = ("csrfmiddlewaretoken", "password", "heslo")


def begin(sender: object, request: HttpRequest, user: object, **kwargs: Any) -> None:
    """Django's signal: somebody has just signed in."""
    request.session[SIGNED_IN] = request.session[LAST_SEEN] = _now()


def idle_minutes(user: User | AnonymousUser) -> int:
    """How long nobody need be there before the session locks itself; a city that gives its own staff more gives it to all."""
    of_staff: int = settings.ENVIRONMENT.session_idle_minutes
    return of_staff if needs_second_factor(user) else max(of_staff, PARTNER_MINUTES)


def seconds_left(request: HttpRequest) -> int:
    """Until this session locks itself; negative when it has."""
    idle = idle_minutes(request.user) * 60
    return int(request.session.get(LAST_SEEN, _now()) + idle - _now())


def unlock(request: HttpRequest) -> None:
    request.session[LAST_SEEN] = _now()


def carried(posted: QueryDict) -> str:
    """The fields of a form as one string, without passwords and the form's own token."""
    kept = posted.copy()
    for name in list(kept):
        if any(word in name.lower() for word in NEVER_CARRIED):
            del kept[name]
    return kept.urlencode()


class IdleLock:
    """Stands behind the second factor and before Django asks who is signed in."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.view_name in ALWAYS:
            return None
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return None
        if _is_over(request):
            logout(request)
            return None
        if seconds_left(request) > 0:
            if not (match.view_name == STILL_HERE and request.method == "GET"):
                _note(request)
            return None
        if not getattr(view, "login_required", True) and not match.route.startswith("ucet/"):
            request.user = AnonymousUser()
            return None
        return refuse(request)


def refuse(request: HttpRequest) -> HttpResponse:
    """What a locked session gets from a page of staff."""
    address = reverse("locked")
    if is_by_script(request):
        return JsonResponse({"locked": address}, status=LOCKED)
    if request.method in ("GET", "HEAD"):
        return HttpResponseRedirect(f"{address}?{urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})}")
    from sociopoint.account_forms import (
        ConfirmPasswordForm,
    )  # it loads keys and cryptography, at the start of any command

    context = {
        "form": ConfirmPasswordForm(user=request.user),
        "next": request.get_full_path(),
        "carried": carried(request.POST),
        "had_files": bool(request.FILES),
    }
    return render(request, "account/locked.html", context, status=LOCKED)


def _is_over(request: HttpRequest) -> bool:
    """Whether the session has lived its longest. What is being sent by somebody at work is let through once more."""
    lived = _now() - request.session.setdefault(SIGNED_IN, _now())
    longest = settings.ENVIRONMENT.session_hours * 3600
    if request.method == "POST" and seconds_left(request) > 0:
        longest += settings.ENVIRONMENT.session_idle_minutes * 60
    return bool(lived > longest)


def _note(request: HttpRequest) -> None:
    if LAST_SEEN in request.session and _now() - request.session[LAST_SEEN] < NOTED_EVERY:
        return
    unlock(request)
    UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())


def _now() -> float:
    return timezone.now().timestamp()
