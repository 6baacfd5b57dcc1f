"""What a new version of the program changed in the database, in the words of who keeps it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sociopoint.shipped.shapes import Shape


@dataclass
class News:
    new: Counter[str] = field(default_factory=Counter)
    deleted: Counter[str] = field(default_factory=Counter)
    followed: list[str] = field(default_factory=list)
    stayed: list[str] = field(default_factory=list)
    no_longer: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def came(self, shape: Shape, number: int) -> None:
        self.new[_plural(shape)] += number

    def went(self, shape: Shape, number: int) -> None:
        self.deleted[_plural(shape)] += number

    def could_not_come(self, shape: Shape, key: str) -> None:
        self.refused.append(f"{capfirst(str(shape.model._meta.verbose_name))} „{key}“")

    def changed(self, shape: Shape, pk: Any, facts: Iterable[str]) -> None:
        self.followed.append(_said(shape, pk, facts))

    def kept(self, shape: Shape, pk: Any, facts: Iterable[str]) -> None:
        self.stayed.append(_said(shape, pk, facts))

    def gone(self, shape: Shape, pk: Any, *, hidden: bool) -> None:
        self.no_longer.append(f"{_name(shape, pk)}: {_('zveřejnění jsme zrušili') if hidden else _('zůstává')}")

    def __bool__(self) -> bool:
        return any((self.new, self.deleted, self.followed, self.stayed, self.no_longer, self.refused))

    def text(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        for title, counted in ((_("Nově přibylo:"), self.new), (_("Zmizelo:"), self.deleted)):
            if number := sum(counted.values()):
                yield f"{title} {number} ({', '.join(f'{name}: {count}' for name, count in counted.items() if count)})"
        for title, listed in (
            (_("Změněno podle nové verze:"), self.followed),
            (_("Ponecháno, jak jste to napsali vy (nová verze říká něco jiného):"), self.stayed),
            (_("Nová verze už nemá:"), self.no_longer),
            (_("Přidat nejde, stojí tomu v cestě jiný záznam:"), self.refused),
        ):
            if listed:
                yield f"{title} {len(listed)}"
                yield from (f"  {line}" for line in listed)


def _said(shape: Shape, pk: Any, facts: Iterable[str]) -> str:
    titles = dict.fromkeys(shape.title(fact) for fact in facts)
    return f"{_name(shape, pk)}: {', '.join(titles)}"


def _name(shape: Shape, pk: Any) -> str:
    row = shape.model._default_manager.get(pk=pk)
    return f"{capfirst(str(shape.model._meta.verbose_name))} „{row}“"


def _plural(shape: Shape) -> str:
    return str(shape.model._meta.verbose_name_plural)
