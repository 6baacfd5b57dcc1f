"""What ships with the program, in a database that outlives its versions: new rows come, facts nobody touched follow the
new version, and what people changed stays and is reported.

Compared three ways, as the national register is: what the last version shipped (`ShippedTable`), what this one ships, what
the database holds. A database older than that memory knows from its history of changes what people touched. What is
written, here too, is told in the history, and can be undone there: then it is people's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pghistory
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction

from sociopoint.models import ShippedTable
from sociopoint.shipped.reading import COMMAND, Held, held, touched
from sociopoint.shipped.report import News
from sociopoint.shipped.shapes import Content, Gone, Shape, key_of
from sociopoint.shipped.writing import Writer

NOT_KNOWN = object()
"""Differs from every value: a fact that somebody touched, and nobody knows how it was."""


@dataclass
class Followed:
    """Keys of rows in the database."""

    created: list[Any] = field(default_factory=list)
    changed: list[Any] = field(default_factory=list)

    @property
    def all(self) -> list[Any]:
        return [*self.created, *self.changed]


def follow(shape: Shape, rows: list[Content], news: News) -> Followed:
    """`rows` of this version, each with its key. Nothing is written when nothing is new."""
    with transaction.atomic(), pghistory.context(command=COMMAND):
        return _Following(shape, rows, news).run()


class _Following:
    def __init__(self, shape: Shape, rows: list[Content], news: News) -> None:
        self.shape, self.news, self.writer, self.done = shape, news, Writer(), Followed()
        self.keys = {key_of(row[name] for name in shape.key): {name: row[name] for name in shape.key} for row in rows}
        self.says = {key: _facts(shape, row) for key, row in zip(self.keys, rows, strict=True)}
        self.rows = held(shape)
        self.refused: set[str] = set()
        stored = ShippedTable.objects.select_for_update().filter(name=shape.name).first()
        self.said: dict[str, Content] = stored.content if stored else self._said_once()
        self.remembered = stored.content if stored else None

    def run(self) -> Followed:
        new = [key for key in self.says if key not in self.rows and key not in self.said]
        if self.shape.creates and new:
            self._create(new)
        for key, says in self.says.items():
            if key in self.rows:
                self._compare(self.rows[key], self.said.get(key, {}), says)
        for key in sorted(self.said.keys() - self.says.keys()):
            if key in self.rows:
                self._let_go(self.rows[key], self.said[key])
        shipped = {key: says for key, says in self.says.items() if key not in self.refused}
        if self.remembered != shipped:
            ShippedTable.objects.update_or_create(name=self.shape.name, defaults={"content": shipped})
        return self.done

    def _said_once(self) -> dict[str, Content]:
        """What was shipped, of a database that did not remember it: all that nobody touched, and what was deleted."""
        known = touched(self.shape, self.rows)
        said: dict[str, Content] = {key: {} for key in known.deleted}
        mark = self.shape.shipped_once
        once = (
            set()
            if mark is None
            else set(self.shape.model._default_manager.filter(**mark).values_list("pk", flat=True))
        )
        for key, row in self.rows.items():
            if key in self.says or row.pk in once:
                unknown = dict.fromkeys(known.unknown.get(row.pk, ()), NOT_KNOWN)
                said[key] = row.content | known.before.get(row.pk, {}) | unknown
        return said

    def _create(self, new: list[str]) -> None:
        contents = {key: self.says[key] for key in new}
        try:
            with transaction.atomic():
                created = self.writer.create(self.shape, contents, self.keys)
        except (IntegrityError, ObjectDoesNotExist):
            created = self._create_one_by_one(contents)
        self.done.created += created.values()
        if created:
            self.news.came(self.shape, len(created))

    def _create_one_by_one(self, contents: Mapping[str, Content]) -> dict[str, Any]:
        """What stands in the way of one (its organisation is gone, its number taken) does not stop the others."""
        created: dict[str, Any] = {}
        for key, content in contents.items():
            try:
                with transaction.atomic():
                    created |= self.writer.create(self.shape, {key: content}, self.keys)
            except (IntegrityError, ObjectDoesNotExist):
                self.refused.add(key)  # tried again next time
                self.news.could_not_come(self.shape, key)
        return created

    def _compare(self, row: Held, said: Content, says: Content) -> None:
        write, kept = {}, []
        vouched = bool(self.shape.vouched) and _differs(row.content, said, self.shape.vouched)
        for fact in self.shape.facts:
            holds, new = row.content[fact], says[fact]
            together = fact in self.shape.merged and isinstance(said.get(fact), list)
            if together:
                new = _merged(holds, said[fact], new)
            if new == holds or (fact in said and said[fact] == says[fact]):
                continue
            if vouched or (_differs(row.content, said, fact) and not together):
                kept.append(fact)
            else:
                write[fact] = new
        if write and not self._written(row, write):
            kept += write
            write = {}
        if write:
            self.done.changed.append(row.pk)
            self.news.changed(self.shape, row.pk, write)
        if kept:
            self.news.kept(self.shape, row.pk, kept)

    def _written(self, row: Held, facts: Content) -> bool:
        """False when what people wrote forbids it (a number taken, two dates in a wrong order)."""
        try:
            with transaction.atomic():
                self.writer.change(self.shape, row.pk, facts)
        except (IntegrityError, ObjectDoesNotExist):
            return False
        return True

    def _let_go(self, row: Held, said: Content) -> None:
        """A row that no longer ships: hidden or deleted only when nobody touched it."""
        if not self.shape.creates:
            return
        theirs = any(_differs(row.content, said, fact) for fact in self.shape.facts)
        if not theirs and self.shape.gone is Gone.HIDDEN:
            if row.content.get("published") is False:
                return
            self.writer.change(self.shape, row.pk, {"published": False})
            self.done.changed.append(row.pk)
        elif not theirs and self.shape.gone is Gone.DELETED:
            self.shape.model._default_manager.filter(pk=row.pk).delete()
            self.news.went(self.shape, 1)
            return
        self.news.gone(self.shape, row.pk, hidden=not theirs and self.shape.gone is Gone.HIDDEN)


def _facts(shape: Shape, row: Content) -> Content:
    return {name: row[name] for name in shape.facts}


def _differs(holds: Content, said: Content, fact: str) -> bool:
    return fact not in said or said[fact] is NOT_KNOWN or holds[fact] != said[fact]


def _merged(holds: list[str], said: list[str], says: list[str]) -> list[str]:
    """People's list with what the version added and without what it took back."""
    dropped = set(said) - set(says)
    return [*(word for word in holds if word not in dropped), *(w for w in says if w not in said and w not in holds)]
