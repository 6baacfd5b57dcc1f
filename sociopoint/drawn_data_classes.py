"""The classes of data as a page of the documentation, drawn from what the program itself declares."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils import translation

from sociopoint.data_classes import (
    KEPT_OTHERWISE,
    OF_LIBRARIES,
    SHUT,
    Column,
    DataClass,
    Table,
    class_of,
    declared_of,
    every_column,
)

PAGE = Path(settings.BASE_DIR) / "docs" / "reference" / "data-classes.md"
OURS = ("sociopoint", "situations", "catalogue", "network", "inquiries")
HEAD = """# Classes of data

Drawn from the modules `data_classes` by `manage.py draw_data_classes`; tests fail when the two differ, when a column has no
class, and when one is kept otherwise than its class says.

| class | what | in the database | in logs, addresses, indexes, the admin's lists, tables to download | kept |
| --- | --- | --- | --- | --- |
| P0 | public: the catalogue, situations, handbooks, news | readable | yes | while it holds |
| P1 | internal: coded facts, tasks, minutes, indicators, code lists | readable | numbers of rows only in logs; the rest by role | by the city's filing plan |
| P2c | personal, of people who act for an organisation or work here: name and contact at work | readable, they are there to be found | never in logs; within what each chose to show | while they hold their position |
| P2 | personal, of people who ask | encrypted, found by keyed hashes only | never | a contact at most 60 days after the inquiry; a report of an error a year; a subscriber until they end it |
| P3 | special: words of people and about them | encrypted | never; handed out by a request of the data subject, with a reason | words of an inquiry a year, a crisis two; a letter until it left; a consent and a request as long as they must be proved |
| P4 | secret: passwords, seeds, codes, links | hashed, or encrypted | never | while it is valid |

What is coded (numbers, days, choices, links to other rows) has the class of its table. Every column that can hold words, a
file or a key is named. A history table (`…Event`) has the classes of the table it is the history of; no table with a P2 or
P3 column has one. A table that only links two others has the class of the one it belongs to. What the cache keeps (used
codes of authenticators, counted tries of allauth) is kept under hashed names and for minutes.
"""
LINE = "| {} | {} | {} |"


def page() -> str:
    with translation.override("en"):
        return "\n".join([HEAD, *_tables(), *_otherwise()]) + "\n"


def _tables() -> Iterator[str]:
    """One row a table: its coded class, and its named columns by class; shut ones in bold."""
    columns: dict[Table, list[Column]] = {}
    for model, column in every_column():
        if not hasattr(model, "pgh_tracked_model") and not model._meta.auto_created:
            columns.setdefault(model, []).append(column)
    for app in (*OURS, "libraries"):
        rows = sorted(
            (model for model in columns if _app_of(model) == app), key=lambda one: (one._meta.app_label, one.__name__)
        )
        yield from (f"## {app}", "", "| table | coded | words, files, keys |", "| --- | --- | --- |")
        yield from (_row(model, columns[model]) for model in rows)
        yield ""


def _app_of(model: Table) -> str:
    return "libraries" if model._meta.label_lower in OF_LIBRARIES else model._meta.app_label


def _row(model: Table, columns: list[Column]) -> str:
    found = declared_of(model)
    named: dict[DataClass, list[str]] = {}
    for column in columns:
        one = class_of(model, column)
        if one and found and column.name in found.words:
            named.setdefault(one, []).append(f"**{column.name}**" if one in SHUT else column.name)
    words = "; ".join(f"{one.value}: {', '.join(names)}" for one, names in sorted(named.items()))
    return LINE.format(f"`{model._meta.label}`", found.coded.value if found else "", words or "none")


def _otherwise() -> Iterator[str]:
    yield from ("## Secrets kept otherwise than encrypted or hashed by us", "")
    yield from (f"- `{name}`: {why}." for name, why in KEPT_OTHERWISE.items())
