"""Rows of several tables as one JSON text, and back: the order of a record's fields is the order of both.

One statement of sub-selects costs what one of Django's prefetches does; each record is said once, as a dataclass.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any, TypeVar

LARGEST_NUMBER = 2**63 - 1  # of a bigint; a larger one in the address is nobody's
REGISTER_DATE = (
    "(SELECT coalesce(r.register_date, (r.finished_at AT TIME ZONE 'Europe/Prague')::date)"
    " FROM catalogue_registerimport r ORDER BY r.id DESC LIMIT 1)"
)
"""The day of the register as it was last read, null before the first time."""

Record = TypeVar("Record")


def read_all(record: Callable[..., Record], rows: list[list[Any]] | None) -> list[Record]:
    """PostgreSQL gives null, not an empty list, where there are no rows."""
    return [record(*values) for values in rows or ()]


def names(record: type) -> list[str]:
    return [field.name for field in fields(record)]


def array(record: type, table: str, **elsewhere: str) -> str:
    """A JSON array in the order of the record's fields: columns of one table, others as they are given."""
    return f"json_build_array({', '.join(elsewhere.get(name, f'{table}.{name}') for name in names(record))})"


def rows(row: str, tables: str, order: str) -> str:
    """A sub-select that gives a JSON array of rows."""
    return f"(SELECT json_agg({row} ORDER BY {order}) FROM {tables})"  # noqa: S608  all of it is written here
