"""Counts searches by word and day, so that the city learns what people look for in vain. Nothing about who asked.

Only words the lexicon knows are kept: an unknown one may be somebody's name. A search in a quiet moment is written at once;
while many come, a process gathers them for some seconds, because each writing waits for the disk. What is gathered is
written by the next search after that, and when the process ends in good order.
"""

from __future__ import annotations

import atexit
import logging
import os
import time
from collections import Counter
from datetime import date

from django.db import DatabaseError, connection
from django.utils import timezone

from catalogue.models import SearchDay, SearchInVain, ServiceKind
from catalogue.understanding import Need
from catalogue.words import content_words, plain

LONGEST_WORD = 40
GATHERED_FOR = 5.0
"""Seconds between two writings of one process."""
MOST_GATHERED = 500
"""Words, beyond which they are written sooner: so many fit one statement well."""

logger = logging.getLogger(__name__)


class Tally:
    """Counts of this process that are not written yet, and when it last wrote."""

    def __init__(self) -> None:
        self.searches: Counter[tuple[date, str]] = Counter()
        self.in_vain: Counter[tuple[date, str]] = Counter()
        self.kinds_in_vain: Counter[tuple[date, str]] = Counter()
        self.written_at = float("-inf")
        self.process = os.getpid()

    def add(self, day: date, words: list[str], *, found: bool, kind: str = "") -> None:
        """`kind`: the code of what was understood, counted where nothing was found."""
        if self.process != os.getpid():  # begun by the parent of this worker, who writes what is its own
            self.forget()
            self.process = os.getpid()
        if kind and not found:
            self.kinds_in_vain[day, kind] += 1
        for word in words:
            self.searches[day, word] += 1
            self.in_vain[day, word] += not found

    @property
    def is_due(self) -> bool:
        return time.monotonic() - self.written_at >= GATHERED_FOR or len(self.searches) >= MOST_GATHERED

    def write(self) -> None:
        """One statement, safe beside other processes: rows in one order, so that none waits for another in a ring."""
        rows = [(*key, count, self.in_vain[key]) for key, count in sorted(self.searches.items())]
        self.written_at = time.monotonic()
        if not rows:
            return
        places = ", ".join(["(%s, %s, %s, %s)"] * len(rows))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {SearchDay._meta.db_table} AS old (day, word, searches, without_result) VALUES {places} "  # noqa: S608
                "ON CONFLICT (day, word) DO UPDATE SET searches = old.searches + EXCLUDED.searches, "
                "without_result = old.without_result + EXCLUDED.without_result",
                [value for row in rows for value in row],
            )
        self._write_kinds()
        self.forget()

    def _write_kinds(self) -> None:
        """No statement where nothing was in vain; a kind that is no more is left out."""
        rows = [(*key, count) for key, count in sorted(self.kinds_in_vain.items())]
        if not rows:
            return
        places = ", ".join(["(%s::date, %s, %s::int)"] * len(rows))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {SearchInVain._meta.db_table} AS old (day, kind_id, number) "  # noqa: S608
                f"SELECT new.day, k.id, new.number FROM (VALUES {places}) AS new (day, code, number) "
                f"JOIN {ServiceKind._meta.db_table} k ON k.code = new.code ORDER BY 1, 2 "
                "ON CONFLICT (day, kind_id) DO UPDATE SET number = old.number + EXCLUDED.number",
                [value for row in rows for value in row],
            )

    def forget(self) -> None:
        for counter in (self.searches, self.in_vain, self.kinds_in_vain):
            counter.clear()


_tally = Tally()


def count_search(q: str, need: Need, *, found: bool) -> None:
    """Add one to each known word of the question, and to the kind it means where that was not found.

    No query while searches come close after one another, else one, or two where something was in vain.
    """
    unknown = {plain(word) for word in need.unknown}
    words = sorted({plain(word)[:LONGEST_WORD] for word in content_words(q)} - unknown)[:10]
    if not words:
        return
    _tally.add(timezone.localdate(), words, found=found, kind=next(iter(need.kinds), ""))
    if _tally.is_due:
        _tally.write()


@atexit.register
def write_what_is_left() -> None:
    """A worker that is told to stop finishes its request, and then this runs. A killed one loses some seconds."""
    if not _tally.searches or _tally.process != os.getpid():
        return
    try:
        _tally.write()
    except DatabaseError as error:
        logger.warning("counts of searches not written: %s", type(error).__name__)
