"""Counts searches by word and day, so that the city learns what people look for in vain. Nothing about who asked.

Only words the lexicon knows are kept: an unknown one may be somebody's name.
"""

from __future__ import annotations

from django.db import connection
from django.utils import timezone

from catalogue.models import SearchDay
from catalogue.understanding import Need
from catalogue.words import content_words, plain

LONGEST_WORD = 40


def count_search(q: str, need: Need, *, found: bool) -> None:
    """Add one to each known word of the question. One statement, safe for parallel searches."""
    unknown = {plain(word) for word in need.unknown}
    words = sorted({plain(word)[:LONGEST_WORD] for word in content_words(q)} - unknown)[:10]
    if not words:
        return
    day, table = timezone.localdate(), SearchDay._meta.db_table
    rows = ", ".join(["(%s, %s, 1, %s)"] * len(words))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} AS old (day, word, searches, without_result) VALUES {rows} "  # noqa: S608
            "ON CONFLICT (day, word) DO UPDATE SET searches = old.searches + 1, "
            "without_result = old.without_result + EXCLUDED.without_result",
            [value for word in words for value in (day, word, 0 if found else 1)],
        )
