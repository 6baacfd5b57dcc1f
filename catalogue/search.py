"""Finding help: from a question to twenty cards, their counts and the ways on, in one SQL statement (`search_sql`).

The need behind the words (kinds of service, groups, situations; `catalogue.understanding`) decides what is found and how
well it fits; the form of care decides what near means: at home = the area served contains my place, I come = kilometres,
to live there = my region first. A value nobody knows never counts as no. docs/reference/search.md tells the whole method.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from catalogue.counts import FACETS
from catalogue.fitting import COUNSEL, WEAKEST_KIND
from catalogue.knowledge import Knowledge
from catalogue.models import FormOfCare, NameWord
from catalogue.question import Question
from catalogue.reach import Origin
from catalogue.search_sql import CAP, Statement
from catalogue.understanding import Need
from catalogue.words import content_words

NEXT_TO_ABSENT = 0.99  # how well a counsellor fits what nobody in the catalogue does


@dataclass(frozen=True)
class Found:
    """One service of the page and the place of it that suits best; `digest` changes with what its card says."""

    service_id: int
    facility_id: int | None
    kind_id: int | None
    kilometres: float | None
    digest: int
    comes: bool | None = None
    """Of help at home, how far away does not matter: True where they come to the place asked for, False where nobody said
    so; None where a person goes there."""


@dataclass(frozen=True)
class Answer:
    """What a question found. Counts are of services."""

    total: int
    is_capped: bool
    found: list[Found]
    counts: dict[str, dict[str, int]]
    """Facet -> option -> how many services it would give beside the other filters."""
    without: dict[str, int] = field(default_factory=dict)
    """Facet -> how many services there would be without it."""
    need: Need = field(default_factory=Need)
    is_widened: bool = False
    """Nobody does exactly this; those found help in the same situation."""
    corrected: str = ""
    """The question as it was understood after a mistyped name was put right."""


def search(question: Question, origin: Origin, knowledge: Knowledge, now: datetime | None = None) -> Answer:
    """Answer the question. One statement, two when more than CAP rows fit; one more where a name was mistyped."""
    need = knowledge.understand(question.q) if question.q else Need()
    answer = _ask_or_be_advised(question, need, origin, knowledge, now or timezone.localtime())
    if not question.q or any(found.kind_id for found in answer.found) or (answer.total and not need.kinds):
        return answer
    if need.kinds:
        return _widened(question, need, origin, knowledge, now or timezone.localtime()) or answer
    meant = {word: right for word in need.unknown[:4] if (right := _did_you_mean(word))}
    if not meant:
        return answer
    corrected = " ".join(meant.get(word, word) for word in content_words(question.q))
    again = _ask(question, need, origin, knowledge, now or timezone.localtime(), words=corrected)
    return replace(again, corrected=corrected) if again.total else answer


def _ask_or_be_advised(question: Question, need: Need, origin: Origin, knowledge: Knowledge, now: datetime) -> Answer:
    """Where nobody does what is asked for most (no one lends aids, say), a counsellor knows who does and comes first."""
    wanted = next(iter(need.kinds), "")
    if not wanted or knowledge.has(wanted):
        return _ask(question, need, origin, knowledge, now)
    kinds = {**need.kinds, COUNSEL: max(need.kinds.get(COUNSEL, 0.0), NEXT_TO_ABSENT)}
    ordered = dict(sorted(kinds.items(), key=lambda pair: -pair[1]))
    answer = _ask(question, replace(need, kinds=ordered), origin, knowledge, now)
    is_widened = answer.total > 0 and all(hit.kind_id != knowledge.kind_ids.get(wanted) for hit in answer.found)
    return replace(answer, need=need, is_widened=is_widened)


def _widened(question: Question, need: Need, origin: Origin, knowledge: Knowledge, now: datetime) -> Answer | None:
    """Nobody of the kinds that fit: whoever helps in the same situation can at least advise. None when nobody does."""
    kinds = dict(need.kinds)
    for slug in list(need.situations)[:2]:
        for place, kind in enumerate(knowledge.kinds_of_situation(slug)):
            kinds.setdefault(knowledge.kinds[kind].code, 0.6 - 0.05 * place)
    asked = {code for code, weight in need.kinds.items() if weight >= WEAKEST_KIND}
    if asked.issuperset(kinds.keys() & knowledge.kind_ids.keys()):
        return None  # nobody else to ask
    kinds = dict(
        sorted(((code, max(weight, WEAKEST_KIND)) for code, weight in kinds.items()), key=lambda pair: -pair[1])
    )
    answer = _ask(question, replace(need, kinds=kinds), origin, knowledge, now)
    return replace(answer, need=need, is_widened=True) if answer.total else None


def _ask(
    question: Question, need: Need, origin: Origin, knowledge: Knowledge, now: datetime, words: str = ""
) -> Answer:
    statement = Statement(question, need, origin, knowledge, now, words or question.q)
    row, is_capped = _run(statement)
    return Answer(
        total=row["total"],
        is_capped=is_capped,
        found=[Found(*hit) for hit in row["page"] or []],
        counts={
            "forms": {form.value: row[f"form_{form.value}"] for form in FormOfCare},
            "kinds": row["kinds_counts"] or {},
            "groups": row["groups_counts"] or {},
            "ticks": {tick: row[f"tick_{tick}"] for tick in ("open_now", "barrier_free", "free_places")},
        },
        without={facet: row.get(f"without_{facet}", row["total"]) for facet in FACETS},
        need=need,
    )


def _run(statement: Statement) -> tuple[dict[str, Any], bool]:
    """The row of the cheapest statement that answers, and whether it saw only the nearest and best."""
    if statement.is_narrowed_by_place:
        row = statement.run(exact=True, narrowed=True)
        if row["total"] and row["considered"] <= CAP:
            return row, False
    if not statement.is_surely_large:
        row = statement.run(exact=True)
        if row["considered"] <= CAP:
            return row, False
    row = statement.run(exact=False)
    if (
        not row["total"] and not statement.walks_to_the_end
    ):  # what passes the filters may lie further than the walk goes
        statement.is_sought_everywhere = True
        row = statement.run(exact=False)
    return row, True


def _did_you_mean(word: str) -> str:
    """The most similar word of all names, '' when none is near. Words of names, never whole names: 0.4 ms."""
    similar = (
        NameWord.objects.extra(
            where=["word %% %s"], params=[word], select={"likeness": "similarity(word, %s)"}, select_params=[word]
        )
        .order_by("-likeness")
        .values_list("word", flat=True)
    )
    return similar.first() or ""
