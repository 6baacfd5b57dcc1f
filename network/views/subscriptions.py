"""The newsletter for anybody: asked for, confirmed from a letter, changed and ended by its link."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from network import subscribing
from network.forms.subscriptions import SubscribeForm, TopicsForm
from network.models import Subscription
from network.subscribing import SubscriptionInvalid
from network.views.closed_links import closed, opened_too_often
from sociopoint.limits import seconds_to_wait
from sociopoint.secret_pages import secret
from sociopoint.visitors import address_of
from sociopoint.waiting import come_back, told_to_wait

HOUR = 3600
MOST_ASKED_AN_HOUR, MOST_VISITS_AN_HOUR = 10, 200


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """Asks; the answer is the same whether the address is known or not (`?poslano`)."""
    form = SubscribeForm(request.POST or None)
    context = {"form": form, "is_sent": "poslano" in request.GET}
    if form.is_valid():
        if seconds := seconds_to_wait("subscribe", address_of(request), most=MOST_ASKED_AN_HOUR, seconds=HOUR):
            refused = render(request, "network/subscribe.html", context | {"wait": come_back(seconds)}, status=429)
            return told_to_wait(refused, seconds)
        subscribing.ask(address=form.cleaned_data["email"], topics=form.cleaned_data["topics"])
        return redirect(reverse("network:subscribe") + "?poslano=1")
    return render(request, "network/subscribe.html", context, status=422 if form.errors else 200)


@secret
@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request: HttpRequest, token: str) -> HttpResponse:
    """A GET only shows, so no scanner confirms; a POST confirms with the topics ticked, or ends it (`zrusit`)."""
    if seconds := seconds_to_wait("subscription", address_of(request), most=MOST_VISITS_AN_HOUR, seconds=HOUR):
        return opened_too_often(request, seconds)
    try:
        return _subscription(request, subscribing.open_subscription(token))
    except SubscriptionInvalid:
        text = _("Odběr už neběží, nebo je odkaz neúplný. Zpravodaj si můžete objednat znovu.")
        return closed(request, _("Tenhle odkaz nikam nevede"), text, status=404)


def _subscription(request: HttpRequest, shown: Subscription) -> HttpResponse:
    """Raises SubscriptionInvalid when it ended meanwhile."""
    if "zrusit" in request.POST:
        subscribing.end(shown.address_hash)
        return closed(request, _("Zpravodaj vám už chodit nebude"), _("Vaši adresu jsme smazali."), status=200)
    form = TopicsForm(request.POST or None, initial={"topics": shown.topics})
    if form.is_valid():
        subscribing.confirm(shown, topics=form.cleaned_data["topics"])
        return redirect(subscribing.path_of(shown.address_hash) + "?ulozeno=1")
    context = {"subscription": shown, "form": form, "is_saved": "ulozeno" in request.GET and shown.confirmed_at}
    return render(request, "network/subscription.html", context, status=422 if form.errors else 200)
