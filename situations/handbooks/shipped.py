"""The handbooks that ship with the program, published; `sociopoint.shipped` brings them into the database."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from situations.models import Handbook, HandbookChapter, HandbookSituation
from sociopoint.shipped.following import Followed, follow
from sociopoint.shipped.report import News
from sociopoint.shipped.shapes import Content, Gone, Links, Shape, in_order, plain

FOLDER = Path(__file__).parent.parent / "seed" / "handbooks"
FACTS = ("title", "summary", "summary_en", "summary_uk", "order", "reviewed_on", "reviewed_by", "next_review")
HANDBOOKS = Shape(
    name="handbooks",
    model=Handbook,
    key=("slug",),
    columns=(*FACTS, "published"),
    links={
        "situations": Links(HandbookSituation, "handbook_id", ("lifesituation__slug",)),
        "chapters": Links(HandbookChapter, "handbook_id", ("order", "title", "text", "sources")),
    },
    vouched="reviewed_by",
    gone=Gone.HIDDEN,
)


def load_handbooks(news: News | None = None) -> Followed:
    written = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))]
    return follow(HANDBOOKS, [_handbook(contents) for contents in written], News() if news is None else news)


def _handbook(contents: dict[str, Any]) -> Content:
    chapters = enumerate(contents["chapters"], start=1)
    return {
        "slug": contents["slug"],
        **{name: plain(contents[name]) for name in FACTS},
        "published": True,
        "situations": in_order([slug] for slug in contents["situations"]),
        "chapters": in_order(
            (order, chapter["title"], chapter["text"].strip(), chapter["sources"].strip())
            for order, chapter in chapters
        ),
    }
