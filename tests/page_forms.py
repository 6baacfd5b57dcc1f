"""The forms of a page, filled in as a hurried person would: something everywhere, whatever the label says."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from html.parser import HTMLParser

from django.contrib.auth.hashers import make_password
from django.utils import timezone

PASSWORD = "heslo, které je dost dlouhé"
OF_TYPE = {"email": "nekdo@sluzba.example", "url": "https://sluzba.example/", "time": "10:00", "password": PASSWORD}


@cache
def stored_password() -> str:
    """PASSWORD as an account keeps it; made once for all tests, since its hash is slow on purpose."""
    return make_password(PASSWORD)


@dataclass
class Field:
    """One control; `options` of a select, in their order."""

    name: str
    kind: str
    value: str = ""
    is_set: bool = False
    options: list[tuple[str, bool]] = field(default_factory=list)

    def filled(self, turn: int) -> list[str]:
        """What is sent of it; `turn` 0 and 1 differ, so that the second sending changes what the first wrote."""
        if self.kind == "hidden":
            return [self.value]
        if self.kind == "checkbox":
            return [self.value or "on"]
        if self.kind == "select":
            given = [value for value, _is_set in self.options if value]
            chosen = [value for value, is_set in self.options if is_set and value]
            return chosen if chosen and not turn else given[turn : turn + 1] or given[:1]
        return [self.value if self.value and not turn else self._words(turn)]

    def _words(self, turn: int) -> str:
        day = timezone.localdate() + timedelta(days=7 + turn)
        if self.kind in OF_TYPE:
            return OF_TYPE[self.kind]
        if self.kind == "date" or re.search(r"(_on|date|until|from|day|since)$", self.name):
            return day.isoformat()
        if re.search(r"time|starts|ends|hour", self.name):
            return "10:00"
        if "phone" in self.name:
            return f"603 000 00{turn}"
        if self.kind == "number" or re.search(r"count|minutes|number|capacity|seats|age|year|order", self.name):
            return str(1 + turn)
        return f"Zkouška {turn}"


@dataclass
class PageForm:
    method: str
    action: str
    fields: list[Field] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def sent(self, turn: int, button: tuple[str, str] | None) -> dict[str, list[str]]:
        """The form's values with one of its buttons pressed."""
        data: dict[str, list[str]] = {}
        for control in self.fields:
            if control.kind == "radio":
                data[control.name] = data.get(control.name) or [control.value]
                if control.is_set and not turn:
                    data[control.name] = [control.value]
            elif control.name != "csrfmiddlewaretoken":
                data.setdefault(control.name, []).extend(control.filled(turn))
        return data | ({button[0]: [button[1]]} if button else {})

    def sent_empty(self, button: tuple[str, str] | None) -> dict[str, list[str]]:
        """As by somebody who pressed the button at once: nothing chosen, nothing written."""
        data = {
            one.name: [one.value] if one.kind == "hidden" else [""]
            for one in self.fields
            if one.name != "csrfmiddlewaretoken" and one.kind not in ("radio", "checkbox")
        }
        return data | ({button[0]: [button[1]]} if button else {})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._by_id: dict[str, PageForm] = {}
        self._open: PageForm | None = None
        self._control: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = PageForm(told.get("method", "get").lower(), told.get("action", ""))
            self.forms.append(self._open)
            self._by_id[told.get("id", "")] = self._open
        elif tag == "option" and self._control:
            self._control.options.append((told.get("value", ""), "selected" in told))
        elif tag in ("input", "select", "textarea", "button"):
            form = self._by_id.get(told["form"]) if "form" in told else self._open
            if form and told.get("name"):
                self._take(form, tag, told)

    def _take(self, form: PageForm, tag: str, told: dict[str, str]) -> None:
        kind = told.get("type", "submit" if tag == "button" else "text") if tag in ("input", "button") else tag
        if kind == "submit":
            form.buttons.append((told["name"], told.get("value", "")))
        elif kind not in ("file", "button", "reset"):
            control = Field(told["name"], kind, told.get("value", ""), "checked" in told)
            form.fields.append(control)
            self._control = control if tag in ("select", "textarea") else None

    def handle_data(self, data: str) -> None:
        if self._control and self._control.kind == "textarea":
            self._control.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        if tag in ("select", "textarea"):
            self._control = None


def forms_of(page: str) -> list[PageForm]:
    reader = _Reader()
    reader.feed(page)
    return reader.forms
