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
from catalogue.joining import joined_into
from catalogue.kept_answers import Answered, answer_question
from catalogue.knowledge import knowledge, knowledge_and_version
from catalogue.map_page import map_context, not_understood, tiles_source
from catalogue.models import Service
from catalogue.offline import copies as offline
from catalogue.organisation_facts import find_organisation
from catalogue.organisation_page import ready_organisation
from catalogue.origins import home_origin
from catalogue.question import PAGE_SIZE, read_question
from catalogue.ready_cards import card_everywhere, cards_of_services, list_line
from catalogue.results import counted, page_links, results_context
from catalogue.service_page import ready_service
from sociopoint.my_list import kept


@login_not_required
@require_safe
def service_list(request: HttpRequest) -> HttpResponse:
    """The search: one GET form, answered from the address alone."""
    (known, version), now = knowledge_and_version(), timezone.localtime()
    asked = read_question(request.GET, known.kind_codes, known.group_ids, known.situation_ids)
    answered = answer_question(asked, known, version, now)
    question, answer = answered.located.question, answered.answer
    if last := _last_page(answered):
        return HttpResponseRedirect(last)
    if question.q and question.page == 1:
        count_search(question.q, answer.need, found=answer.total > 0)
    return render(
        request, "catalogue/service_list.html", results_context(answered.located, answer, known, now, kept(request))
    )


def _last_page(answered: Answered) -> str:
    """The last page of the results for who asks beyond it, '' otherwise."""
    total = answered.answer.total
    is_beyond = total and not answered.answer.found
    return answered.located.question.address(page=-(-total // PAGE_SIZE)) if is_beyond else ""


@login_not_required
@require_safe
def service(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One service; an old name in the address leads to the present one. An ended one says so and stays findable."""
    now = timezone.localtime()
    shown = ready_service(pk, day=now.date(), site=request.build_absolute_uri("/").removesuffix("/"))
    if shown is None:
        if (whole := joined_into(pk)) is not None:
            return redirect("catalogue:service-by-number", whole)
        raise Http404(_("Tuto službu v katalogu nemáme."))
    if slug != shown.slug:
        return redirect("catalogue:service", pk, shown.slug, permanent=True)
    template = "my_list/_in_list.html" if pk in kept(request) else "my_list/_to_list.html"
    page = {
        "name": shown.name,
        "organisation_name": shown.organisation_name,
        "lead": shown.lead,
        "back_url": _search_they_came_from(request),
        "body": shown.filled(now, list_line(template)(pk)),
    }
    response = render(request, "catalogue/service.html", {"service": page})
    if shown.is_private:
        response[offline.HEADER] = "no"
    return response


def _search_they_came_from(request: HttpRequest) -> str:
    """The results page of this very site in the Referer, '' otherwise."""
    before = request.META.get("HTTP_REFERER", "")
    if not before:
        return ""
    results = request.build_absolute_uri(reverse("catalogue:service-list"))
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
        "cards": cards_of_services(page, home_origin(known), known, now, kept(request)),
        "pages": page_links(page.number, page.paginator.num_pages, lambda number: f"?strana={number}"),
    }
    return render(request, "catalogue/organisation.html", context)


@login_not_required
@require_safe
@csp_update({"img-src": [tiles_source()]})
def service_map(request: HttpRequest) -> HttpResponse:
    """The first page of a search on a map; `sluzba` shows one service alone. The list beside it needs no map."""
    (known, version), now = knowledge_and_version(), timezone.localtime()
    number = request.GET.get("sluzba", "")
    if number.isdecimal() and len(number) < 19:
        chosen = get_object_or_404(Service.objects.offered().select_related("card"), pk=int(number))
        cards = card_everywhere(chosen.pk, chosen.card.digest, known, now)
        return render(
            request,
            "catalogue/map.html",
            map_context(cards, chosen.name, chosen.get_absolute_url(), _("Zpět na službu")),
        )
    asked = read_question(request.GET, known.kind_codes, known.group_ids, known.situation_ids)
    answered = answer_question(asked, known, version, now)
    if last := _last_page(answered):
        return HttpResponseRedirect(last)
    located = answered.located
    context = results_context(located, answered.answer, known, now)
    back_url = reverse("catalogue:service-list") + located.question.address(page=located.question.page)
    return render(
        request,
        "catalogue/map.html",
        map_context(
            context["cards"],
            context["heading"],
            back_url,
            _("Zpět na výsledky"),
            problems=not_understood(located),
        ),
    )
