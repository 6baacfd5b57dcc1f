"""Deciding about what partners, the public and the desk propose; a partner sees what became of their own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalogue import correcting, founding, proposing
from catalogue.models import ChangeProposal, ProposalState, ProposalTopic, Service
from catalogue.proposing import DecisionRefused
from network.own_record import proposals_visible_to
from network.permissions import is_partner
from network.proposal_queue import (
    ACCEPT,
    FoundingMoveForm,
    ReportMoveForm,
    VerdictsForm,
    fact_rows,
    founding_rows,
    queue_context,
)
from sociopoint.models import User
from sociopoint.permissions import can_approve_changes


@require_safe
def proposal_list(request: HttpRequest) -> HttpResponse:
    user = _somebody(request)
    if not can_approve_changes(user):
        raise PermissionDenied
    context = queue_context(request.GET, proposals_visible_to(user))
    return render(request, "network/proposal_list.html", context, status=422 if context["search"].errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Side by side, fact by fact. 404 for another organisation's partner."""
    user = _somebody(request)
    shown = get_object_or_404(proposals_visible_to(user), pk=pk)
    if request.method == "POST" and not can_approve_changes(user):
        raise PermissionDenied
    is_correction = shown.topic == ProposalTopic.CORRECTION
    rows = fact_rows(shown) if is_correction else founding_rows(shown) if shown.is_founding else []
    asks_each = any(
        row.is_waiting for row in rows
    )  # none where the place they were about is no more: it is only closed
    decides = can_approve_changes(user) and shown.state == ProposalState.NEW
    sent = request.POST if request.method == "POST" else None
    form: Any = None
    if decides:
        form = VerdictsForm(sent, rows=rows) if asks_each else _move_form(shown, sent)
        if form.is_valid():
            try:
                _decide(shown, form, user)
            except DecisionRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Rozhodnuto."))
                return redirect("network:proposal-list")
    elif request.method == "POST":
        messages.error(request, _("O návrhu už někdo rozhodl."))
        return redirect("network:proposal", shown.pk)
    context = {
        "proposal": shown,
        "about": shown.about,
        "organisation": shown.about.organisation if isinstance(shown.about, Service) else shown.about,
        "form": form,
        "rows": [{"fact": row, "choice": _choice(form, row.row.pk)} for row in rows],
        "decides": decides,
        "asks_each": asks_each,
        "has_ended": isinstance(shown.about, Service) and _has_ended(shown.about),
    }
    return render(request, "network/proposal.html", context, status=422 if form is not None and form.errors else 200)


def _decide(shown: ChangeProposal, form: VerdictsForm | ReportMoveForm, user: User) -> None:
    """Raises DecisionRefused."""
    if isinstance(form, VerdictsForm):
        correcting.decide(shown, form.verdicts(), by=user)
    elif shown.is_founding and form.cleaned_data["move"] == ACCEPT:
        founding.found(shown, by=user)
    elif shown.is_founding:
        founding.turn_down(shown, by=user, reason=form.cleaned_data["reason"])
    elif form.cleaned_data["move"] == ACCEPT:
        proposing.accept(shown, by=user, note=form.cleaned_data["reason"])
    else:
        proposing.refuse(shown, by=user, reason=form.cleaned_data["reason"])


def _has_ended(service: Service) -> bool:
    return not service.published or (service.valid_until is not None and service.valid_until < timezone.localdate())


def _move_form(shown: ChangeProposal, sent: QueryDict | None) -> ReportMoveForm:
    return FoundingMoveForm(sent) if shown.is_founding else ReportMoveForm(sent)


def _choice(form: Any, pk: int) -> dict[str, Any] | None:
    if not isinstance(form, VerdictsForm) or f"co-{pk}" not in form.fields:
        return None
    return {"verdict": form[f"co-{pk}"], "reason": form[f"proc-{pk}"]}


def _somebody(request: HttpRequest) -> User:
    """Partners, coordinators and administrators; what they see is `proposals_visible_to`."""
    user = request.user
    if not isinstance(user, User) or not (can_approve_changes(user) or is_partner(user)):
        raise PermissionDenied
    return user
