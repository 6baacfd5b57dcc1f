"""What a table of shipped rows looks like: by what a row is known, which of its facts ship, what belongs to it.

A fact is named by a Django look-up: `name`, or `kind__code` for a row of another table, told by what is the same in every
database.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from django.db.models import Model

Content = dict[str, Any]
"""The facts of one row as JSON keeps them; of `Links` a list of lists in one order (`in_order`)."""


class Gone(Enum):
    """What becomes of a row that no longer ships and that nobody touched."""

    LEFT = "left"
    HIDDEN = "hidden"
    DELETED = "deleted"


@dataclass(frozen=True)
class Links:
    """Rows that belong to a shipped one and are compared as one fact."""

    model: type[Model]
    owner: str
    """Look-up of the owner's key: `service_id`, or `form__service_id` for what belongs to a row that belongs to it."""
    columns: tuple[str, ...]
    within: str = ""
    """`service_id` where the rows named by `columns` are those of the same owner."""
    ranked: bool = False
    """The last column orders the rows of one owner and says nothing else: it is read as 0, 1, 2 …"""
    stays: bool = False
    """A row that changes is written over, because others refer to it; else one goes and one comes."""
    continues: str = ""
    """The fact whose rows these are too, in the same order: more columns of theirs, compared apart."""


@dataclass(frozen=True)
class Shape:
    name: str
    model: type[Model]
    key: tuple[str, ...]
    columns: tuple[str, ...] = ()
    links: dict[str, Links] = field(default_factory=dict)
    among: dict[str, Any] = field(default_factory=dict)
    """Values that every shipped row of the table has; rows without them are not looked at."""
    shipped_once: dict[str, Any] | None = None
    """Look-ups of rows that some version shipped, in a database that did not remember it; None = nobody can tell."""
    merged: frozenset[str] = frozenset()
    """Lists of words that people and versions write together: each adds and takes away its own."""
    vouched: str = ""
    """A column by which people say that they checked the row: then all of it is theirs."""
    parent: str = ""
    """The column of a row of the same table, which must come first."""
    fill: Callable[[Any], None] | None = None
    """Makes of the row's facts whatever follows from them, before it is written."""
    filled: tuple[str, ...] = ()
    creates: bool = True
    gone: Gone = Gone.LEFT

    @property
    def facts(self) -> tuple[str, ...]:
        return (*self.columns, *self.links)

    def title(self, fact: str) -> str:
        """The fact as people read it."""
        links = self.links.get(fact)
        if links and not links.continues:
            return str(links.model._meta.verbose_name_plural)
        model, name = (links.model, links.columns[0]) if links else (self.model, fact)
        column = model._meta.get_field(name.partition("__")[0])
        return str(getattr(column, "verbose_name", fact))


def key_of(values: Iterable[object]) -> str:
    return "|".join(map(str, values))


def plain(value: Any) -> Any:
    """As JSON keeps it."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value


def in_order(rows: Iterable[Sequence[Any]]) -> list[list[Any]]:
    return sorted((plain(row) for row in rows), key=lambda row: json.dumps(row, sort_keys=True))
