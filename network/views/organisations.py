"""Organisations of the network: their units, people, letter-boxes and services."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.models import Organisation, Service
from network.forms.people import MailboxesForm, UnitForm
from network.forms.watched import watched
from network.models import Position, Unit
from network.organisation_list import list_context
from network.permissions import can_keep
from network.positions import keep_mailboxes, keep_unit
from network.views.access import hold, in_one_transaction, kept_organisation, network_user
from sociopoint.permissions import can_see_whole_network
from sociopoint.typography import readable


@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    network_user(request)
    context = list_context(request.GET)
    return render(request, "network/organisation_list.html", context, status=422 if context["search"].errors else 200)


@require_safe
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is who there; letter-boxes for those who write to it or keep it."""
    user = network_user(request)
    shown = get_object_or_404(Organisation.objects.select_related("place"), pk=pk)
    may_keep = can_keep(user, shown)
    held = Position.objects.visible_to(user).held_on(timezone.localdate())
    context = {
        "organisation": shown,
        "positions": list(held.filter(organisation=shown).for_reading(user)),
        "units": list(shown.units.all()),
        "mailboxes": list(shown.mailboxes.all()) if may_keep or can_see_whole_network(user) else [],
        "contacts": list(shown.contacts.all()),
        "services": list(Service.objects.offered().filter(organisation=shown).select_related("kind")),
        "may_keep": may_keep,
    }
    return render(request, "network/organisation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def unit_new(request: HttpRequest, pk: int) -> HttpResponse:
    return _unit(request, kept_organisation(request, pk), None)


@require_http_methods(["GET", "HEAD", "POST"])
@in_one_transaction
def unit_edit(request: HttpRequest, pk: int) -> HttpResponse:
    network_user(request)
    unit = get_object_or_404(Unit.objects.select_related("organisation"), pk=pk)
    hold(request, unit)
    return _unit(request, kept_organisation(request, unit.organisation_id), unit)


def _unit(request: HttpRequest, organisation: Organisation, unit: Unit | None) -> HttpResponse:
    user = network_user(request)
    initial = {"name": unit.name, "phone": readable(unit.phone), "email": unit.email} if unit else {}
    form = UnitForm(request.POST or None, initial=initial, organisation=organisation, unit=unit)
    form = watched(form) if unit else form
    if form.is_valid():
        keep_unit(by=user, organisation=organisation, unit=unit, **form.cleaned_data)
        messages.success(request, _("Uloženo."))
        return redirect("network:organisation", organisation.pk)
    context = {"form": form, "organisation": organisation, "heading": unit.name if unit else _("Útvar nebo pracoviště")}
    return render(request, "network/organisation_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_one_transaction
def mailboxes(request: HttpRequest, pk: int) -> HttpResponse:
    """Where letters go, by what they are about."""
    organisation = kept_organisation(request, pk)
    hold(request, organisation)
    form = watched(MailboxesForm(request.POST if request.method == "POST" else None, organisation=organisation))
    if form.is_valid():
        keep_mailboxes(by=network_user(request), organisation=organisation, addresses=form.addresses())
        messages.success(request, _("Uloženo."))
        return redirect("network:organisation", organisation.pk)
    context = {
        "form": form,
        "organisation": organisation,
        "heading": _("Kam posílat e-maily"),
        "lead": _("Co necháte prázdné, pošleme na e-mail z katalogu. Na veřejném webu se tyhle adresy neukazují."),
    }
    return render(request, "network/organisation_form.html", context, status=422 if form.errors else 200)
