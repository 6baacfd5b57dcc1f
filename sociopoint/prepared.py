"""Statements that the database plans once a connection instead of at every call.

Planning a statement of a dozen small sub-selects takes longer than running it, and the connections here are persistent.
Such a statement begins with SELECT: what begins otherwise is taken for a change, to be told who makes it
(`pghistory`). Values are parameters, `$1`, `$2` …, each cast to its type where it stands, and a plan is made for any values at all. The
driver prepares, under names of its own, so a pooler between must know prepared statements of the protocol (PgBouncer from
1.21) or keep a connection for a session.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from weakref import WeakSet

import psycopg
from django.db import connection

MOST_KEPT = 48
"""Plans each connection keeps, dropping those longest not used: a large one takes 0.7 MB of the server's memory."""

Row = tuple[Any, ...]


class PreparedStatement:
    """One SELECT that is always the same."""

    def __init__(self, sql: str) -> None:
        self._sql = sql

    def first_row(self, *values: int | str) -> Row | None:
        """The first row, None without any. One query."""
        with _executed(self._sql, [str(value) for value in values]) as cursor:
            row: Row | None = cursor.fetchone()
        return row

    def rows(self, *values: int | str) -> list[Row]:
        """All rows. One query."""
        with _executed(self._sql, [str(value) for value in values]) as cursor:
            rows: list[Row] = cursor.fetchall()
        return rows


class Values:
    """What a statement of many shapes is run with: each value by a name, so that a shape always has the same text."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self.texts: list[str] = []

    def put(self, name: str, value: object, type_name: str) -> str:
        """`$3::int[]`, to stand in the statement for the value; a name put again stands for the value put first."""
        if name not in self._numbers:
            self.texts.append(_text(value))
            self._numbers[name] = len(self.texts)
        return f"${self._numbers[name]}::{type_name}"


def text_array(texts: Iterable[str]) -> str:
    """As a value to be cast to `text[]`, whatever the texts hold."""
    quoted = (text.replace("\\", "\\\\").replace('"', '\\"') for text in texts)
    return "{" + ",".join(f'"{text}"' for text in quoted) + "}"


def only_row(sql: str, values: Values) -> dict[str, Any]:
    """The one row of a statement, by column. One query."""
    with _executed(sql, values.texts) as cursor:
        return dict(zip([column.name for column in cursor.description], cursor.fetchone(), strict=True))


@contextmanager
def _executed(sql: str, texts: Sequence[str]) -> Iterator[Any]:
    """A cursor with its rows, wrapped as Django wraps its own, so that the query is counted and logged as ever."""
    with connection.cursor() as opened:
        raw = connection.connection
        if raw not in _ready:
            _make_ready(raw)
        with type(opened)(_PreparedCursor(raw), connection) as cursor:
            cursor.execute(sql, texts)
            yield cursor


class _PreparedCursor(psycopg.RawCursor[Row]):
    """Prepares whatever it executes; numbered parameters, which cost nothing to convert."""

    def execute(self, query, params=None, **options):  # type: ignore[no-untyped-def]  # as the one it stands for
        return super().execute(query, params, **{"prepare": True, **options})


_ready: WeakSet[Any] = WeakSet()


def _make_ready(raw: Any) -> None:
    """Else PostgreSQL would plan the first five runs of each shape for their values, and perhaps never stop."""
    raw.execute("SET plan_cache_mode = force_generic_plan")  # undone if a transaction around it is
    raw.execute("SET enable_memoize = off")  # what is looked up row by row here comes once: remembering it took a tenth
    raw.prepare_threshold = 0  # allows it: cursors of Django never prepare, whatever this says
    raw.prepared_max = MOST_KEPT
    if not connection.in_atomic_block:
        _ready.add(raw)


def _text(value: object) -> str:
    """As PostgreSQL reads it; a parameter sent as text takes the type it is cast to."""
    if isinstance(value, list | tuple):
        return "{" + ",".join(_text(one) for one in value) + "}"
    return str(value)
