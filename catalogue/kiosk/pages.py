"""What somebody finds by touch: situations, services near the device, words spelt on the screen, a person, help at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.counting import count_search
from catalogue.kiosk.devices import origin_of
from catalogue.kiosk.visits import kiosk_page, page_of
from catalogue.knowledge import Knowledge, knowledge
from catalogue.models import Kiosk
from catalogue.opening import state
from catalogue.question import Question
from catalogue.reach import Origin
from catalogue.ready_cards import ShownCard, shown_cards
from catalogue.search import Answer, search
from catalogue.service_facts import ServiceFacts, read_service_facts, service_facts_text
from catalogue.service_page import service_page
from situations.models import CrisisLine, CrisisLineKind, LifeSituation
from situations.views import situation_context
from sociopoint import languages
from sociopoint.languages import czech_address, path_in

MOST_SERVICES, MOST_SITUATIONS = 6, 3
LONGEST = 60  # signs one spells with a finger
LATIN, CYRILLIC = "abc", "абв"
KEYBOARDS = {
    LATIN: ("1234567890", "qwertzuiop", "asdfghjklů", "yxcvbnm"),
    CYRILLIC: ("1234567890’", "йцукенгшщзхї", "фівапролджє", "ячсмитьбюґ"),
}
"""By the first letters of each, as their switch says them. Names of services are in Latin letters in every language."""
SPACE, BACK = " ", "zpet"


@dataclass(frozen=True)
class Row:
    """A service as one line of the screen: whom to call, how far, open or not."""

    id: int
    name: str
    organisation_name: str
    summary: str
    phone: str
    where: str
    distance: str
    hours: str


def row_of(card: ShownCard) -> Row:
    said, place = card.ready.card, card.place
    is_told = place and place.hours and card.ready.is_walked_into is not False
    hours = card.state_of(place.hours).text if place and is_told else ""
    return Row(
        id=said.id,
        name=said.name,
        organisation_name=said.organisation_name,
        summary=said.summary,
        phone=said.phone,
        where=place.where if place else "",
        distance=card.distance,
        hours=card.closed or hours,
    )


def rows_of(answer: Answer, origin: Origin, known: Knowledge, now: datetime) -> list[Row]:
    return [row_of(card) for card in shown_cards(answer.found[:MOST_SERVICES], origin, known, now)]


def offered_languages() -> list[dict[str, str]]:
    """Each language as its speakers call it, with the first page in it. Its address is all that remembers the choice."""
    start = czech_address("kiosk:start")
    return [
        {"code": code, "name": "".join(name), "url": path_in(code, start)} for code, name in languages.OWN_NAMES.items()
    ]


def keyboards(chosen: str) -> dict[str, object]:
    """The letters of the language, and for one not written in Latin letters both kinds with a switch between them."""
    both = [CYRILLIC, LATIN] if get_language() == "uk" else [LATIN]
    written_in = {LATIN: "cs", CYRILLIC: "uk"}
    shown = chosen if chosen in both else both[0]
    rows = [
        {
            "letters": letters,
            "rows": KEYBOARDS[letters],
            "is_shown": letters == shown,
            "language": written_in[letters],
            "other": LATIN if letters == CYRILLIC else CYRILLIC,
        }
        for letters in both
    ]
    return {"keyboards": rows, "shown": shown, "may_switch": len(both) > 1}


@kiosk_page
@require_safe
def start(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    topics = LifeSituation.objects.published().top()
    return page_of(request, kiosk, "kiosk/start.html", {"topics": topics, "languages": offered_languages()})


@kiosk_page
@require_safe
def situation(request: HttpRequest, kiosk: Kiosk, slug: str) -> HttpResponse:
    """What to do first, whom to call when it is urgent, and who helps near this device."""
    shown = get_object_or_404(LifeSituation.objects.published().select_related("parent"), slug=slug)
    known, now = knowledge(), timezone.localtime()
    origin = origin_of(kiosk, known)
    services = rows_of(search(Question(situation=slug), origin, known, now), origin, known, now)
    return page_of(request, kiosk, "kiosk/situation.html", situation_context(shown) | {"services": services})


@kiosk_page
@require_safe
def service(request: HttpRequest, kiosk: Kiosk, pk: int) -> HttpResponse:
    """One service; its page for a phone as a picture to photograph."""
    text = service_facts_text(pk)
    if text is None:
        raise Http404(_("Tuto službu v katalogu nemáme."))
    now = timezone.localtime()
    facts = read_service_facts(text, now.date())
    page = service_page(facts, day=now.date(), site=request.build_absolute_uri("/").removesuffix("/"))
    return page_of(request, kiosk, "kiosk/service.html", {"service": page, "hours": _hours_of(facts, now)})


def _hours_of(facts: ServiceFacts, now: datetime) -> str:
    if facts.is_over_on(now.date()):
        return ""
    if facts.is_closed_on(now.date()):
        return _("Dočasně zavřeno")
    first = facts.facilities[0] if facts.facilities else None
    return state(first.opening_hours, now).text if first and first.opening_hours and not facts.is_a_home else ""


@kiosk_page
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    """Words spelt on the screen. They are posted, so that no address, history or log holds them.

    Without a script each key is a button that posts the word with its sign added; with one only „Hledat“ posts.
    """
    spelt = request.POST.get("slova", "")[:LONGEST]
    key = request.POST.get("klavesa", "")
    q = (spelt[:-1] if key == BACK else spelt + key[:1])[:LONGEST].lstrip()
    other = request.POST.get("pismena", "")
    context: dict[str, object] = {"q": q, "space": SPACE, "back": BACK, "is_asked": False}
    context |= keyboards(other or request.POST.get("klavesnice", ""))
    if q.strip() and not key and not other:
        known, now = knowledge(), timezone.localtime()
        origin = origin_of(kiosk, known)
        answer = search(Question(q=q.strip()), origin, known, now)
        count_search(q.strip(), answer.need, found=answer.total > 0)
        ids = [known.situation_ids[slug] for slug in answer.need.situations if slug in known.situation_ids]
        context |= {
            "is_asked": True,
            "services": rows_of(answer, origin, known, now),
            "situations": [known.situations[pk] for pk in ids[:MOST_SITUATIONS] if pk in known.situations],
        }
    template = "kiosk/_found.html" if request.headers.get("X-Part") else "kiosk/find.html"
    return page_of(request, kiosk, template, context)


@kiosk_page
@require_safe
def person(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    """Where a living person of SOCIOPOINT is."""
    return page_of(request, kiosk, "kiosk/person.html", {})


@kiosk_page
@require_safe
def help_now(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    """Numbers for the worst moment, the emergency ones first and largest."""
    lines = CrisisLine.objects.published().exclude(kind=CrisisLineKind.INFORMATION)
    emergency = [line for line in lines if line.kind == CrisisLineKind.EMERGENCY]
    others = [line for line in lines if line.kind == CrisisLineKind.CRISIS]
    return page_of(request, kiosk, "kiosk/help.html", {"emergency": emergency, "lines": others})


@kiosk_page
@require_safe
def rest(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    """The screen while nobody stands in front of it: numbers that help, and one touch to begin."""
    numbers = CrisisLine.objects.published().filter(slug__in=("112", "116123", "116111"))
    return page_of(request, kiosk, "kiosk/rest.html", {"lines": numbers})
