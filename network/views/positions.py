"""Keeping people of an organisation true: adding, correcting, leaving."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from catalogue.knowledge import knowledge
from network import positions
from network.directory import home_districts
from network.forms.people import EndPositionForm, PositionForm
from network.forms.watched import watched
from network.models import Person, Position, Visibility
from network.permissions import can_keep
from network.views.access import hold, in_one_transaction, kept_organisation, network_user
from sociopoint.models import User


@require_http_methods(["GET", "HEAD", "POST"])
def person_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody new in an organisation; `?clovek=` adds another position of a person known already."""
    user, organisation = network_user(request), kept_organisation(request, pk)
    known_person = _person_asked(request)
    initial: dict[str, Any] = {"visibility": Visibility.NETWORK, "since": timezone.localdate()}
    if known_person:
        initial["name"] = known_person.name
    form = _form(request, initial, organisation=organisation, is_own=_is(user, known_person))
    if form.is_valid():
        name = form.cleaned_data["name"]
        position = positions.add(by=user, organisation=organisation, name=name, person=known_person, **form.facts())
        messages.success(request, _("Přidáno: %(who)s.") % {"who": position.person})
        return redirect("network:organisation", organisation.pk)
    context = {"form": form, "organisation": organisation, "heading": _("Přidat člověka"), "known": known_person}
    return render(request, "network/position_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_one_transaction
def position_edit(request: HttpRequest, pk: int) -> HttpResponse:
    user, position = network_user(request), _kept(request, pk)
    hold(request, position)
    form = _form(
        request,
        PositionForm.values_of(position),
        organisation=position.organisation,
        position=position,
        is_own=_is(user, position.person),
    )
    if not positions.may_rename(position, user):
        form.fix_name(_("Působí i jinde, jméno proto opravuje koordinátorka."))
    form = watched(form)
    if form.is_valid():
        positions.correct(position, by=user, name=form.cleaned_data["name"], **form.facts())
        messages.success(request, _("Uloženo."))
        return redirect("network:organisation", position.organisation_id)
    context = {
        "form": form,
        "organisation": position.organisation,
        "heading": _("Opravit: %(who)s") % {"who": position.person},
        "position": position,
    }
    return render(request, "network/position_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def position_end(request: HttpRequest, pk: int) -> HttpResponse:
    """`Odešel, odešla`: the row stays in the history."""
    user, position = network_user(request), _kept(request, pk)
    initial = {"until": timezone.localdate(), "substitute": str(position.substitute_id or "")}
    form = EndPositionForm(request.POST if request.method == "POST" else None, initial=initial, position=position)
    if form.is_valid():
        substitute = form.others.get(form.cleaned_data["substitute"])
        positions.end(position, by=user, until=form.cleaned_data["until"], substitute=substitute)
        messages.success(request, _("Zapsáno. V historii zůstane, že tu %(who)s působí.") % {"who": position.person})
        return redirect("network:organisation", position.organisation_id)
    context = {"form": form, "position": position, "organisation": position.organisation}
    return render(request, "network/position_end.html", context, status=422 if form.errors else 200)


@require_POST
def position_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    position = _kept(request, pk)
    positions.reopen(position, by=network_user(request))
    messages.success(request, _("Konec je zrušený."))
    return redirect("network:organisation", position.organisation_id)


def _kept(request: HttpRequest, pk: int) -> Position:
    """404 for a position this person may not see, 403 for one they may not change."""
    user = network_user(request)
    rows = Position.objects.visible_to(user).select_related("person", "organisation", "substitute")
    position = get_object_or_404(rows, pk=pk)
    if not can_keep(user, position.organisation):
        raise PermissionDenied
    return position


def _is(user: User, person: Person | None) -> bool:
    return person is not None and person.user_id == user.pk


def _person_asked(request: HttpRequest) -> Person | None:
    asked = request.GET.get("clovek", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 18):
        return None
    seen = Position.objects.visible_to(network_user(request)).filter(person=int(asked))
    return Person.objects.filter(pk=int(asked), positions__in=seen).first()


def _form(request: HttpRequest, initial: dict[str, Any], **about: Any) -> PositionForm:
    known = knowledge()
    sent = request.POST if request.method == "POST" else None
    return PositionForm(sent, initial=initial, known=known, districts=home_districts(known), **about)
