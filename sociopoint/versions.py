"""Counters that tell processes when what they keep in memory is old.

A statement trigger raises the counter, so an edit in the admin, a bulk update and raw SQL all count; a reader compares one
number, one query by primary key. The number is the microsecond of the change, so that one rolled back never comes again.
"""

from __future__ import annotations

import time

import pgtrigger
from django.db import connection

from sociopoint.models import Version


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


def current_version(name: str) -> int:
    """The counter's value (microseconds of the epoch), 0 before the first change. One query, as plain SQL: every search
    asks, and building it by the ORM took five times as long as the database."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number FROM {Version._meta.db_table} WHERE name = %s", [name])  # noqa: S608  our own table
        row = cursor.fetchone()
    return row[0] if row else 0


def raise_version(name: str) -> None:
    """Raise the counter from Python, where no trigger can know that something large has changed."""
    Version.objects.update_or_create(name=name, defaults={"number": time.time_ns() // 1000})
