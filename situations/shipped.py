"""Loads the situations and crisis lines that ship with the program. A row that exists is left as its editors made it."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from django.db import transaction

from situations.models import CrisisLine, CrisisLineKind, LifeSituation, SituationCrisisLine

SEED = Path(__file__).parent / "seed"
SOMETIMES = ("lead_easy", "first_steps_easy", "lead_en", "lead_uk", "first_steps_en", "first_steps_uk")
"""Columns that ship for topics and urgent situations only."""


def read(path: Path) -> list[dict[str, str]]:
    """Rows of a shipped CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_slug(path: Path) -> dict[str, dict[str, str]]:
    return {row["slug"]: row for row in read(path)}


@transaction.atomic
def load_situations() -> int:
    """Create missing crisis lines, situations and their ties; returns how many situations were created."""
    lines = _load_lines()
    known = {situation.slug: situation for situation in LifeSituation.objects.all()}
    texts = by_slug(SEED / "situation_texts.csv")
    more = [by_slug(SEED / name) for name in ("situation_easy.csv", "situation_translations.csv")]
    rows = read(SEED / "life_situations.csv")
    created = []
    for level in ([row for row in rows if not row["parent"]], [row for row in rows if row["parent"]]):
        new = [_situation(row, _said(row["slug"], texts, *more), known) for row in level if row["slug"] not in known]
        for situation in LifeSituation.objects.bulk_create(new):
            known[situation.slug] = situation
            created.append(situation.slug)
    _tie_lines((row for row in rows if row["slug"] in created), known, lines)
    return len(created)


def _said(slug: str, *texts: dict[str, dict[str, str]]) -> dict[str, str]:
    """All that the files say of one situation."""
    return {name: said for rows in texts for name, said in rows.get(slug, {}).items()}


def _situation(row: dict[str, str], text: dict[str, str], known: dict[str, LifeSituation]) -> LifeSituation:
    return LifeSituation(
        slug=row["slug"],
        parent=known[row["parent"]] if row["parent"] else None,
        order=int(row["order"]),
        name=row["name_cs"],
        name_en=text["name_en"],
        name_uk=text["name_uk"],
        lead=text["lead"],
        first_steps="\n".join(step.strip() for step in text["first_steps"].split("|")),
        **{name: text.get(name, "").replace("|", "\n") for name in SOMETIMES},
        keywords=[word.strip() for word in row["keywords"].split(";") if word.strip()],
        icon=text["icon"],
        is_urgent=row["urgent"] == "yes",
        is_sensitive=text["is_sensitive"] == "yes",
    )


def _tie_lines(
    rows: Iterable[dict[str, str]], situations: dict[str, LifeSituation], lines: dict[str, CrisisLine]
) -> None:
    SituationCrisisLine.objects.bulk_create(
        SituationCrisisLine(situation=situations[row["slug"]], line=lines[slug], order=order)
        for row in rows
        for order, slug in enumerate(filter(None, row["crisis_lines"].split(";")))
    )


def _load_lines() -> dict[str, CrisisLine]:
    texts = by_slug(SEED / "crisis_line_texts.csv")
    known = {line.slug: line for line in CrisisLine.objects.all()}
    new = [
        CrisisLine(
            slug=row["slug"],
            name=row["name_cs"],
            name_en=texts[row["slug"]]["name_en"],
            name_uk=texts[row["slug"]]["name_uk"],
            kind=CrisisLineKind(row["type"]),
            phone=row["phone"],
            is_free=row["free_call"] == "yes",
            opening_hours=row["opening_hours"],
            web=row["web"],
            description=row["description_cs"],
            description_en=texts[row["slug"]]["description_en"],
            description_uk=texts[row["slug"]]["description_uk"],
            certainty=row["certainty"],
            order=order,
            published=row["certainty"] in ("seen", "known"),  # what an old crisis left behind waits for verification
        )
        for order, row in enumerate(read(SEED / "crisis_lines.csv"))
        if row["slug"] not in known
    ]
    known |= {line.slug: line for line in CrisisLine.objects.bulk_create(new)}
    return known
