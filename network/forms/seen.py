"""What a form showed when it was opened: what nobody touched in it does not put back what was changed meanwhile.

A digest of each text travels with the form. Two who write into one record at once, the nightly register, or a place that was
founded after the form was opened then lose nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError

from catalogue.proposable import Fact, Shape
from network.hours_by_day import CLOSED_ON_HOLIDAYS, days_of, notation_of

NAME = "videno"
LONGEST = 40_000
Seen = Mapping[str, str]
"""Name -> digest of its text."""


def hidden_field() -> forms.CharField:
    return forms.CharField(required=False, max_length=LONGEST, widget=forms.HiddenInput)


def written(texts: Mapping[str, str]) -> str:
    """`summary:1f0c9a3b phones:…` of the texts the form begins with, each as it would come back untouched."""
    return " ".join(f"{name}:{_digest(text)}" for name, text in texts.items())


def read(text: str) -> Seen:
    """Empty for what is not ours: then the form is taken at its word."""
    pairs = (part.rpartition(":") for part in text.split())
    return {name: digest for name, _colon, digest in pairs if name}


def is_left_as_it_was(seen: Seen, name: str, *, now: str, after: str) -> bool:
    """Whether it is another than the form showed and whoever sent it wrote nothing there, or could not see it at all."""
    if not seen:
        return False
    shown = seen.get(name)
    return shown is None or (shown == _digest(after) and shown != _digest(now))


def was_changed(seen: Seen, name: str, *, now: str) -> bool:
    """Whether somebody wrote something else there since the form showed it."""
    return name in seen and seen[name] != _digest(now)


def as_sent_back(fact: Fact, text: str) -> str:
    """A fact as the form of a record returns it: hours are typed a day a line, words lose spaces at their ends."""
    if fact.shape in (Shape.LINE, Shape.TEXT):
        return "\n".join(line.rstrip() for line in text.strip().splitlines())
    days = days_of(text) if fact.shape is Shape.HOURS else None
    if days is None:
        return text
    try:
        return notation_of(days, closed_on_holidays=CLOSED_ON_HOLIDAYS in text, by_appointment=False)
    except ValidationError:
        return text


def _digest(text: str) -> str:
    return hashlib.blake2s(text.encode(), digest_size=4).hexdigest()
