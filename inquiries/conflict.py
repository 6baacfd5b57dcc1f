"""Two workers on one inquiry: both versions side by side, the choice field by field, and both texts of a note if wanted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from inquiries.entries import Entry
from inquiries.forms.inquiry import InquiryForm, initial_of

KEPT = "keep-"
THEIRS, MINE, BOTH = "theirs", "mine", "both"
OURS_ONLY = ("line", "version", "submission", "started_at", "note_seen", "other_place")
"""Fields that are no part of the record."""


@dataclass(frozen=True)
class Difference:
    """One field in which the versions differ, in words; a note may keep both."""

    name: str
    label: str
    mine: str
    theirs: str
    may_keep_both: bool


def conflict_context(form: InquiryForm, stored: Entry, version: int, fields: QueryDict) -> dict[str, Any]:
    """What `inquiries/conflict.html` prints; all that was posted travels on in hidden fields."""
    posted = [
        (name, value)
        for name, values in fields.lists()
        for value in values
        if name not in ("csrfmiddlewaretoken", "version", "do") and not name.startswith(KEPT)
    ]
    return {
        "differences": list(_differences(form, initial_of(stored))),
        "posted": posted,
        "version": version,
        "verb": fields.get("do", "save"),
    }


def keep_chosen(fields: QueryDict, stored: Entry) -> None:
    """Put into the posted fields what the worker chose of the other version on the page of a conflict."""
    choices = {name.removeprefix(KEPT): value for name, value in fields.items() if name.startswith(KEPT)}
    if not choices:
        return
    theirs = initial_of(stored)
    for name, chosen in choices.items():
        value = theirs.get(name, "")
        if chosen == BOTH and name == "note":
            fields["note"] = f"{value}\n\n{fields.get('note', '')}".strip()
        elif chosen == THEIRS and name not in OURS_ONLY:
            _put(fields, name, value)
    for name in [name for name in fields if name.startswith(KEPT)]:
        del fields[name]


def _put(fields: QueryDict, name: str, value: Any) -> None:
    if isinstance(value, list):
        fields.setlist(name, value)
    elif value is False or value is None or value == "":
        fields.pop(name, None)
    else:
        fields[name] = "on" if value is True else str(value)


def _differences(form: InquiryForm, theirs: dict[str, Any]) -> Iterator[Difference]:
    for name, field in form.fields.items():
        if name in OURS_ONLY:
            continue
        mine, other = form[name].value(), theirs.get(name)
        if _plain(mine) == _plain(other) or (not _plain(mine) and _plain(other) == _plain(field.initial)):
            continue
        label = str(field.label)
        yield Difference(name, label, _words(field, mine), _words(field, other), may_keep_both=name == "note")


def _plain(value: Any) -> Any:
    """Comparable: as text, with nothing for every kind of nothing."""
    if isinstance(value, list | tuple):
        return sorted(str(one) for one in value)
    if value in (None, False, ""):
        return ""
    return "on" if value is True else str(value).replace("\r\n", "\n")


def _words(field: Any, value: Any) -> str:
    """A value as people read it."""
    offered = {str(code): str(words) for code, words in _flat(getattr(field, "choices", ()))}
    values = value if isinstance(value, list | tuple) else [value]
    if value is True or value == "on":
        return _("ano")
    said = [offered.get(str(one), str(one)) for one in values if one not in (None, False, "")]
    return ", ".join(said) or _("nic")


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for code, words in choices:
        if isinstance(words, list | tuple):
            yield from words
        else:
            yield code, words
