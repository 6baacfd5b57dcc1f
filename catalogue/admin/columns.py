"""How single columns of a table are read and written: the values in Czech, the errors too."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from django.db.models import Model, TextChoices
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.widgets import Widget

from catalogue.opening_written import read_hours

YES_NO = {"ano": True, "ne": False, "": None}
SEPARATOR = "; "


class TextWidget(Widget):  # type: ignore[misc]  # import_export has no types
    def clean(self, value: str, row: Any = None, **kwargs: Any) -> Any:
        return value.replace("\r\n", "\n").strip()

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(value).replace("\r\n", "\n")


class NumberWidget(TextWidget):
    def clean(self, value: str, row: Any = None, **kwargs: Any) -> int | None:
        written = value.replace("\u00a0", "").replace(" ", "")
        if not written:
            return None
        if not re.fullmatch(r"\d{1,9}", written):
            raise ValueError(_("„%(value)s“ není celé číslo.") % {"value": value})
        return int(written)


class DecimalWidget(TextWidget):
    def clean(self, value: str, row: Any = None, **kwargs: Any) -> Decimal:
        try:
            return Decimal(value.strip().replace(",", ".").replace("−", "-"))
        except InvalidOperation as error:
            raise ValueError(_("„%(value)s“ není číslo.") % {"value": value}) from error


class YesNoWidget(TextWidget):
    """Empty = not known, where the column allows it."""

    def __init__(self, *, may_be_unknown: bool) -> None:
        super().__init__()
        self.may_be_unknown = may_be_unknown

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> bool | None:
        written = value.strip().lower()
        if written not in YES_NO or (not written and not self.may_be_unknown):
            raise ValueError(_("Napište „ano“ nebo „ne“, ne „%(value)s“.") % {"value": value})
        return YES_NO[written]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return {True: "ano", False: "ne"}.get(value, "")


class DayWidget(TextWidget):
    """Written 2026-11-22; read also 22. 11. 2026, which is what Excel makes of it."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> date | None:
        written = re.sub(r"\s", "", value)
        if not written:
            return None
        for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
            try:
                return datetime.strptime(written, pattern).date()  # noqa: DTZ007  a day has no zone
            except ValueError:
                continue
        raise ValueError(_("„%(value)s“ není datum. Pište např. 22. 11. 2026.") % {"value": value})

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.isoformat() if value else ""


class ChoiceWidget(TextWidget):
    """By its Czech name; the code is understood too."""

    def __init__(self, choices: type[TextChoices], *, may_be_empty: bool = False) -> None:
        super().__init__()
        self.names = {str(choice.value): str(choice.label) for choice in choices} | ({"": ""} if may_be_empty else {})

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> str:
        written = value.strip()
        for code, name in self.names.items():
            if written.lower() in (code.lower(), name.lower()):
                return code
        raise ValueError(
            _("„%(value)s“ neznáme. Vyberte z: %(choices)s.")
            % {"value": value, "choices": ", ".join(filter(None, self.names.values()))}
        )

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return self.names.get(value, str(value or ""))


class HoursWidget(TextWidget):
    def clean(self, value: str, row: Any = None, **kwargs: Any) -> str:
        return read_hours(value)


class CodesWidget(TextWidget):
    """A column of codes; those of a table are checked against it."""

    def __init__(self, model: type[Model] | None = None, column: str = "") -> None:
        super().__init__()
        self.model, self.column = model, column
        self._known: set[str] | None = None

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> list[str]:
        codes = list(dict.fromkeys(part for part in re.split(r"[;,\s]+", value.strip()) if part))
        if self.model is not None:
            if self._known is None:
                self._known = set(self.model._default_manager.values_list(self.column, flat=True))
            if wrong := [code for code in codes if code not in self._known]:
                raise ValueError(_("„%(value)s“ v katalogu není.") % {"value": wrong[0]})
        return codes

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return SEPARATOR.join(value or ())


class RowWidget(TextWidget):
    """A row of another table by one of its columns; the table is read once an import."""

    def __init__(self, model: type[Model], column: str) -> None:
        super().__init__()
        self.model, self.column = model, column
        self._rows: dict[str, Model] | None = None

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> Model | None:
        if not value.strip():
            return None
        if self._rows is None:
            self._rows = {str(getattr(found, self.column)): found for found in self.model._default_manager.all()}
        found = self._rows.get(value.strip())
        if found is None:
            raise ValueError(_("„%(value)s“ v katalogu není.") % {"value": value})
        return found

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(getattr(value, self.column)) if value else ""


@dataclass(frozen=True)
class ListColumn:
    """Several values in one cell; their order does not matter."""

    heading: str
    says: Callable[[Any], list[str]]
    """The values of an instance as text."""
    understands: Callable[[str], str]
    """One text as `says` would put it; ValueError with a sentence when it is none."""
    write: Callable[[Any, list[str]], None]

    def text(self, instance: Any) -> str:
        return SEPARATOR.join(sorted(self.says(instance)))

    def parse(self, cell: str) -> list[str]:
        parts = (part.strip() for part in re.split(r"[;\n]", cell))
        return list(dict.fromkeys(self.understands(part) for part in parts if part))


def column(attribute: str, heading: str, widget: Widget | None = None) -> Any:
    return Field(attribute=attribute, column_name=heading, widget=widget or TextWidget())


def links(heading: str, attribute: str, model: type[Model], code: str) -> ListColumn:
    """Rows of a code list joined many to many, by their codes; the list is read when first asked for."""

    @cache
    def known() -> dict[str, Any]:
        return {str(getattr(row, code)): row for row in model._default_manager.all()}

    def understands(text: str) -> str:
        if text not in known():
            raise ValueError(_("„%(value)s“ v katalogu není.") % {"value": text})
        return text

    def write(instance: Any, texts: list[str]) -> None:
        getattr(instance, attribute).set([known()[text] for text in texts])

    return ListColumn(
        heading, lambda row: [str(getattr(o, code)) for o in getattr(row, attribute).all()], understands, write
    )
