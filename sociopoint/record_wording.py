"""Changes of a record in the words of an administrator: which field, from what, to what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Field, Model
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sociopoint.models import User
from sociopoint.record_history import NOT_A_FACT, Change, Row, Step, referred

NOTHING = "–"
LONGEST = 300


@dataclass(frozen=True)
class Line:
    what: str
    before: str
    after: str


@dataclass(frozen=True)
class StepInWords:
    key: str
    at: datetime
    who: str
    lines: list[Line]


def steps_in_words(steps: Sequence[Step]) -> list[StepInWords]:
    """A query for the users and one for each table the changes refer to."""
    names = _Names(change for step in steps for change in step.changes)
    people = {user.pk: str(user) for user in User.objects.filter(pk__in={step.user for step in steps if step.user})}
    return [
        StepInWords(step.key, timezone.localtime(step.at), _who(step, people), _lines(step.changes, names))
        for step in steps
    ]


def changes_in_words(changes: Sequence[Change]) -> list[Line]:
    return _lines(changes, _Names(changes))


def _who(step: Step, people: dict[int, str]) -> str:
    if step.user:
        return people.get(step.user, _("zrušený účet"))
    if step.command == "import_register":
        return _("import registru")
    if step.command == "load_ostrava":
        return _("nová verze programu")
    return _("program")


class _Names:
    """The names of rows in other tables, by table and key."""

    def __init__(self, changes: Iterable[Change]) -> None:
        self._by_table = {
            model: {row.pk: str(row) for row in model._default_manager.filter(pk__in=pks)} if pks else {}
            for model, pks in referred(changes).items()
        }

    def of(self, model: type[Model], pk: object) -> str:
        return self._by_table.get(model, {}).get(pk, f"č. {pk}")


def _lines(changes: Iterable[Change], names: _Names) -> list[Line]:
    return [line for change in changes for line in _lines_of(change, names)]


def _lines_of(change: Change, names: _Names) -> Iterable[Line]:
    part = change.part
    kind = capfirst(str(part.model._meta.verbose_name))
    if change.label == "insert":
        yield Line(_("%(kind)s: přidáno") % {"kind": kind}, NOTHING, _title(change, change.after or {}, names))
    elif change.label == "delete":
        yield Line(_("%(kind)s: smazáno") % {"kind": kind}, _title(change, change.before or {}, names), NOTHING)
    else:
        before, after = change.before or {}, change.after or {}
        for column in part.model._meta.concrete_fields:
            if column.attname in NOT_A_FACT or column.attname not in change.columns:
                continue
            what = capfirst(str(column.verbose_name))
            if part.owner:
                what = f"{kind} „{_title(change, before, names)}“: {column.verbose_name}"
            yield Line(what, shown(column, before, names), shown(column, after, names))


def _title(change: Change, row: Row, names: _Names) -> str:
    """What a row is called: the other side of a link, else as the row calls itself."""
    model = change.part.model
    if change.part.title:
        column = model._meta.get_field(change.part.title.removesuffix("_id"))
        if isinstance(other := column.related_model, type):
            return names.of(other, row.get(change.part.title))
    return str(model(**row))


def shown(column: Field[Any, Any], row: Row, names: _Names) -> str:
    """A value as a person reads it."""
    value = row.get(column.attname)
    if value is None or value == "" or value == []:
        return NOTHING
    if isinstance(other := column.related_model, type):
        return names.of(other, value)
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    return _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return _("ano") if value else _("ne")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j. n. Y H:i")
    if isinstance(value, date):
        return date_format(value, "j. n. Y")
    if isinstance(value, float):
        return number_format(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    text = str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
