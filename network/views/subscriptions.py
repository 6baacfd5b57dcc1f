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
from network.models import NewsTopic
from network.subscribing import SubscriptionInvalid
from sociopoint.limits import allow
from sociopoint.secret_pages import secret
from sociopoint.visitors import address_of

HOUR = 3600
MOST_ASKED_AN_HOUR, MOST_VISITS_AN_HOUR = 10, 200


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """Asks; the answer is the same whether the address is known or not (`?poslano`)."""
    form = SubscribeForm(request.POST or None, initial={"topics": NewsTopic.values})
    status = 422 if form.is_bound and not form.is_valid() else 200
    too_often = False
    if form.is_valid():
        if allow("subscribe", address_of(request), most=MOST_ASKED_AN_HOUR, seconds=HOUR):
            subscribing.ask(address=form.cleaned_data["email"], topics=form.cleaned_data["topics"])
            return redirect(reverse("network:subscribe") + "?poslano=1")
        too_often, status = True, 429
    context = {"form": form, "is_sent": "poslano" in request.GET, "too_often": too_often}
    return render(request, "network/subscribe.html", context, status=status)


@secret
@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request: HttpRequest, token: str) -> HttpResponse:
    """A GET only shows, so no scanner confirms; a POST confirms with the topics ticked, or ends it (`zrusit`)."""
    if not allow("subscription", address_of(request), most=MOST_VISITS_AN_HOUR, seconds=HOUR):
        text = _("Z vaší sítě přišlo moc pokusů. Zkuste to za hodinu.")
        return _closed(request, _("Příliš mnoho pokusů"), text, status=429)
    try:
        shown = subscribing.open_subscription(token)
    except SubscriptionInvalid:
        text = _("Odběr už neběží, nebo je odkaz neúplný. Zpravodaj si můžete objednat znovu.")
        return _closed(request, _("Tenhle odkaz nikam nevede"), text, status=404)
    if "zrusit" in request.POST:
        subscribing.end(shown.address_hash)
        return _closed(request, _("Zpravodaj vám už chodit nebude"), _("Vaši adresu jsme smazali."), status=200)
    form = TopicsForm(request.POST or None, initial={"topics": shown.topics})
    if form.is_valid():
        subscribing.confirm(shown, topics=form.cleaned_data["topics"])
        return redirect(subscribing.path_of(shown.address_hash) + "?ulozeno=1")
    context = {"subscription": shown, "form": form, "is_saved": "ulozeno" in request.GET and shown.confirmed_at}
    return render(request, "network/subscription.html", context, status=422 if form.errors else 200)


def _closed(request: HttpRequest, title: str, text: str, *, status: int) -> HttpResponse:
    return render(request, "network/meeting_invitation_closed.html", {"title": title, "text": text}, status=status)
