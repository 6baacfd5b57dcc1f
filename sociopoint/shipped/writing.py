"""Writes shipped facts: rows that are new, and single facts of those that are there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db.models import Model

from sociopoint.shipped.shapes import Content, Links, Shape, in_order


class Writer:
    """Rows that others refer to are looked up once."""

    def __init__(self) -> None:
        self._found: dict[tuple[object, ...], Model] = {}

    def create(self, shape: Shape, contents: Mapping[str, Content], keys: Mapping[str, Content]) -> dict[str, Any]:
        """Key -> the new row's own. Raises ObjectDoesNotExist when a row they refer to is gone."""
        waves: list[list[str]] = [[], []]
        for key, content in contents.items():
            waves[bool(shape.parent and content[shape.parent])].append(key)
        created: dict[str, Any] = {}
        for wave in waves:
            rows = [self._row(shape, keys[key] | contents[key]) for key in wave]
            for key, row in zip(wave, shape.model._default_manager.bulk_create(rows, batch_size=1000), strict=True):
                created[key] = row.pk
        for name, links in shape.links.items():
            if not links.continues:
                more = {other: part for other, part in shape.links.items() if part.continues == name}
                whole = replace(links, columns=(*links.columns, *(c for part in more.values() for c in part.columns)))
                new = (
                    row
                    for key, content in contents.items()
                    for row in self._linked(whole, created[key], _side_by_side(content, name, more))
                )
                links.model._default_manager.bulk_create(new)
        return created

    def change(self, shape: Shape, pk: Any, facts: Content) -> None:
        columns = {name: value for name, value in facts.items() if name not in shape.links}
        if columns:
            row = shape.model._default_manager.select_for_update(of=("self",)).get(pk=pk)
            values = self._values(shape.model, columns)
            for name, value in values.items():
                setattr(row, name, value)
            if shape.fill:
                shape.fill(row)
            row.save(update_fields=[*values, *shape.filled])
        for name in facts.keys() & shape.links.keys():
            self._relink(shape.links[name], pk, facts[name])

    def _row(self, shape: Shape, content: Content) -> Model:
        facts = {name: value for name, value in content.items() if name not in shape.links}
        row = shape.model(**shape.among, **self._values(shape.model, facts))
        if shape.fill:
            shape.fill(row)
        return row

    def _values(self, model: type[Model], facts: Content, within: Content | None = None) -> dict[str, Any]:
        """Values of columns; `within` narrows the rows referred to."""
        values: dict[str, Any] = {}
        named: dict[str, Content] = defaultdict(dict)
        for name, value in facts.items():
            column, _, of_other = name.partition("__")
            if of_other:
                named[column][of_other] = value
            else:
                values[column] = _column(model, column).to_python(value)
        for column, look_ups in named.items():
            other = _column(model, column).related_model
            values[column] = self._other(other, look_ups, within) if any(look_ups.values()) else None
        return values

    def _other(self, model: type[Model], look_ups: Content, within: Content | None) -> Model:
        if within:
            return model._default_manager.get(**look_ups, **within)
        key = (model, *sorted(look_ups.items()))
        if key not in self._found:
            self._found[key] = model._default_manager.get(**look_ups)
        return self._found[key]

    def _linked(self, links: Links, owner: Any, rows: Iterable[Iterable[Any]]) -> Iterator[Model]:
        """Rows not yet saved; none for what would refer to a row that people deleted."""
        for values in rows:
            facts = dict(zip(links.columns, values, strict=True))
            with suppress(ObjectDoesNotExist):
                if links.within:
                    yield links.model(**self._values(links.model, facts, {links.within: owner}))
                else:
                    yield links.model(**{links.owner: owner}, **self._values(links.model, facts))

    def _relink(self, links: Links, owner: Any, wanted: list[list[Any]]) -> None:
        manager = links.model._default_manager
        rows = manager.filter(**{links.owner: owner}).order_by("pk").values_list("pk", *links.columns)
        missing, surplus = [list(values) for values in wanted], []
        for pk, *values in rows:
            if (said := in_order([values])[0]) in missing:
                missing.remove(said)
            else:
                surplus.append(pk)
        while links.stays and missing and surplus:
            row = manager.select_for_update(of=("self",)).get(pk=surplus.pop(0))
            new = self._values(links.model, dict(zip(links.columns, missing.pop(0), strict=True)))
            for name, value in new.items():
                setattr(row, name, value)
            row.save(update_fields=list(new))
        manager.filter(pk__in=surplus).delete()
        for row in self._linked(links, owner, missing):
            row.save(force_insert=True)


def _side_by_side(content: Content, name: str, more: Iterable[str]) -> Iterator[list[Any]]:
    """The rows of one fact, each with what the facts that continue it say of the same row."""
    for parts in zip(content[name], *(content[other] for other in more), strict=True):
        yield [value for part in parts for value in part]


def _column(model: type[Model], name: str) -> Any:
    column = model._meta.get_field(name)
    if not hasattr(column, "to_python"):
        raise FieldDoesNotExist(name)
    return column
