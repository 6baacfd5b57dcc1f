"""What the database holds of shipped rows, and what people did to them before versions were remembered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet

from sociopoint.record_history import event_model
from sociopoint.shipped.shapes import Content, Links, Shape, in_order, key_of, plain

COMMAND = "load_ostrava"
"""The name under which the history knows what a new version of the program wrote."""


@dataclass
class Held:
    pk: Any
    content: Content


def held(shape: Shape) -> dict[str, Held]:
    """By key. One query, and one for each of `links`."""
    rows = shape.model._default_manager.filter(**shape.among).order_by("-pk")
    found = {}
    for pk, *values in rows.values_list("pk", *shape.key, *shape.columns):
        facts = values[len(shape.key) :]
        content = {name: plain(value) for name, value in zip(shape.columns, facts, strict=True)}
        found[key_of(values[: len(shape.key)])] = Held(pk, content)
    for name, links in shape.links.items():
        rows_of = _linked(links, [one.pk for one in found.values()])
        for one in found.values():
            one.content[name] = in_order(rows_of.get(one.pk, ()))
    return found


def _linked(links: Links, owners: list[Any]) -> dict[Any, list[list[Any]]]:
    found: dict[Any, list[list[Any]]] = defaultdict(list)
    rows = links.model._default_manager.filter(**{f"{links.owner}__in": owners}).order_by(links.columns[-1], "pk")
    for owner, *values in rows.values_list(links.owner, *links.columns):
        if links.ranked:
            values[-1] = len(found[owner])
        found[owner].append(values)
    return found


@dataclass
class Touched:
    """By people, by somebody's letter or by the register, as the history of changes knows it."""

    before: dict[Any, Content] = field(default_factory=dict)
    """Of a row (its key in the database) the columns as they were before the first touch."""
    unknown: dict[Any, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Of a row the facts that were touched, and nobody can say how they were."""
    deleted: set[str] = field(default_factory=set)


def touched(shape: Shape, rows: dict[str, Held]) -> Touched:
    """A few queries. Where a table keeps no history, nobody can say what was touched, so everything counts as touched."""
    found = Touched()
    events = _events(shape.model)
    for one in rows.values() if events is None else ():
        found.unknown[one.pk].update(shape.columns)
    if events is not None:
        changes = _of_others(events).filter(pgh_label="update").order_by("-pgh_id")
        for pk, *values in changes.values_list("id", *shape.columns):
            found.before[pk] = {name: plain(value) for name, value in zip(shape.columns, values, strict=True)}
        gone = events.filter(pgh_label="delete").values_list(*shape.key)
        found.deleted = {key_of(values) for values in gone} - rows.keys()
    for name, links in shape.links.items():
        for owner in _touched_links(links, rows):
            found.unknown[owner].add(name)
    return found


def _touched_links(links: Links, rows: dict[str, Held]) -> Iterable[Any]:
    """Owners whose rows came, went, or are not as they were before the first touch."""
    events = _events(links.model)
    if events is None:
        return [one.pk for one in rows.values()]
    events = _of_others(events)
    owners = set(events.exclude(pgh_label="update").values_list(links.owner, flat=True))
    changes = events.filter(pgh_label="update").order_by("-pgh_id")
    before = {pk: (owner, values) for pk, owner, *values in changes.values_list("id", links.owner, *links.columns)}
    alive = links.model._default_manager.filter(pk__in=before)
    now = {pk: values for pk, *values in alive.values_list("pk", *links.columns)}
    return owners | {owner for pk, (owner, values) in before.items() if now.get(pk) != values}


def _events(model: type[Model]) -> QuerySet[Model] | None:
    try:
        return event_model(model)._default_manager.all()
    except LookupError:
        return None


def _of_others(events: QuerySet[Model]) -> QuerySet[Model]:
    """Not of a migration or of a version of ours."""
    return events.filter(pgh_context__isnull=False).exclude(pgh_context__metadata__contains={"command": COMMAND})
