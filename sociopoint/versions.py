"""Counters that tell processes when what they keep in memory is old.

A statement trigger raises the counter, so an edit in the admin, a bulk update and raw SQL all count; a reader compares one
number, one query by primary key. The number is the microsecond of the change, so that one rolled back never comes again.
"""

from __future__ import annotations

import time

import pgtrigger

from sociopoint.models import Version
from sociopoint.prepared import PreparedStatement


def raises_version(name: str) -> pgtrigger.Trigger:
    """A trigger for `Meta.triggers`: any change of the table raises the counter `name`."""
    return pgtrigger.Trigger(
        name=f"raises_version_{name}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=pgtrigger.Func(
            f"""
            INSERT INTO {Version._meta.db_table} (name, number)
            VALUES ('{name}', (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)
            ON CONFLICT (name) DO UPDATE SET number = EXCLUDED.number;
            RETURN NULL;
            """  # noqa: S608  both names are ours
        ),
    )


def raises_shared_version(name: str) -> pgtrigger.Trigger:
    """The same for a counter that many tables raise, where nobody may wait: an import takes minutes and holds what it
    wrote. Whoever finds every row of the counter held by others adds one; the counter is the sum of its rows.
    """
    return pgtrigger.Trigger(
        name=f"raises_version_{name}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=pgtrigger.Func(
            f"""
            UPDATE {Version._meta.db_table}
            SET number = greatest(number + 1, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)
            WHERE name = (SELECT name FROM {Version._meta.db_table} WHERE starts_with(name, '{name}:')
                ORDER BY name LIMIT 1 FOR UPDATE SKIP LOCKED);
            IF NOT FOUND THEN
                INSERT INTO {Version._meta.db_table} (name, number)
                VALUES ('{name}:' || pg_current_xact_id(), (extract(epoch FROM clock_timestamp()) * 1000000)::bigint);
            END IF;
            RETURN NULL;
            """  # noqa: S608  both names are ours
        ),
    )


_NUMBERS = PreparedStatement(
    "SELECT array_agg((SELECT coalesce(sum(v.number), 0)::bigint"  # noqa: S608  our own table
    f" FROM {Version._meta.db_table} v WHERE v.name = n.name OR starts_with(v.name, n.name || ':')) ORDER BY n.place)"
    " FROM unnest($1::text[]) WITH ORDINALITY AS n (name, place)"
)


def current_versions(*names: str) -> tuple[int, ...]:
    """The values of these counters, shared or not, each 0 before the first change. One query, planned once a connection:
    every search asks."""
    row = _NUMBERS.first_row("{" + ",".join(names) + "}")
    return tuple(row[0]) if row else ()


def current_version(name: str) -> int:
    """The value of one counter. One query."""
    return current_versions(name)[0]


def raise_version(name: str) -> None:
    """Raise the counter from Python, where no trigger can know that something large has changed."""
    Version.objects.update_or_create(name=name, defaults={"number": time.time_ns() // 1000})
