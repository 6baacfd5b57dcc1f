"""What the pages of a list print: its cards, the ways to carry it away, and the comparison of a few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from catalogue.knowledge import knowledge
from catalogue.leaflet import Leaflet, desk_on_paper, printed_service, words_on_paper
from catalogue.models import SearchCard
from catalogue.my_list.note import NoteForm, kept_note
from catalogue.origins import home_origin
from catalogue.ready_cards import ShownCard, cards_of_services, list_line
from catalogue.service_facts import ServiceFacts, facts_of_services
from catalogue.service_page import qr_code
from sociopoint.context import desk
from sociopoint.my_list import DAYS, MOST, kept, read_numbers, written
from sociopoint.typography import readable, typeset

LONGEST_LETTER = 1800
"""Signs of a `mailto:` address, of which every mail program reads two thousand."""


@dataclass(frozen=True)
class Chosen:
    """Which services are meant: those in the address, else what this browser keeps."""

    numbers: tuple[int, ...]
    is_own: bool


def chosen(request: HttpRequest) -> Chosen:
    if "s" in request.GET:
        return Chosen(read_numbers(".".join(request.GET.getlist("s"))), is_own=False)
    return Chosen(kept(request), is_own=True)


def address_of(numbers: Sequence[int]) -> str:
    """The list as an address: whoever opens it sees the same services."""
    return f"{reverse('my-list:list')}?s={written(numbers)}"


def list_context(request: HttpRequest, shown: Chosen, *, note: str | None = None) -> dict[str, Any]:
    """One query beside what cards need. `note`: what came with the list under a code; None = the browser's own."""
    mine = kept(request)
    cards = _cards(shown, mine)
    address = request.build_absolute_uri(address_of(shown.numbers))
    own_note = kept_note(request)
    return {
        "cards": cards,
        "gone": len(shown.numbers) - len(cards),
        "numbers": shown.numbers,
        "is_own": shown.is_own,
        "is_mine_too": set(shown.numbers) <= set(mine),
        "is_full": "plno" in request.GET,
        "most": MOST,
        "days": DAYS,
        "address": address,
        "question": "" if shown.is_own else f"?s={written(shown.numbers)}",
        "qr": qr_code(address),
        "letter": letter(cards, address),
        "can_compare": len(cards) > 1,
        "carried_note": note or "",
        "own_note": own_note,
        "form": NoteForm(initial={"note": own_note}),
    }


def _cards(shown: Chosen, mine: Sequence[int]) -> list[ShownCard]:
    """In the order they were kept; those no longer offered are left out."""
    digests = dict(SearchCard.objects.filter(pk__in=shown.numbers).values_list("pk", "digest"))
    known = knowledge()
    found = [(pk, digests[pk]) for pk in shown.numbers if pk in digests]
    cards = cards_of_services(found, home_origin(known), known, timezone.localtime(), mine)
    if not shown.is_own:
        return cards
    off_list = list_line("my_list/_off_list.html")
    return [replace(card, list_line=off_list(card.ready.card.id)) for card in cards]


def letter(cards: Sequence[ShownCard], address: str) -> str:
    """A `mailto:` address with names and numbers, as many as fit, and the way to all of them; it has no addressee."""
    subject = quote(_("Kontakty na pomoc"))
    lines: list[str] = []
    end = ["", _("Celý seznam:"), address, "", f"SOCIOPOINT {desk().city}: {readable(desk().phone)}"]
    for card in cards:
        said = card.ready.card
        line = f"{said.name}: {readable(said.phone)}" if said.phone else said.name
        if len(quote("\r\n".join([*lines, line, *end]))) > LONGEST_LETTER:
            break
        lines.append(line)
    return f"mailto:?subject={subject}&body={quote(chr(13) + chr(10)).join(quote(line) for line in [*lines, *end])}"


def facts_on_list(shown: Chosen, today: date) -> dict[int, ServiceFacts]:
    """Those that are still given: who reads them on paper cannot look whether they ended. One query."""
    found = facts_of_services(shown.numbers, today)
    return {pk: facts for pk, facts in found.items() if not facts.is_over_on(today)}


def list_leaflet(shown: Chosen, *, site: str, note: str, today: date) -> Leaflet:
    """The list for paper. One query."""
    facts = facts_on_list(shown, today)
    day = date_format(today, _("j. n. Y"))
    return Leaflet(
        heading=_("Můj seznam"),
        lead=typeset(_("Vytištěno %(day)s. Než někam pojedete, zavolejte tam.") % {"day": day}),
        services=[printed_service(facts[pk], site=site, today=today) for pk in shown.numbers if pk in facts],
        desk=desk_on_paper(),
        words=words_on_paper(code="", code_use=""),
        code=None,
        title=_("Můj seznam"),
        author=f"SOCIOPOINT {desk().city}",
        description=_("Seznam služeb, které pomohou"),
        footer=f"SOCIOPOINT {desk().city}, {day}",
        note=note.splitlines(),
    )
