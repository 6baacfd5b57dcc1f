"""Two to four services side by side: the same questions asked of each, with what nobody knows said to be unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from catalogue.cards import in_one_sentence
from catalogue.service_facts import facts_of_services
from catalogue.service_page import ServicePage, service_page
from sociopoint.typography import readable

FEWEST, MOST = 2, 4


@dataclass(frozen=True)
class ComparedService:
    name: str
    organisation: str
    url: str
    phone: str


@dataclass(frozen=True)
class Cell:
    """What one service answers; `name` is said beside it where the table is too narrow for columns."""

    name: str
    lines: list[str]


@dataclass(frozen=True)
class Row:
    term: str
    cells: list[Cell]


@dataclass(frozen=True)
class Comparison:
    services: list[ComparedService]
    rows: list[Row]


def compare(numbers: Sequence[int], *, day: date, site: str) -> Comparison:
    """Those of the first four that are still in the catalogue, in the given order. One query."""
    found = facts_of_services(numbers[:MOST], day)
    facts = {pk: one for pk, one in found.items() if not one.is_over_on(day)}
    pages = [service_page(facts[pk], day=day, site=site) for pk in numbers[:MOST] if pk in facts]
    services = [
        ComparedService(page.name, page.organisation_name, page.address.removeprefix(site), page.phone)
        for page in pages
    ]
    return Comparison(services, _rows(pages))


def _rows(pages: list[ServicePage]) -> list[Row]:
    """What leads to help first, then the facts in the order of the page of a service."""
    unknown = _("Nevíme, zeptejte se.")
    asked: list[tuple[str, list[list[str]]]] = [
        (_("Druh pomoci"), [[in_one_sentence((page.kind_name, page.further_kinds))] for page in pages]),
        (_("Co dělají"), [[page.lead] for page in pages]),
        (_("Je to pro vás, když"), [page.yes for page in pages]),
        (_("Není to pro vás, když potřebujete"), [[said["need"] for said in page.no] for page in pages]),
        (_("Jak pomoc vypadá"), [[form.text for form in page.forms] for page in pages]),
        (_("Kde"), [[page.where] if page.where else [] for page in pages]),
        (_("Jak začít"), [[_step(step) for step in page.steps] for page in pages]),
    ]
    facts = [{fact.term: fact.lines for group in page.facts for fact in group.rows if fact.lines} for page in pages]
    for page, of_one in zip(pages, facts, strict=True):
        if page.closures:
            of_one[_("Otevřeno")] = [*page.closures, *of_one.get(_("Otevřeno"), [])]
    left_out = {_("Adresa")}
    for term in dict.fromkeys(term for of_one in facts for term in of_one if term not in left_out):
        asked.append((term, [of_one.get(term, []) for of_one in facts]))
    asked.append((_("Jak jsou údaje staré"), [[page.freshness.text] for page in pages]))
    return [
        Row(term, [Cell(page.name, lines or [unknown]) for page, lines in zip(pages, answers, strict=True)])
        for term, answers in asked
        if any(answers)
    ]


def _step(step: dict[str, str]) -> str:
    phone = step.get("phone", "")
    return f"{step['title']} {readable(phone)}" if phone else step["title"]
