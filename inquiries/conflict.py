"""Two workers on one inquiry: what stood there before, both versions beside it, and the choice field by field.

The form carries what it was made from (`seal`), so the page knows who changed what: a field that one of the two left alone
comes chosen by itself, and only where both wrote something else must somebody decide. Words are not chosen but written: both
texts can be read, and the field under them holds what is to stand, of a note both. Only what this page showed is ever kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms import CharField, DateField
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from inquiries.entries import Entry
from inquiries.forms.inquiry import MOST_NEEDS, InquiryForm, initial_of
from sociopoint.secrecy import Unreadable, decrypt_text, encrypt_text

KEPT = "keep-"
THEIRS, MINE, BOTH = "theirs", "mine", "both"
OURS_ONLY = ("line", "version", "base", "submission", "started_at", "note_seen", "other_place")
"""Fields that are no part of the record."""
NEEDS = "needs"
OF_NEEDS = tuple(f"{name}_{place}" for place in range(MOST_NEEDS) for name in ("situation", "outcome"))
"""Chosen as one: a situation of one version with the outcome of the other would be nobody's."""
Plain = str | list[str]


@dataclass(frozen=True)
class Difference:
    """One field in which the versions differ, in words. `before` is None where nobody knows what stood there; `chosen` is the
    side that is to hold; `written` is what stands of it in a field of words, None where a side is ticked. A clash is what
    both changed."""

    name: str
    label: str
    before: str | None
    mine: str
    theirs: str
    chosen: str
    written: str | None
    is_long: bool

    @property
    def is_clash(self) -> bool:
        return self.before is None or self.before not in (self.mine, self.theirs)


def seal(entry: Entry) -> str:
    """What a form of this entry holds, for the form to carry: only the server can open it, or make it."""
    values = {name: _plain(value) for name, value in initial_of(entry).items() if name not in OURS_ONLY}
    return encrypt_text(json.dumps({name: value for name, value in values.items() if value}, ensure_ascii=False))


def opened(token: str) -> dict[str, Plain] | None:
    """What the form was made from; None where it carries nothing that can be read."""
    if not token:
        return None
    try:
        values: dict[str, Plain] = json.loads(decrypt_text(token))
    except (Unreadable, ValueError):
        return None
    return values


def conflict_context(form: InquiryForm, stored: Entry, version: int, fields: QueryDict) -> dict[str, Any]:
    """What `inquiries/conflict.html` prints; all that was posted travels on, made from `stored` from now on: words in which
    the versions differ in fields of their own, the rest in hidden ones."""
    differences = list(_differences(form, opened(fields.get("base", "")), initial_of(stored)))
    in_sight = {one.name for one in differences if one.written is not None}
    posted = [
        (name, value)
        for name, values in fields.lists()
        for value in values
        if name not in ("csrfmiddlewaretoken", "version", "base", "do", *in_sight) and not name.startswith(KEPT)
    ]
    return {
        "clashes": [one for one in differences if one.is_clash],
        "settled": [one for one in differences if not one.is_clash],
        "posted": posted,
        "version": version,
        "base": seal(stored),
        "verb": fields.get("do", "save"),
    }


def keep_chosen(fields: QueryDict, stored: Entry) -> None:
    """Put into the posted fields what the worker chose of the other version on the page of a conflict: as that page showed it,
    whatever stands there by now. `stored` serves a page that does not tell (`record` then sees that it is of an old version)."""
    choices = {name.removeprefix(KEPT): value for name, value in fields.items() if name.startswith(KEPT)}
    if not choices:
        return
    shown = opened(fields.get("base", ""))
    theirs: Mapping[str, Any] = initial_of(stored) if shown is None else shown
    for name, chosen in choices.items():
        if chosen == THEIRS and name not in OURS_ONLY:
            for one in OF_NEEDS if name == NEEDS else (name,):
                _put(fields, one, theirs.get(one, ""))
    for name in [name for name in fields if name.startswith(KEPT)]:
        del fields[name]


