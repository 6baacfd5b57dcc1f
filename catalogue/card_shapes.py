"""The HTML of a card without rendering its template each time: cards of one shape differ in their texts alone.

A shape says which lines a card has and which icons stand beside them. The template is rendered once for each, with a named
gap in place of every text; filling the gaps takes a tenth of rendering, which is what a question that nobody asked before
pays for twenty cards that nobody has seen.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from functools import lru_cache

from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from catalogue.cards import Card, FormLine, Freshness
from sociopoint.context import Desk, desk
from sociopoint.ready import HOLE, Piece, render_piece

SHAPES_KEPT = 512
"""Of a whole country's cards there are some two hundred, in each language."""
MAY_LACK = (
    "section",
    "kind_name",
    "organisation_name",
    "summary",
    "phone_as_read",
    "dialled",
    "phone_label",
    "for_whom",
    "price",
)
"""Texts that some cards lack."""
LEFT_OPEN = ("where_line", "hours_line", "list_line")
"""What differs between two people who see the card: holes of the finished piece."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """Which texts of a card are there at all."""

    texts: frozenset[str]
    icons: tuple[str, ...]
    news: int
    level: str


@dataclass(frozen=True, slots=True)
class _Outline:
    """The template of a shape around its gaps, and the name of the text that belongs in each."""

    parts: tuple[str, ...]
    gaps: tuple[str, ...]

    def filled(self, texts: dict[str, str]) -> Piece:
        pieces = [self.parts[0]]
        for gap, part in zip(self.gaps, self.parts[1:], strict=True):
            text = texts[gap]
            pieces += (text if isinstance(text, SafeString) else html.escape(text), part)
        return Piece(tuple(part.encode() for part in "".join(pieces).split(HOLE)))


def card_html(card: Card) -> Piece:
    """The card with holes for its place, the hours and the list."""
    texts = _texts_of(card)
    shape = _Shape(
        frozenset(name for name, text in texts.items() if text),
        tuple(form.icon for form in card.forms),
        len(card.news),
        card.freshness.level,
    )
    return _outline(shape, desk(), get_language(), get_script_prefix()).filled(texts)


def _texts_of(card: Card) -> dict[str, str]:
    texts = {
        "number": card.number,
        "section": card.section,
        "kind_name": card.kind_name,
        "url": card.url,
        "name": card.name,
        "organisation_name": card.organisation_name,
        "summary": card.summary,
        "dialled": card.dialled,
        "phone_as_read": card.phone_as_read,
        "phone_label": card.phone_label,
        "for_whom": card.for_whom,
        "price": card.price,
        "freshness": card.freshness.text,
        **dict.fromkeys(LEFT_OPEN, HOLE),
    }
    texts |= {f"form {number}": form.text for number, form in enumerate(card.forms)}
    return texts | {f"news {number}": line for number, line in enumerate(card.news)}


@lru_cache(SHAPES_KEPT)
def _outline(shape: _Shape, _desk: Desk, _language: str | None, _prefix: str) -> _Outline:
    gaps = {name: f"{HOLE}{name}{HOLE}" for name in shape.texts}
    shown = {
        **dict.fromkeys(MAY_LACK, ""),
        **gaps,
        "forms": [FormLine(icon, gaps[f"form {number}"]) for number, icon in enumerate(shape.icons)],
        "news": [gaps[f"news {number}"] for number in range(shape.news)],
        "freshness": Freshness(shape.level, gaps["freshness"]),
    }
    lines = {name: gaps[name] for name in LEFT_OPEN}
    rendered = render_piece("catalogue/_card.html", {"card": shown, "desk": _desk, **lines}).without_breaks
    texts = [part.decode() for part in rendered.parts]
    return _Outline(tuple(texts[::2]), tuple(texts[1::2]))
