"""The pages of competences: the list, the table of situations by organisations, and one competence whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from network.competence_book import ORDER
from network.competence_words import aged_day
from network.models import Competence, CompetenceState, Verb
from sociopoint.typography import typeset

PAGE_SIZE = 50
MOST_COLUMNS = 12
"""A wider table nobody reads; the list has the rest."""
BY_VERB = Case(*(When(verb=verb, then=Value(place)) for verb, place in ORDER.items()), output_field=IntegerField())


@dataclass
class Cell:
    """What stands where a situation meets an organisation: (word, address, is a "no")."""

    said: list[tuple[str, str, bool]] = field(default_factory=list)


@dataclass(frozen=True)
class Matrix:
    columns: list[str]
    rows: list[tuple[str, list[Cell]]]
    left_out: int
    """How many organisations did not fit."""


def listed(rows: Iterable[Competence], today: date) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield {
            "row": row,
            "situation": row.situation.name if row.situation else _("jakákoli situace"),
            "said": typeset(row.what or row.excludes or row.for_whom),
            "aged": aged_day(row.verified_on, today, is_example=row.is_example),
        }


def list_context(rows: QuerySet[Competence], page: str | None) -> dict[str, Any]:
    """One page, the "no" first, then by organisation. Two queries."""
    ordered = rows.order_by(BY_VERB, "organisation__name", "organisation_kind", "situation__order", "pk")
    shown = Paginator(ordered, PAGE_SIZE).get_page(page)
    return {"page": shown, "rows": list(listed(shown, timezone.localdate()))}


def matrix(rows: Iterable[Competence]) -> Matrix:
    """Situations down, whoever has something to do with them across: those with the most to say first. No query."""
    cells: dict[str, dict[str, Cell]] = {}
    weight: dict[str, int] = {}
    order: dict[str, int] = {}
    for row in sorted(rows, key=lambda one: ORDER[Verb(one.verb)]):
        situation = row.situation.name if row.situation else _("jakákoli situace")
        order[situation] = row.situation.order if row.situation else -1
        who = row.who
        weight[who] = weight.get(who, 0) + 1
        cell = cells.setdefault(situation, {}).setdefault(who, Cell())
        cell.said.append((str(row.get_verb_display()), row.get_absolute_url(), row.is_negative))
    columns = sorted(weight, key=lambda who: (-weight[who], who))
    shown = columns[:MOST_COLUMNS]
    return Matrix(
        columns=[typeset(who) for who in shown],
        rows=[
            (typeset(situation), [cells[situation].get(who, Cell()) for who in shown])
            for situation in sorted(cells, key=lambda name: order[name])
        ],
        left_out=len(columns) - len(shown),
    )


def found(rows: QuerySet[Competence], words: str) -> QuerySet[Competence]:
    """By the organisation's name or by what is said of it."""
    for word in words.split():
        rows = rows.filter(
            Q(organisation__name__icontains=word) | Q(what__icontains=word) | Q(excludes__icontains=word)
            | Q(for_whom__icontains=word) | Q(situation__name__icontains=word)
        )  # fmt: skip
    return rows


def facts(row: Competence) -> list[dict[str, str]]:
    """Everything that was written, in the order people ask. Two queries (groups and places)."""
    ages = _ages(row)
    lines = [
        (_("Kdo"), row.who),
        (_("Situace"), row.situation.name if row.situation else _("jakákoli")),
        (_("Co s tím"), str(row.get_verb_display())),
        (_("Co přesně"), row.what),
        (_("Komu"), row.for_whom),
        (_("Komu ne"), row.excludes),
        (_("S výjimkou"), row.exception),
        (_("Cílové skupiny"), ", ".join(group.title for group in row.target_groups.all())),
        (_("Věk"), ages),
        (_("Pro která místa"), ", ".join(place.name for place in row.area.all())),
        (_("Za jakých podmínek"), row.conditions),
        (_("Jak předat"), str(row.get_handover_display())),
        (_("Odpovědí"), row.reaction),
        (_("Podle čeho"), row.legal_basis),
        (_("Odkud to víme"), row.source),
        (_("Platí"), _span(row)),
        (_("Ověřeno"), _verified(row)),
        (_("Na webu"), _("ano, zkráceně") if row.is_public else _("ne, jen v síti")),
    ]
    return [{"term": str(term), "value": typeset(str(value))} for term, value in lines if value]


def changes(row: Competence) -> list[dict[str, str]]:
    """What a proposal changes, side by side with what holds now; empty for a new one. Four queries at most."""
    if row.replaces is None:
        return []
    before = {fact["term"]: fact["value"] for fact in facts(row.replaces)}
    after = {fact["term"]: fact["value"] for fact in facts(row)}
    terms = list(dict.fromkeys([*before, *after]))
    return [
        {"term": term, "before": before.get(term, ""), "after": after.get(term, "")}
        for term in terms
        if before.get(term) != after.get(term)
    ]


def _ages(row: Competence) -> str:
    if row.age_from and row.age_to:
        return _("%(first)d až %(last)d let") % {"first": row.age_from, "last": row.age_to}
    if row.age_from:
        return _("od %(age)d let") % {"age": row.age_from}
    return _("do %(age)d let") % {"age": row.age_to} if row.age_to else ""


def _span(row: Competence) -> str:
    days = {"first": _day(row.valid_from), "last": _day(row.valid_until)}
    if row.valid_from and row.valid_until:
        return _("od %(first)s do %(last)s") % days
    if row.valid_from:
        return _("od %(first)s") % days
    return _("do %(last)s") % days if row.valid_until else ""


def _verified(row: Competence) -> str:
    return f"{_day(row.verified_on)}, {row.verified_by}" if row.verified_on else _("zatím nikým")


def _day(day: date | None) -> str:
    return date_format(day, "j. n. Y") if day else ""


def waiting_count(rows: QuerySet[Competence]) -> int:
    return rows.filter(state=CompetenceState.PROPOSED).count()
