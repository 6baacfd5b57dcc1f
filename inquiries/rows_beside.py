"""Rows of other tables that belong to one row, brought by its own statement: a page of ten kinds of things asks once.

`beside` goes into `annotate`, `revived` makes models of what came. A field that was not asked for costs a query when it is read,
as after `only()`, so a test that counts queries finds it. Encrypted columns come as they are stored and are opened once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db import DEFAULT_DB_ALIAS
from django.db.models import F, Field, ForeignKey, GeneratedField, Model, QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.db.models.expressions import BaseExpression, Combinable
from django.db.models.functions import JSONObject

from sociopoint.secrecy import EncryptedTextField

Row = TypeVar("Row", bound=Model)


def beside(
    rows: QuerySet[Any], *joined: str, only: Collection[str] = (), **more: BaseExpression | Combinable
) -> ArraySubquery:
    """`rows` (tied to the outer row by OuterRef, in their order) as an array of JSON objects, each with all its own columns or
    `only` some of them.

    `joined`: fields across foreign keys, such as `by__name`; `more`: anything else under a name of its own.
    """
    names = list(only) or [field.attname for field in rows.model._meta.concrete_fields]
    for path in joined:
        steps = path.split(LOOKUP_SEP)
        keys = [f"{LOOKUP_SEP.join(steps[:n])}_id" for n in range(2, len(steps))]
        names += [name for name in (*keys, path) if name not in names]
    values: dict[str, Any] = {name: F(name) for name in names} | more
    return ArraySubquery(rows.values(row=JSONObject(**values)))


def revived(model: type[Row], rows: Iterable[dict[str, Any]]) -> list[Row]:
    """Models of what `beside` brought, with the joined ones at their foreign keys."""
    return [_revived(model, row) for row in rows]


def _revived(model: type[Row], row: dict[str, Any]) -> Row:
    given = [field for field in model._meta.concrete_fields if field.attname in row]
    values = [_value(field, row[field.attname]) for field in given]
    made = model.from_db(DEFAULT_DB_ALIAS, [field.attname for field in given], values)
    across: dict[str, dict[str, Any]] = {}
    for name in row.keys() - {field.attname for field in given}:
        first, _sep, rest = name.partition(LOOKUP_SEP)
        if rest:
            across.setdefault(first, {})[rest] = row[name]
        else:
            setattr(made, name, row[name])
    for name, part in across.items():
        field = model._meta.get_field(name)
        if isinstance(field, ForeignKey):
            key = row[field.attname]
            setattr(made, name, None if key is None else _revived(field.related_model, {"id": key, **part}))
    return made


def _value(field: Field[Any, Any], value: Any) -> Any:
    """What JSON says, as the model has it."""
    if value is None or isinstance(field, GeneratedField):
        return value
    if isinstance(field, EncryptedTextField):
        return field.from_db_value(value, None, None)
    return field.to_python(value)
