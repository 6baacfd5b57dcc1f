"""A provider keeps its own record: the facts, and what the public sees at once."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue.correcting import apply_at_once, propose_correction
from catalogue.live_facts import close_for_a_while, open_again, report_free_places
from catalogue.models import Closure, Facility, Organisation, ProposalSource, ProposalTopic, Service
from catalogue.proposable import SECRECY, YES
from catalogue.proposing import DecisionRefused, propose
from network.belonging import organisations_of
from network.forms.freshness import IntervalForm
from network.forms.record import ClosureForm, FreePlacesForm, RecordForm
from network.forms.watched import watched
from network.models import Upkeep
from network.models.freshness import USUAL
from network.own_record import proposals_of, reports_of, services_of, waiting_in
from network.permissions import can_keep
from network.views.access import hold, in_one_transaction, kept_organisation, network_user
from sociopoint.models import User
from sociopoint.permissions import can_approve_changes


@require_safe
def own_organisation(request: HttpRequest) -> HttpResponse:
    """The organisation of whoever asks; `?organizace=` another they keep. Without any, whom to ask."""
    user = network_user(request)
    mine = list(organisations_of(user))
    asked = request.GET.get("organizace", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 18:
        chosen = get_object_or_404(Organisation, pk=int(asked))
        if chosen not in mine and not can_keep(user, chosen):
            raise PermissionDenied
        mine = [chosen, *(one for one in mine if one != chosen)]
    if not mine:
        return render(request, "network/own_nothing.html", {"may_choose": can_approve_changes(user)})
    organisation, *others = mine
    upkeep = Upkeep.objects.filter(organisation=organisation).first()
    context = {
        "organisation": organisation,
        "others": others,
        "services": services_of(organisation),
        "proposals": proposals_of(organisation),
        "reports": reports_of(organisation),
        "upkeep": upkeep,
        "interval": IntervalForm(initial={"months": upkeep.every_months if upkeep else USUAL}),
    }
    return render(request, "network/own_organisation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_record(request: HttpRequest, pk: int) -> HttpResponse:
    return _record(request, kept_organisation(request, pk), [])


@require_http_methods(["GET", "HEAD", "POST"])
def service_record(request: HttpRequest, pk: int) -> HttpResponse:
    service = kept_service(request, pk)
    today = timezone.localdate()
    facilities = [one for one in service.facilities.all() if one.provided_until is None or one.provided_until >= today]
    return _record(request, service, facilities)


def _record(request: HttpRequest, about: Service | Organisation, facilities: list[Facility]) -> HttpResponse:
    """A partner's changes wait for a coordinator, a coordinator's own are public at once."""
    user = network_user(request)
    decides = can_approve_changes(user)
    sent, waiting = request.POST if request.method == "POST" else None, waiting_in(about)
    form = RecordForm(sent, about=about, facilities=facilities, waiting={} if decides else waiting)
    if form.is_valid():
        try:
            said = _save(form, about, user, decides=decides)
        except DecisionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            organisation = about.organisation_id if isinstance(about, Service) else about.pk
            return redirect(f"{reverse('network:own-organisation')}?organizace={organisation}")
    context = {"form": form, "about": about, "organisation": _owner(about), "decides": decides, "waits": len(waiting)}
    return render(request, "network/record_form.html", context, status=422 if form.errors else 200)


def _save(form: RecordForm, about: Service | Organisation, user: User, *, decides: bool) -> str:
    """The sentence to tell. Raises DecisionRefused."""
    text = form.cleaned_data["text"]
    if decides:
        return _("Uloženo, veřejnost to už vidí.") if apply_at_once(about, form.changes(), by=user) else _nothing()
    changes = form.changes()
    correction = propose_correction(about, changes, by=user, source=ProposalSource.PARTNER, text=text)
    if correction is not None and any(one.fact == SECRECY and one.after == YES for one in changes):
        return _("Adresu jsme skryli hned. O všem, co jste poslali, rozhodne koordinátorka.")
    if correction is not None:
        return _("Děkujeme. Změny čekají na koordinátorku, do té doby platí, co je zveřejněné.")
    if text:
        propose(about, topic=ProposalTopic.OTHER, source=ProposalSource.PARTNER, text=text, by=user)
        return _("Děkujeme, vzkaz jsme předali koordinátorce.")
    return _nothing()


def _nothing() -> str:
    return _("Nic se nezměnilo, všechno už je zveřejněné takhle.")


@require_http_methods(["GET", "HEAD", "POST"])
@in_one_transaction
def service_today(request: HttpRequest, pk: int) -> HttpResponse:
    """Free places and closing for a while: what people see the moment it is saved."""
    service, today = kept_service(request, pk), timezone.localdate()
    hold(request, service)
    sent = request.POST if request.POST.get("co") == "mista" else None
    now = {"places": service.free_places, "waiting_note": service.waiting_note}
    places = watched(FreePlacesForm(sent, initial=now))
    facilities = list(service.facilities.all())
    sent = request.POST if request.POST.get("co") == "zavreni" else None
    closing = ClosureForm(sent, facilities=facilities, today=today, initial={"begins": today})
    if places.is_valid():
        report_free_places(service, **places.cleaned_data)
        messages.success(request, _("Uloženo, lidé to už vidí i s dneškem jako dnem hlášení."))
        return redirect("network:service-today", service.pk)
    if closing.is_valid():
        values = closing.cleaned_data
        closed = closing.facilities.get(values["facility"])
        facts = {name: values[name] for name in ("begins", "ends", "text")}
        close_for_a_while(service, by=network_user(request), facility=closed, **facts)
        messages.success(request, _("Uloženo. Na webu je to hned, nejdřív 30 dní předem."))
        return redirect("network:service-today", service.pk)
    context = {
        "service": service,
        "organisation": service.organisation,
        "places": places,
        "closing": closing,
        "closures": list(service.closures.not_over().select_related("facility")),
    }
    return render(
        request, "network/service_today.html", context, status=422 if places.errors or closing.errors else 200
    )


@require_POST
def closure_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Open again sooner, or the closing was a mistake."""
    network_user(request)
    closure = get_object_or_404(Closure.objects.select_related("service__organisation"), pk=pk)
    if not can_keep(request.user, closure.service.organisation):
        raise PermissionDenied
    open_again(closure)
    messages.success(request, _("Zrušeno. Na webu je to hned."))
    return redirect("network:service-today", closure.service_id)


def kept_service(request: HttpRequest, pk: int) -> Service:
    """403 for a service of an organisation this person does not keep."""
    user = network_user(request)
    rows = Service.objects.select_related("organisation", "kind").prefetch_related(
        "contacts", "further_kinds", "target_groups", "facilities"
    )
    service = get_object_or_404(rows, pk=pk)
    if not can_keep(user, service.organisation):
        raise PermissionDenied
    return service


def _owner(about: Service | Organisation) -> Organisation:
    return about.organisation if isinstance(about, Service) else about
