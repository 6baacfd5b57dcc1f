"""The situations and crisis lines that ship with the program; `sociopoint.shipped` brings them into the database."""

from __future__ import annotations

import csv
from pathlib import Path

from situations.models import CrisisLine, LifeSituation, SituationCrisisLine
from sociopoint.shipped.following import Followed, follow
from sociopoint.shipped.report import News
from sociopoint.shipped.shapes import Content, Gone, Links, Shape, in_order

SEED = Path(__file__).parent / "seed"
SOMETIMES = ("lead_easy", "first_steps_easy", "lead_en", "lead_uk", "first_steps_en", "first_steps_uk")
"""Columns that ship for topics and urgent situations only."""
LINES = Shape(
    name="crisis_lines",
    model=CrisisLine,
    key=("slug",),
    columns=(
        *("name", "name_en", "name_uk", "kind", "phone", "is_free", "opening_hours", "web"),
        *("description", "description_en", "description_uk", "certainty", "order", "published"),
    ),
    gone=Gone.HIDDEN,
)
SITUATIONS = Shape(
    name="situations",
    model=LifeSituation,
    key=("slug",),
    columns=(
        *("parent__slug", "order", "name", "name_en", "name_uk", "lead", "first_steps", *SOMETIMES),
        *("keywords", "icon", "is_urgent", "is_sensitive", "published"),
    ),
    links={"crisis_lines": Links(SituationCrisisLine, "situation_id", ("line__slug", "order"))},
    merged=frozenset({"keywords"}),
    parent="parent__slug",
    gone=Gone.HIDDEN,
)


def read(path: Path) -> list[dict[str, str]]:
    """Rows of a shipped CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_slug(path: Path) -> dict[str, dict[str, str]]:
    return {row["slug"]: row for row in read(path)}


def load_situations(news: News | None = None) -> Followed:
    """Crisis lines, situations and their ties; says which situations came or changed."""
    news = News() if news is None else news
    follow(LINES, _lines(), news)
    texts = by_slug(SEED / "situation_texts.csv")
    more = [by_slug(SEED / name) for name in ("situation_easy.csv", "situation_translations.csv")]
    rows = read(SEED / "life_situations.csv")
    return follow(SITUATIONS, [_situation(row, _said(row["slug"], texts, *more)) for row in rows], news)


def _said(slug: str, *texts: dict[str, dict[str, str]]) -> dict[str, str]:
    """All that the files say of one situation."""
    return {name: said for rows in texts for name, said in rows.get(slug, {}).items()}


def _situation(row: dict[str, str], text: dict[str, str]) -> Content:
    return {
        "slug": row["slug"],
        "parent__slug": row["parent"] or None,
        "order": int(row["order"]),
        "name": row["name_cs"],
        "name_en": text["name_en"],
        "name_uk": text["name_uk"],
        "lead": text["lead"],
        "first_steps": "\n".join(step.strip() for step in text["first_steps"].split("|")),
        **{name: text.get(name, "").replace("|", "\n") for name in SOMETIMES},
        "keywords": [word.strip() for word in row["keywords"].split(";") if word.strip()],
        "icon": text["icon"],
        "is_urgent": row["urgent"] == "yes",
        "is_sensitive": text["is_sensitive"] == "yes",
        "published": True,
        "crisis_lines": in_order(
            (slug, order) for order, slug in enumerate(filter(None, row["crisis_lines"].split(";")))
        ),
    }


def _lines() -> list[Content]:
    texts = by_slug(SEED / "crisis_line_texts.csv")
    return [
        {
            "slug": row["slug"],
            "name": row["name_cs"],
            "kind": row["type"],
            "phone": row["phone"],
            "is_free": row["free_call"] == "yes",
            "opening_hours": row["opening_hours"],
            "web": row["web"],
            "description": row["description_cs"],
            **{name: texts[row["slug"]][name] for name in ("name_en", "name_uk", "description_en", "description_uk")},
            "certainty": row["certainty"],
            "order": order,
            "published": row["certainty"] in ("seen", "known"),  # what an old crisis left behind waits for verification
        }
        for order, row in enumerate(read(SEED / "crisis_lines.csv"))
    ]
