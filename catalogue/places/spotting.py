"""A place inside a search sentence: "noclehárna Vítkovice", "pečovatelka v Českém Těšíně", "pecovatelska sluzba havirov".

Names that are ordinary words too (Most, Tábor, Nová Ves) count only where writing shows that a name is meant:
"kámoš spí pod mostem" is not in Most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalogue.places.found import (
    JOINED,
    SELECTED,
    Found,
    Match,
    Resolution,
    decide,
    read_match,
)
from catalogue.places.inflection import forms, is_form_of, stems
from catalogue.places.keys import SHORT
from catalogue.words import is_stop_word, plain
from sociopoint.prepared import PreparedStatement, text_array

LONGEST_SENTENCE = 500
MOST_WORDS = 60
LONGEST_NAME = 5
"""Words: `Rožnov pod Radhoštěm`, `Nové Město na Moravě`, `Brandýs nad Labem-Stará Boleslav`."""
MATCHES_READ = 400
SHORT_QUERY = 3
LONGEST_ABBREVIATED = 3
"""Letters before a point that belongs to the name: Ústí n. L., Hradec Kr."""
KNOWN_TOWN = 3_000
"""Prominence from which a name needs neither a capital letter nor a preposition."""

_WORD = re.compile(r"[^\W_]+")
_POSTCODE = re.compile(r"^(\d{3}) (\d{2})$")
_JOINED_PART = re.compile(r"[-–]\w+")
_NUMBER_OF_PRAHA = re.compile(r" \d{1,2}(?!\w)")
_PRAHA = forms("praha")
_ENDS_NAME = re.compile(r"[!?;:()„“\"\n]|\.\s")
_LEADS_TO_PLACE = frozenset(
    "v ve do z ze na u okres okrese okresu mesto meste mesta obec obci obce obvod obvodu kraj pobliz blizko okoli kolem"
    " nedaleko in near w we from around в у до з из біля около возле".split()
)
_BELONGS_TO_NAME = frozenset("okres okrese okresu mesto meste mesta obec obci obce obvod obvodu".split())
_MET = PreparedStatement(
    f"SELECT {SELECTED}, k.key, k.rank, k.prominence, k.stem, k.is_ordinary"  # noqa: S608  our own constants
    f" FROM catalogue_placekey k JOIN {JOINED} ON TRUE WHERE k.place_id = p.id"
    " AND k.stem <> '' AND k.stem = ANY($1::text[])"
    f" ORDER BY k.prominence DESC LIMIT {MATCHES_READ}"
)
_TITLES = frozenset("pan pani pane panu panem slecna doktor doktorka dr mudr mgr ing bc phdr judr inz".split())


@dataclass(frozen=True, slots=True)
class Spotted:
    """`left` is the text without the place and its preposition; several namesakes are in `resolution.choices`."""

    resolution: Resolution
    words: str
    left: str

    @property
    def place(self) -> Found | None:
        return self.resolution.place


@dataclass(frozen=True, slots=True)
class _Word:
    plain: str
    start: int
    end: int
    is_capital: bool
    ends_name: bool


@dataclass(frozen=True, slots=True)
class _Window:
    """Neighbouring words of the sentence, from the `first` to the one before `last`."""

    words: Sequence[_Word]
    first: int
    last: int

    @property
    def text(self) -> str:
        words = " ".join(word.plain for word in self.words[self.first : self.last])
        return _POSTCODE.sub(r"\1\2", words)

    @property
    def before(self) -> str:
        return self.words[self.first - 1].plain if self.first else ""

    @property
    def is_led(self) -> bool:
        """A preposition or "okres" stands before it."""
        return self.before in _LEADS_TO_PLACE

    @property
    def is_at_edge(self) -> bool:
        return self.first == 0 or self.last == len(self.words)

    @property
    def is_capital(self) -> bool:
        """A capital that a sentence does not need: not that of its first word."""
        return any(
            word.is_capital and i > 0 and not self.words[i - 1].ends_name
            for i, word in enumerate(self.words[self.first : self.last], self.first)
        )

    @property
    def is_short_query(self) -> bool:
        """The query is little more than the name, which is written with a capital at one end of it."""
        rest = len(self.words) - (self.last - self.first)
        return rest < SHORT_QUERY and self.is_at_edge and self.words[self.first].is_capital

    def overlaps(self, other: _Window) -> bool:
        return self.first < other.last and other.first < self.last


def spot_place(text: str) -> Spotted | None:
    """The place a sentence names, None when it names none. One query; never raises whatever is typed."""
    text = text[:LONGEST_SENTENCE].replace("\x00", " ")
    words = list(_words(text))[:MOST_WORDS]
    windows = list(_windows(words))
    if not windows:
        return None
    kept: list[tuple[_Window, list[Match]]] = []
    for window, matches in sorted(_met(windows), key=_surest_first):
        if not any(window.overlaps(other) for other, _matches in kept):
            kept.append((window, matches))
    return _spotted(text, kept) if kept else None


def _words(text: str) -> Iterator[_Word]:
    found = list(_WORD.finditer(text))
    for i, word in enumerate(found):
        until = found[i + 1].start() if i + 1 < len(found) else len(text)
        gap = text[word.end() : until]
        abbreviated = len(word[0]) <= LONGEST_ABBREVIATED and gap.startswith(".")  # n. L., sv. Jan, Fr. Lázně
        yield _Word(
            plain=plain(word[0]),
            start=word.start(),
            end=word.end(),
            is_capital=word[0][0].isupper(),
            ends_name=bool(_ENDS_NAME.search(gap)) and not abbreviated,
        )


def _windows(words: Sequence[_Word]) -> Iterator[_Window]:
    for first, word in enumerate(words):
        if word.plain in _TITLES:
            continue
        for last in range(first + 1, min(first + LONGEST_NAME, len(words)) + 1):
            window = _Window(words, first, last)
            if last - first > 1 or (len(word.plain) >= 3 and not is_stop_word(word.plain)) or word.plain == "as":
                yield window
            if words[last - 1].ends_name:
                break


def _met(windows: Sequence[_Window]) -> list[tuple[_Window, list[Match]]]:
    """Windows that are forms of names, with the places of those names."""
    by_stem: dict[str, list[Match]] = {}
    wanted = [(window, stems(window.text)) for window in windows]
    for match in map(read_match, _MET.rows(text_array({stem for _window, stem in wanted}))):
        by_stem.setdefault(match.stem, []).append(match)
    met = []
    for window, stem in wanted:
        meant = [match for match in by_stem.get(stem, []) if _is_meant(window, match)]
        exact = [match for match in meant if match.key == window.text]
        is_full_name = any(match.rank != SHORT for match in exact)  # z Lhoty: Lhota, not Lhoty u Potštejna
        if meant:
            met.append((window, exact if is_full_name else meant))
    return met


def _is_meant(window: _Window, match: Match) -> bool:
    """Whether these words are this name, and not words that happen to look like it."""
    if not is_form_of(window.text, match.key) or window.before in _TITLES:
        return False
    if window.last - window.first > 1 and not match.is_ordinary:
        return True
    is_written_as_name = window.is_capital or window.is_short_query
    if match.is_ordinary:
        is_whole_name = window.text == match.key and window.last - window.first > 1 and match.prominence >= KNOWN_TOWN
        at_end = is_whole_name and window.last == len(window.words)
        return window.is_short_query or at_end or (window.is_capital and (window.is_led or match.key.count(" ") > 0))
    return match.prominence >= KNOWN_TOWN or is_written_as_name or window.is_led


def _surest_first(met: tuple[_Window, list[Match]]) -> tuple[int, int, int, int]:
    """The longest name, then the one with a preposition, then the one with a capital, then the largest."""
    window, matches = met
    return (
        -(window.last - window.first),
        -int(window.is_led),
        -int(window.is_capital),
        -max(match.prominence for match in matches),
    )


def _spotted(text: str, met: Sequence[tuple[_Window, list[Match]]]) -> Spotted:
    """The surest name; others that contain it, or lie in it, tell which of its namesakes is meant."""
    (window, matches), *others = met
    used = [window]
    for other, around in others:
        inner, outer = _within(matches, around), _within(around, matches)
        if inner or outer:
            matches = inner or outer
            used.append(other)
    used.sort(key=lambda window: window.first)
    return Spotted(
        resolution=decide(matches),
        words=" ".join(text[window.words[window.first].start : _end(text, window)] for window in used),
        left=_without(text, used),
    )


def _within(inner: Sequence[Match], outer: Sequence[Match]) -> list[Match]:
    """Those of `inner` that lie in some place of `outer`."""
    around = {match.found.place.pk for match in outer}
    return [match for match in inner if around.intersection(match.found.place.lineage[:-1])]


def _end(text: str, window: _Window) -> int:
    """Where the name ends; an unknown part joined by a hyphen goes with its town: Havířov-Šumbark."""
    last = window.words[window.last - 1]
    end = last.end
    if len(last.plain) <= LONGEST_ABBREVIATED and text.startswith(".", end):
        return end + 1
    joined = _JOINED_PART.match(text, end) or (_NUMBER_OF_PRAHA.match(text, end) if last.plain in _PRAHA else None)
    return joined.end() if joined else end


def _without(text: str, used: Sequence[_Window]) -> str:
    pieces, position = [], 0
    for window in used:
        first = window.first
        while first and window.words[first - 1].plain in _LEADS_TO_PLACE:
            first -= 1
        pieces.append(text[position : max(position, window.words[first].start)])
        position = max(position, _end(text, window))
    pieces.append(text[position:])
    tidy = re.sub(r"\s+([,.!?;])", r"\1", " ".join(" ".join(pieces).split()))
    return tidy.strip(" ,;-–(")
