"""How to start with a service in easy Czech: in its provider's own short sentences, or in ours made of its facts.

Nobody has written them for thousands of services, so those made of facts are the rule.
"""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.models import FormOfCare
from catalogue.service_facts import ServiceFacts, read_service_facts, service_facts_text
from catalogue.service_page import service_page
from situations.easy import easy_frame, lines_of, sentences


def easy_steps(service: ServiceFacts, where: str) -> list[list[str]]:
    """What comes after the call, each step as its sentences; nothing is said that the record does not know."""
    if service.how_to_start_easy:
        return lines_of(service.how_to_start_easy)
    steps = [_("Řekněte, co se děje. Stačí vlastní slova."), _("Zeptejte se, jestli mají místo.")]
    given = service.given_forms
    if FormOfCare.AT_HOME in given:
        steps.append(_("Pracovník přijde k vám domů. Domluvte se, kdy přijde."))
    if FormOfCare.AMBULATORY in given:
        steps.append(_("Můžete přijít sami. Domluvte se, kdy máte přijít."))
    if FormOfCare.RESIDENTIAL in given:
        steps.append(_("Můžete tam bydlet. Zeptejte se, kdy to jde."))
    made = [sentences(step) for step in steps]
    if where and (FormOfCare.AMBULATORY in given or FormOfCare.RESIDENTIAL in given):
        is_secret = service.facilities[0].is_secret
        made.append(
            sentences(_("Adresa je tajná. Řeknou vám ji po telefonu.")) if is_secret else [_("Tady to je:"), where]
        )
    is_free = service.free_of_charge or (service.free_of_charge is None and service.is_free_by_law)
    money = _("Je to zdarma. Nic neplatíte.") if is_free else _("Zeptejte se, kolik to stojí.")
    last = _("Něčemu nerozumíte? Zeptejte se znovu. To je v pořádku.")
    return [*made, *map(sentences, (money, _("Zeptejte se, co máte vzít s sebou."), last))]


@login_not_required
@require_safe
def easy_service(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """An ended service has nothing to start with: its own page says so. One query."""
    text, day = service_facts_text(pk), timezone.localdate()
    if text is None:
        raise Http404(_("Tuto službu v katalogu nemáme."))
    service = read_service_facts(text, day)
    if slug != service.slug:
        return redirect("catalogue:service-easily", pk, service.slug, permanent=True)
    address = reverse("catalogue:service", args=[pk, service.slug])
    page = service_page(service, day=day, site=request.build_absolute_uri("/").removesuffix("/"))
    if not page.easy_url:
        return redirect(address)
    context = {
        "service": page,
        "service_url": address,
        "steps": easy_steps(service, page.where),
        "is_own_text": bool(service.how_to_start_easy),
        **easy_frame(request),
    }
    return render(request, "easy/service.html", context)
