from __future__ import annotations

from csp.decorators import csp_update
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.counting import count_search
from catalogue.knowledge import knowledge
from catalogue.map_page import map_context, tiles_source
from catalogue.models import Service
from catalogue.organisation_facts import find_organisation
from catalogue.organisation_page import ready_organisation
from catalogue.origins import home_origin, locate
from catalogue.question import PAGE_SIZE, read_question
from catalogue.ready_cards import card_everywhere, cards_of_services
from catalogue.results import counted, page_links, results_context
from catalogue.search import search
from catalogue.service_facts import service_facts_text
from catalogue.service_page import ready_service


@login_not_required
@require_safe
def service_list(request: HttpRequest) -> HttpResponse:
    """The search: one GET form, answered from the address alone."""
    known = knowledge()
    located = locate(read_question(request.GET, known.kind_codes, known.group_ids), known)
    now = timezone.localtime()
    answer = search(located.question, located.origin, known, now)
    if answer.total and not answer.found:
        return HttpResponseRedirect(located.question.address(page=-(-answer.total // PAGE_SIZE)))
    if located.question.q and located.question.page == 1:
        count_search(located.question.q, answer.need, found=answer.total > 0)
    return render(request, "catalogue/service_list.html", results_context(located, answer, known, now))


@login_not_required
@require_safe
def service(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One service; an old name in the address leads to the present one. An ended one says so and stays findable."""
    facts = service_facts_text(pk)
    if facts is None:
        raise Http404(_("Tuto službu v katalogu nemáme."))
    now = timezone.localtime()
    shown = ready_service(facts, day=now.date(), site=request.build_absolute_uri("/").removesuffix("/"))
    if slug != shown.slug:
        return redirect("catalogue:service", pk, shown.slug, permanent=True)
    page = {
        "name": shown.name,
        "organisation_name": shown.organisation_name,
        "lead": shown.lead,
        "back_url": _search_they_came_from(request),
        "body": shown.filled(now),
    }
    return render(request, "catalogue/service.html", {"service": page})


def _search_they_came_from(request: HttpRequest) -> str:
    """The results page of this very site in the Referer, '' otherwise."""
    before = request.META.get("HTTP_REFERER", "")
    if not before:
        return ""
    results = request.build_absolute_uri("/sluzby/")
    return before if before == results or before.startswith(f"{results}?") else ""


@login_not_required
@require_safe
def organisation(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One organisation and all it offers, by name."""
    now = timezone.localtime()
    found = find_organisation(pk, now.date())
    if found is None:
        raise Http404(_("Tuto organizaci v katalogu nemáme."))
    shown = ready_organisation(found.facts, now.date())
    if slug != shown.slug:
        return redirect("catalogue:organisation", pk, shown.slug, permanent=True)
    page = Paginator(found.cards, PAGE_SIZE).get_page(request.GET.get("strana"))
    known = knowledge()
    context = {
        "organisation": {"name": shown.name, "body": shown.filled(now)},
        "services_heading": counted(page.paginator.count),
        "cards": cards_of_services(page, home_origin(known), known, now),
        "pages": page_links(page.number, page.paginator.num_pages, lambda number: f"?strana={number}"),
    }
    return render(request, "catalogue/organisation.html", context)


@login_not_required
@require_safe
@csp_update({"img-src": [tiles_source()]})
def service_map(request: HttpRequest) -> HttpResponse:
    """The first page of a search on a map; `sluzba` shows one service alone. The list beside it needs no map."""
    known, now = knowledge(), timezone.localtime()
    if request.GET.get("sluzba", "").isdecimal():
        chosen = get_object_or_404(Service.objects.offered().select_related("card"), pk=int(request.GET["sluzba"]))
        cards = card_everywhere(chosen.pk, chosen.card.digest, known, now)
        return render(
            request,
            "catalogue/map.html",
            map_context(cards, chosen.name, chosen.get_absolute_url(), _("Zpět na službu")),
        )
    located = locate(read_question(request.GET, known.kind_codes, known.group_ids), known)
    context = results_context(located, search(located.question, located.origin, known, now), known, now)
    back_url = reverse("catalogue:service-list") + located.question.address(page=located.question.page)
    return render(
        request,
        "catalogue/map.html",
        map_context(context["cards"], context["heading"], back_url, _("Zpět na výsledky")),
    )
