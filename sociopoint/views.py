"""What every page shares: errors that work without a database, health, and signing in."""

from __future__ import annotations

import logging
import sys
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sociopoint import staff
from sociopoint.refusals import is_by_script, refused
from sociopoint.unsent import is_of_an_earlier_session, unsent

logger = logging.getLogger(__name__)
KIOSK, KIOSK_RENEWS = "/kiosk/", 30
"""A screen in a town hall has nobody who would load it anew, and an error page leads out of its frame."""


def _error(request: HttpRequest, status: int) -> HttpResponse:
    """An error page: no session, no user, no query, so that it works when the database does not."""
    context = _error_context(request) | {"is_refused": status == 403}
    response = HttpResponse(render_to_string(f"{status}.html", context), status=status)
    if request.path_info.startswith(KIOSK):
        response.headers["Refresh"] = f"{KIOSK_RENEWS}; url={KIOSK}"
    return response


def _error_context(request: HttpRequest) -> dict[str, Any]:
    from sociopoint.context import desk

    return {"desk": desk(), "csp_nonce": getattr(request, "csp_nonce", ""), "signed_in": _signed_in(request)}


def _signed_in(request: HttpRequest) -> dict[str, str] | None:
    """Who asks, where it was already read: an error page reads nothing itself. None for a citizen."""
    user = getattr(request, "_cached_user", None)  # where django.contrib.auth keeps it
    if user is None or not user.is_authenticated:
        return None
    return {"name": str(user), "role": user.get_role_display(), "home": staff.home_of(user)}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if is_by_script(request):
        return refused(str(exception or "") or _("K tomuhle s tímto účtem nemáte přístup."), status=403)
    return _error(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    if is_by_script(request):
        said = _("Přihlášení se mezitím změnilo. Přihlaste se v nové záložce a vraťte se sem.")
        return refused(said, status=403, is_stale=True)
    if is_of_an_earlier_session(request):
        return unsent(request, sign_in_at="" if request.user.is_authenticated else reverse("account_login"))
    return _error(request, 403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if is_by_script(request):
        return refused(_("Tohle už tu není, nebo k tomu nemáte přístup."), status=404)
    return _error(request, 404)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    response = _error(request, 429)
    response.headers["Retry-After"] = "300"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database did not answer outside of a view: who is signed in is asked before there is one."""
    if isinstance(sys.exc_info()[1], OperationalError):
        return unavailable(request)
    return _error(request, 500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: the database does not answer; try again in half a minute, or phone."""
    response = _error(request, 503)
    response.headers["Retry-After"] = "30"
    return response


@cache
def _migrations() -> list[tuple[tuple[str, str], list[tuple[str, str]]]]:
    """Every migration of this program with those it stands for, read from the disk once a process: they come with its code."""
    nodes = MigrationLoader(None).graph.nodes
    return [(key, list(migration.replaces)) for key, migration in nodes.items()]


def _pending_migrations() -> int:
    """How many are not applied. Two queries."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sum(
        key not in applied and not (replaced and all(one in applied for one in replaced))
        for key, replaced in _migrations()
    )


@login_not_required
@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """`/healthz`: 200 when the database answers and every migration is applied, otherwise 503. No personal data.

    In production a worker that stopped is 503 too; one that never ran yet is not, so that a deployment can wait for 200 first.
    What a person must look at but no restart mends (shredding late by two days) is told by `"state": "yellow"` beside 200.
    """
    from catalogue.register_age import register_age_days
    from sociopoint.worker_state import states

    try:
        pending = _pending_migrations()
        if pending:
            return JsonResponse({"database": "ok", "migrations_pending": pending}, status=503)
        worker, shredding = states()
        facts = {"database": "ok", "migrations_pending": 0, "register_age_days": register_age_days()}
    except OperationalError:
        return JsonResponse({"database": "unreachable"}, status=503)
    yellow = "late" in (worker, shredding)
    facts |= {"worker": worker, "shredding": shredding, "state": "yellow" if yellow else "green"}
    return JsonResponse(facts, status=503 if worker == "late" and settings.ENVIRONMENT.production else 200)
