"""What happened to a record and to the rows that belong to it: read from the event tables of `sociopoint.history`.

An event of an update or delete holds the row as it was before, an event of an insert as it came. What an update made of a
row stands in the next event of the same row, or in the row itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.apps import apps
from django.db.models import Model, QuerySet

Row = dict[str, Any]
"""Column (attname) -> value."""
Label = Literal["insert", "update", "delete"]
NOT_A_FACT = {"id", "slug"}
"""Columns that follow from others or mean nothing to a person."""
MOST_EVENTS = 300  # of one table: the newest


@dataclass(frozen=True)
class Part:
    """A table whose rows belong to a record (or the record itself, when nothing names an owner)."""

    model: type[Model]
    owner: str = ""
    """The column (attname) that names the record, or a row of `through`."""
    through: Part | None = None
    title: str = ""
    """The column that names the other side, for a row that only links two."""

    def rows(self, pk: object) -> QuerySet[Model]:
        """The rows that belong to the record now."""
        manager = self.model._default_manager
        if not self.owner:
            return manager.filter(pk=pk)
        if self.through is None:
            return manager.filter(**{self.owner: pk})
        return manager.filter(**{f"{self.owner}__in": self.through.rows(pk).values("pk")})

    def events(self, pk: object) -> QuerySet[Model]:
        """The events of rows that belong, or belonged, to the record."""
        manager = event_model(self.model)._default_manager
        if not self.owner:
            return manager.filter(pgh_obj_id=pk)
        if self.through is None:
            return manager.filter(**{self.owner: pk})
        owners = {row.pk for row in self.through.rows(pk)}
        owners.update(self.through.events(pk).values_list("id", flat=True))
        return manager.filter(**{f"{self.owner}__in": owners})

    @property
    def columns(self) -> list[str]:
        return [column.attname for column in self.model._meta.concrete_fields]


@dataclass(frozen=True)
class Change:
    """One row that came, changed or went."""

    part: Part
    label: Label
    pk: Any
    before: Row | None
    after: Row | None
    event: int = 0

    @property
    def columns(self) -> list[str]:
        """Those an update changed."""
        before, after = self.before or {}, self.after or {}
        return [name for name in self.part.columns if before.get(name) != after.get(name)]


@dataclass
class Step:
    """All that one person changed of the record at one moment."""

    at: datetime
    context: object
    user: int | None
    command: str
    changes: list[Change] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Names the step in an address."""
        return f"{int(self.at.timestamp() * 1_000_000)}-{self.context or 0}"


def event_model(model: type[Model]) -> type[Model]:
    """`ServiceEvent` of `Service`."""
    return apps.get_model(model._meta.app_label, f"{model._meta.object_name}Event")


def steps(parts: Sequence[Part], pk: object) -> list[Step]:
    """The newest first; three queries a part."""
    found: dict[tuple[datetime, object], Step] = {}
    for part in parts:
        events = list(part.events(pk).select_related("pgh_context").order_by("-pgh_id")[:MOST_EVENTS])
        for event, change in zip(events, _changes(part, events), strict=True):
            at, context = event.pgh_created_at, event.pgh_context_id  # type: ignore[attr-defined]
            if (at, context) not in found:
                metadata = event.pgh_context.metadata if event.pgh_context else {}  # type: ignore[attr-defined]
                found[at, context] = Step(at, context, metadata.get("user"), metadata.get("command", ""))
            if change.label != "update" or set(change.columns) - NOT_A_FACT:
                found[at, context].changes.append(change)
    told = [step for step in found.values() if step.changes]
    return sorted(told, key=lambda step: step.at, reverse=True)


def _changes(part: Part, events: list[Model]) -> list[Change]:
    """`events` newest first, as the result: walking back from the rows as they are now."""
    pks = {event.id for event in events}  # type: ignore[attr-defined]
    state: dict[Any, Row | None] = dict.fromkeys(pks)
    for live in part.model._default_manager.filter(pk__in=pks):
        state[live.pk] = row_of(part, live)
    changes = []
    for event in events:
        pk, label = event.id, event.pgh_label  # type: ignore[attr-defined]
        row = row_of(part, event)
        if label == "insert":
            changes.append(Change(part, "insert", pk, None, row, event.pk))
            state[pk] = None
        else:
            after = state[pk] if label == "update" else None
            changes.append(Change(part, label, pk, row, after, event.pk))
            state[pk] = row
    return changes


def row_of(part: Part, holder: Model) -> Row:
    return {name: getattr(holder, name) for name in part.columns}


def snapshot(parts: Sequence[Part], pk: object) -> list[dict[Any, Row]]:
    """The record and its rows as they are now: for each part a row by its key. One query a part."""
    return [{row.pk: row_of(part, row) for row in part.rows(pk).order_by("pk")} for part in parts]


def between(parts: Sequence[Part], before: Sequence[dict[Any, Row]], after: Sequence[dict[Any, Row]]) -> list[Change]:
    """What changed from one snapshot to another."""
    changes = []
    for part, old, new in zip(parts, before, after, strict=True):
        for pk in [*old, *(pk for pk in new if pk not in old)]:
            if pk not in new:
                changes.append(Change(part, "delete", pk, old[pk], None))
            elif pk not in old:
                changes.append(Change(part, "insert", pk, None, new[pk]))
            elif old[pk] != new[pk]:
                changes.append(Change(part, "update", pk, old[pk], new[pk]))
    return [change for change in changes if change.label != "update" or set(change.columns) - NOT_A_FACT]


def referred(changes: Iterable[Change]) -> dict[type[Model], set[Any]]:
    """Rows of other tables that the changes name, for reading their names at once."""
    wanted: dict[type[Model], set[Any]] = defaultdict(set)
    for change in changes:
        for column in change.part.model._meta.concrete_fields:
            if isinstance(other := column.related_model, type):
                values = (row.get(column.attname) for row in (change.before, change.after) if row)
                wanted[other].update(value for value in values if value is not None)
    return wanted
