"""How well the search understands people: judged queries against the kinds of the services it puts first."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from catalogue.knowledge import knowledge
from catalogue.origins import locate
from catalogue.question import Question
from catalogue.search import search

FIRST = 5
REMARK = "#"
MEASURES = ("success@1", "success@5", "mrr", "best@1", "best@5")
EVERY_NEED = "needs@5"
"""Of a question with several needs: whether the first cards hold somebody for each."""


@dataclass(frozen=True)
class Judged:
    """A query with the kinds that help (sections such as `40`, or codes) and the one that helps best."""

    id: str
    query: str
    style: str
    relevant: frozenset[str]
    best: str
    needs: tuple[frozenset[str], ...] = ()
    """Where there are several: the kinds that help in each."""


def read_judged(path: Path) -> list[Judged]:
    """Rows of a CSV with id, query, style, relevant_kinds (joined by ;), best_kind; lines of a # say whose they are.

    A further column `needs` parts the kinds by the needs they help in: `37 / 60a;57`.
    """
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Judged(
                row["id"],
                row["query"],
                row["style"],
                frozenset(row["relevant_kinds"].split(";")),
                row["best_kind"],
                tuple(frozenset(kinds.split(";")) for kinds in row["needs"].split(" / ")) if row.get("needs") else (),
            )
            for row in csv.DictReader(line for line in file if not line.startswith(REMARK))
        ]


def kinds_found(query: str) -> list[str]:
    """Kinds of the services on the first page, in order: the same code as the page at /sluzby/?q=…"""
    known = knowledge()
    located = locate(Question(q=query), known)
    answer = search(located.question, located.origin, known)
    kinds = [known.kinds.get(found.kind_id or -1) for found in answer.found]
    return [kind.public_code if kind else "" for kind in kinds]


def score(judged: Judged, kinds: list[str]) -> dict[str, float]:
    """Each measure of one query, 0 to 1."""
    places = [place for place, kind in enumerate(kinds, start=1) if kind in judged.relevant]
    measured = {
        "success@1": float(kinds[:1] != [] and kinds[0] in judged.relevant),
        "success@5": float(any(place <= FIRST for place in places)),
        "mrr": 1 / places[0] if places else 0.0,
        "best@1": float(kinds[:1] == [judged.best]),
        "best@5": float(judged.best in kinds[:FIRST]),
    }
    if judged.needs:
        measured[EVERY_NEED] = float(all(need.intersection(kinds[:FIRST]) for need in judged.needs))
    return measured


def averages(scores: list[tuple[Judged, dict[str, float]]]) -> dict[str, dict[str, float]]:
    """`overall` and each style -> measure -> mean, with the number of queries as `queries`; EVERY_NEED over those with several."""
    groups: dict[str, list[dict[str, float]]] = defaultdict(list)
    for judged, measured in scores:
        groups["overall"].append(measured)
        groups[judged.style].append(measured)
    return {name: {"queries": float(len(rows)), **_means(rows)} for name, rows in groups.items()}


def _means(rows: list[dict[str, float]]) -> dict[str, float]:
    measured = {name: [row[name] for row in rows if name in row] for name in (*MEASURES, EVERY_NEED)}
    return {name: round(sum(values) / len(values), 4) for name, values in measured.items() if values}