def _put(fields: QueryDict, name: str, value: Any) -> None:
    if isinstance(value, list):
        fields.setlist(name, value)
    elif value is False or value is None or value == "":
        fields.pop(name, None)
    else:
        fields[name] = "on" if value is True else str(value)


def _differences(
    form: InquiryForm, before: Mapping[str, Plain] | None, theirs: Mapping[str, Any]
) -> Iterator[Difference]:
    sides: list[Callable[[str], Any]] = [lambda name: form[name].value(), theirs.get]
    if before is not None:
        sides.append(before.get)
    singles = [name for name in form.fields if name not in (*OURS_ONLY, *OF_NEEDS)]
    for name, label, parts in (
        (NEEDS, _("Situace"), OF_NEEDS),
        *((name, str(form.fields[name].label), (name,)) for name in singles),
    ):
        mine, other, *old = ([_or_usual(form, part, side(part)) for part in parts] for side in sides)
        if mine == other:
            continue
        words = [_said(form, parts, values) for values in (mine, other, *old)]
        chosen = _chosen(mine, other, old[0] if old else None, may_keep_both=name == "note")
        yield Difference(
            name=name,
            label=label,
            before=words[2] if old else None,
            mine=words[0],
            theirs=words[1],
            chosen=chosen,
            written=_written(chosen, str(mine[0]), str(other[0])) if name in _words_of(form) else None,
            is_long=name == "note",
        )


def _words_of(form: InquiryForm) -> set[str]:
    """Fields in which somebody writes; of the others a side is ticked."""
    return {name for name, field in form.fields.items() if isinstance(field, CharField) and name not in OURS_ONLY}


def _written(chosen: str, mine: str, theirs: str) -> str:
    return {MINE: mine, THEIRS: theirs, BOTH: f"{theirs}\n\n{mine}"}[chosen]


def _chosen(mine: list[Plain], theirs: list[Plain], before: list[Plain] | None, *, may_keep_both: bool) -> str:
    """The side of whoever changed it; where both did, both texts of a note, else what I wrote."""
    if before is not None and before == mine:
        return THEIRS
    if before is not None and before == theirs:
        return MINE
    return BOTH if may_keep_both and mine[0] and theirs[0] else MINE


def _or_usual(form: InquiryForm, name: str, value: Any) -> Plain:
    """Comparable: nothing said is what the field says by itself."""
    return _plain(value) or _plain(form.fields[name].initial)


def _plain(value: Any) -> Plain:
    """As text, with nothing for every kind of nothing."""
    if isinstance(value, list | tuple):
        return sorted(str(one) for one in value)
    if value in (None, False, ""):
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return "on" if value is True else str(value).replace("\r\n", "\n")


def _said(form: InquiryForm, names: tuple[str, ...], values: list[Plain]) -> str:
    """Values as people read them; of needs each situation with how it turned out."""
    if len(names) == 1:
        return _words(form.fields[names[0]], values[0])
    pairs = [(names[at], values[at], names[at + 1], values[at + 1]) for at in range(0, len(names), 2)]
    said = [
        f"{_words(form.fields[situation], which)} ({_words(form.fields[outcome], how)})"
        for situation, which, outcome, how in pairs
        if which
    ]
    return ", ".join(said) or _("nic")


def _words(field: Any, value: Plain) -> str:
    """A value as people read it."""
    if value == "on":
        return _("ano")
    offered = {str(code): str(words) for code, words in _flat(getattr(field, "choices", ()))}
    values = value if isinstance(value, list) else [value]
    said = [offered.get(one, _day(field, one)) for one in values if one]
    return ", ".join(said) or _("nic")


def _day(field: Any, value: str) -> str:
    if not isinstance(field, DateField):
        return value
    try:
        return date_format(date.fromisoformat(value), "j. n. Y")
    except ValueError:
        return value


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for code, words in choices:
        if isinstance(words, list | tuple):
            yield from words
        else:
            yield code, words
