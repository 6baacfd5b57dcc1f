"""Whether facts still hold: the page behind the link, the partner's own click, the coordinator's campaigns."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network import freshness as deeds
from network.campaigns import asks_of, is_over, organisations_to_ask, progress_of
from network.forms.freshness import CampaignForm, ChangedForm, IntervalForm
from network.freshness_link import AskClosed, open_ask
from network.models import Ask, Campaign, Way
from network.own_record import record_in_words
from network.views.access import kept_organisation, network_user
from network.views.closed_links import closed, opened_too_often
from sociopoint.limits import seconds_to_wait
from sociopoint.models import User
from sociopoint.permissions import can_edit_network
from sociopoint.secret_pages import secret
from sociopoint.visitors import address_of

HOUR = 3600
MOST_VISITS_AN_HOUR = 200
"""From one network, which may be a whole town hall."""


@secret
@require_http_methods(["GET", "HEAD", "POST"])
def freshness(request: HttpRequest, token: str) -> HttpResponse:
    """The record as the public sees it; POST says that it holds, or in words what differs."""
    if seconds := seconds_to_wait("freshness-link", address_of(request), most=MOST_VISITS_AN_HOUR, seconds=HOUR):
        return opened_too_often(request, seconds)
    try:
        ask = open_ask(token)
    except AskClosed:
        text = _("Není celý, nebo mu skončila platnost. Zavolejte nám a údaje opravíme spolu.")
        return closed(request, _("Tenhle odkaz neplatí"), text, status=410)
    is_open = ask.answered_at is None
    form = ChangedForm(request.POST if is_open and request.POST.get("co") == "zmena" else None)
    if request.method == "POST" and is_open:
        if form.is_valid():
            deeds.answer_changed(ask, text=form.cleaned_data["text"])
            return redirect("network:freshness", token)
        if not form.is_bound:
            deeds.confirm(ask.organisation, way=Way.LINK, by=None)
            return redirect("network:freshness", token)
    context: dict[str, Any] = {"ask": ask, "organisation": ask.organisation, "form": form}
    if is_open:
        context["records"] = record_in_words(ask.organisation)
    return render(request, "network/freshness.html", context, status=422 if form.errors else 200)


@require_POST
def organisation_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = kept_organisation(request, pk)
    deeds.confirm(organisation, way=Way.ACCOUNT, by=network_user(request))
    messages.success(request, _("Děkujeme. Na webu je u vašich služeb, že je dnes někdo ověřil."))
    return redirect(f"{reverse('network:own-organisation')}?organizace={organisation.pk}")


@require_POST
def organisation_interval(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = kept_organisation(request, pk)
    form = IntervalForm(request.POST)
    if form.is_valid():
        deeds.set_interval(organisation, months=form.cleaned_data["months"], by=network_user(request))
        messages.success(request, _("Uloženo. Ozveme se e-mailem, až bude čas."))
    else:
        messages.error(request, _("Vyberte 1 až 12 měsíců."))
    return redirect(f"{reverse('network:own-organisation')}?organizace={organisation.pk}")


@require_safe
def campaign_list(request: HttpRequest) -> HttpResponse:
    _coordinator(request)
    campaigns = list(Campaign.objects.select_related("started_by")[:50])
    return render(request, "network/campaign_list.html", {"campaigns": campaigns})


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_new(request: HttpRequest) -> HttpResponse:
    user, today = _coordinator(request), timezone.localdate()
    sent = request.POST if request.method == "POST" else None
    form = CampaignForm(sent, today=today, initial={"due_on": today + timedelta(days=21), "only_old": True})
    if form.is_valid():
        values = form.cleaned_data
        chosen = list(organisations_to_ask(values["kind"], only_old=values["only_old"]))
        if chosen:
            campaign = deeds.start_campaign(name=values["name"], due_on=values["due_on"], organisations=chosen, by=user)
            messages.success(request, _("Kampaň začala, e-maily odcházejí."))
            return redirect("network:campaign", campaign.pk)
        form.add_error(None, _("Tomu nikdo neodpovídá: všichni už potvrdili, nebo nic nenabízejí."))
    return render(request, "network/campaign_new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has not answered, with a phone to call; how far it is."""
    _coordinator(request)
    shown = get_object_or_404(Campaign.objects.select_related("started_by"), pk=pk)
    asks = list(asks_of(shown))
    context = {
        "campaign": shown,
        "progress": progress_of(shown),
        "silent": [ask for ask in asks if ask.answered_at is None],
        "answered": [ask for ask in asks if ask.answered_at is not None],
        "is_over": is_over(shown, timezone.localdate()),
    }
    return render(request, "network/campaign.html", context)


@require_POST
def ask_called(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody called them and everything holds."""
    user = _coordinator(request)
    ask = get_object_or_404(Ask.objects.select_related("organisation"), pk=pk)
    deeds.confirm(ask.organisation, way=Way.PHONE, by=user)
    messages.success(request, _("Zapsáno: %(who)s potvrdili po telefonu.") % {"who": ask.organisation})
    return redirect("network:campaign", ask.campaign_id) if ask.campaign_id else redirect("network:campaign-list")


def _coordinator(request: HttpRequest) -> User:
    user = network_user(request)
    if not can_edit_network(user):
        raise PermissionDenied
    return user
