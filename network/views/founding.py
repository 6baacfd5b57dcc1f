"""A new service or place: a partner proposes, a coordinator's own is made at once."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalogue.founding import found, propose_place, propose_service
from catalogue.models import ChangeProposal, Organisation, ProposalSource, ProposalState, Service
from catalogue.proposing import DecisionRefused
from network.forms.founding import FoundingForm, NewPlaceForm, NewServiceForm
from network.forms.record import NEW
from network.views.access import kept_organisation, network_user
from network.views.records import kept_service
from sociopoint.models import User
from sociopoint.permissions import can_approve_changes


@require_http_methods(["GET", "HEAD", "POST"])
def service_new(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = kept_organisation(request, pk)
    return _page(request, organisation, NewServiceForm(request.POST if request.method == "POST" else None))


@require_http_methods(["GET", "HEAD", "POST"])
def place_new(request: HttpRequest, pk: int) -> HttpResponse:
    service = kept_service(request, pk)
    return _page(request, service, NewPlaceForm(request.POST if request.method == "POST" else None))


def _page(request: HttpRequest, about: Service | Organisation, form: FoundingForm) -> HttpResponse:
    user = network_user(request)
    decides = can_approve_changes(user)
    organisation = about.organisation if isinstance(about, Service) else about
    if form.is_valid() and _written(about, form, user, decides=decides):
        said = _("Děkujeme. Návrh čeká na koordinátorku, veřejnost ho zatím nevidí.")
        messages.success(request, _("Založeno, veřejnost to už vidí.") if decides else said)
        return redirect(f"{reverse('network:own-organisation')}?organizace={organisation.pk}")
    context = {
        "form": form,
        "about": about,
        "organisation": organisation,
        "decides": decides,
        "is_place": isinstance(about, Service),
    }
    return render(request, "network/founding_form.html", context, status=422 if form.errors else 200)


def _written(about: Service | Organisation, form: FoundingForm, user: User, *, decides: bool) -> bool:
    """What is refused is said by the form, and nothing of it stays."""
    try:
        with transaction.atomic():
            proposal = _proposed(about, form, user, ProposalSource.DESK if decides else ProposalSource.PARTNER)
            if decides and proposal.state == ProposalState.NEW:
                found(proposal, by=user)
    except DecisionRefused as refusal:
        form.add_error(None, str(refusal))
    return not form.errors


def _proposed(about: Service | Organisation, form: FoundingForm, user: User, source: ProposalSource) -> ChangeProposal:
    text = form.cleaned_data["text"]
    if isinstance(about, Service):
        return propose_place(about, form.facts(NEW), by=user, source=source, text=text)
    return propose_service(about, form.facts(None), form.facts(NEW), by=user, source=source, text=text)
