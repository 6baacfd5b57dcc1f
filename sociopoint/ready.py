"""Pieces of pages that stay the same until facts change: rendered once, kept, and filled where they differ each time.

A template rendered for keeping gets `HOLE` in place of each value that differs; the holes are filled in their order.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.template import Context, Engine
from django.utils.safestring import SafeString

Value = TypeVar("Value")
HOLE = "\x00"  # cannot come with the data: PostgreSQL keeps no such character in a text


@dataclass(frozen=True, slots=True)
class Piece:
    """Rendered HTML around its holes (as bytes: half the size of Czech text in Python)."""

    parts: tuple[bytes, ...]

    @property
    def without_breaks(self) -> Piece:
        """The same without line breaks before tags: nothing to see, and twenty times a page some bytes saved."""
        return Piece(tuple(re.sub(rb"\n+<", b"<", part) for part in self.parts))

    @property
    def holes(self) -> int:
        return len(self.parts) - 1

    def filled(self, *texts: str) -> SafeString:
        """The HTML with each text in its hole, escaped unless it is HTML. Raises ValueError unless every hole has its text."""
        if len(texts) != self.holes:
            raise ValueError(f"{self.holes} holes and {len(texts)} texts")
        pieces = [self.parts[0].decode()]
        for text, part in zip(texts, self.parts[1:], strict=True):
            # What `conditional_escape` does, without its care for lazy texts: a page fills a hundred holes.
            pieces += (text if isinstance(text, SafeString) else html.escape(text), part.decode())
        return SafeString("".join(pieces))


class Shelf:
    """Pieces by what they are, each made when it is first asked for. Nothing takes them off, so kinds of key must be few."""

    def __init__(self) -> None:
        self._pieces: dict[Hashable, Piece] = {}

    def piece(self, key: Hashable, make: Callable[[], Piece]) -> Piece:
        if (piece := self._pieces.get(key)) is None:
            piece = self._pieces[key] = make()
        return piece


class Kept(Generic[Value]):
    """Values that are true as long as a version lasts; of the rest the `most` used last."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._version: Hashable = None
        self._values: dict[Hashable, Value] = {}

    def get(self, version: Hashable, key: Hashable) -> Value | None:
        """None where nothing is kept, or only of another version."""
        if version != self._version:
            self._values.clear()
            self._version = version
        if (value := self._values.pop(key, None)) is not None:
            self._values[key] = value  # the last again
        return value

    def put(self, version: Hashable, key: Hashable, value: Value) -> None:
        """`version`: as it was before the value was read, so that a change meanwhile makes it old."""
        if version != self._version:
            return
        self._values[key] = value
        if len(self._values) > self._most:
            del self._values[next(iter(self._values))]


def render_piece(template: str, context: dict[str, Any]) -> Piece:
    """The template rendered for keeping: it sees only what is given, neither the request nor the user."""
    text = Engine.get_default().get_template(template).render(Context(context))
    return Piece(tuple(part.encode() for part in text.split(HOLE)))
