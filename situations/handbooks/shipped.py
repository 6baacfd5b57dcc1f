"""Loads the handbooks that ship with the program. One that exists is left as its editors made it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from situations.models import Handbook, HandbookChapter, LifeSituation

FOLDER = Path(__file__).parent.parent / "seed" / "handbooks"
FACTS = ("slug", "title", "summary", "summary_en", "summary_uk", "order", "reviewed_on", "reviewed_by", "next_review")


@transaction.atomic
def load_handbooks() -> int:
    """Create the missing ones, published; returns how many."""
    written = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))]
    known = set(Handbook.objects.values_list("slug", flat=True))
    new = [contents for contents in written if contents["slug"] not in known]
    for contents in new:
        _create(contents)
    return len(new)


def _create(contents: dict[str, Any]) -> None:
    handbook = Handbook.objects.create(published=True, **{name: contents[name] for name in FACTS})
    handbook.situations.set(LifeSituation.objects.filter(slug__in=contents["situations"]))
    HandbookChapter.objects.bulk_create(
        HandbookChapter(
            handbook=handbook,
            order=order,
            title=chapter["title"],
            text=chapter["text"].strip(),
            sources=chapter["sources"].strip(),
        )
        for order, chapter in enumerate(contents["chapters"], start=1)
    )
