"""Places by what was typed into the field "Kde": suggestions while typing, and one place when the form is sent."""

from __future__ import annotations

import re
from dataclasses import replace

from catalogue.places.addresses import find_address, find_nearest, read_position
from catalogue.places.found import JOINED, SELECTED, Found, Match, Resolution, decide, read, read_match
from catalogue.places.inflection import is_form_of, stems
from catalogue.places.keys import LONGEST_TEXT, typed
from catalogue.words import distance
from sociopoint.prepared import PreparedStatement, text_array

MOST_SUGGESTIONS = 8
SHORTEST_PREFIX = 2
KEYS_READ = 60
"""Keys read for one suggestion list: a place has several of the same beginning."""
MATCHES_READ = 300
LAST_LETTER = "\U0010ffff"
"""After everything that begins alike."""
MOST_WORDS = 8

_LINK = re.compile(r"\s*p(\d{1,12})\s*")
_POSTCODE = re.compile(r"\b\d{3} ?\d{2}\b")
_LEADING = re.compile(r"^(?:ve|v|do|z|ze|na|u|obec|mesto|ulice|ul) (?=\S)")
_OF_KEY = "k.key, k.rank, k.prominence, k.stem, k.is_ordinary"


def _beginning(condition: str) -> PreparedStatement:
    hit = (
        "(SELECT place_id, 0 AS step, prominence FROM catalogue_placekey WHERE key = $1::text"  # noqa: S608  our own constants
        f" ORDER BY prominence DESC LIMIT {KEYS_READ}) UNION ALL"
        f" (SELECT place_id, 1, prominence FROM catalogue_placekey WHERE {condition}"
        f" ORDER BY prominence DESC LIMIT {KEYS_READ})"
    )
    best = (
        f"SELECT place_id, min(step) AS step, max(prominence) AS prominence FROM ({hit}) hit"  # noqa: S608
        f" GROUP BY place_id ORDER BY step, prominence DESC, place_id LIMIT {MOST_SUGGESTIONS}"
    )
    return PreparedStatement(
        f"SELECT {SELECTED} FROM ({best}) best JOIN {JOINED} ON TRUE WHERE p.id = best.place_id"  # noqa: S608
        " ORDER BY best.step, best.prominence DESC, p.id"
    )


_OF_SO_MANY_LETTERS = {length: _beginning(f"left(key, {length}) = $1::text") for length in (2, 3, 4)}
"""Each has an index in the order of prominence."""
_OF_MORE_LETTERS = _beginning(f"key ~>=~ $1::text AND key ~<~ ($1::text || '{LAST_LETTER}')")
_LINKED = PreparedStatement(f"SELECT {SELECTED} FROM {JOINED} WHERE p.id = $1::bigint")  # noqa: S608  our own constants
_NAMED = PreparedStatement(
    f"SELECT {SELECTED}, {_OF_KEY} FROM catalogue_placekey k JOIN {JOINED} ON TRUE WHERE k.place_id = p.id"  # noqa: S608
    " AND (k.key = ANY($1::text[]) OR (k.stem <> '' AND k.stem = ANY($2::text[])))"
    f" ORDER BY k.prominence DESC LIMIT {MATCHES_READ}"
)
_ALIKE = PreparedStatement(
    f"SELECT {SELECTED}, {_OF_KEY} FROM (SELECT * FROM catalogue_placekey WHERE stem <> '' AND key % $1::text"  # noqa: S608
    " ORDER BY similarity(key, $1::text) DESC, prominence DESC LIMIT 40) k"
    f" JOIN {JOINED} ON TRUE WHERE k.place_id = p.id"
)


def find_places(text: str, limit: int = MOST_SUGGESTIONS) -> list[Found]:
    """Suggestions, best first: exact, then by beginning, then with a typo put right; the larger before the smaller.

    One query, two when nothing begins so; never raises whatever is typed.
    """
    key = typed(text)
    if len(key) < SHORTEST_PREFIX:
        return []
    position = read_position(text)
    if position is not None:
        nearest = find_nearest(*position)
        return [nearest] if nearest else []
    found = _by_beginning(key, limit)
    if found:
        return found
    address = find_address(text)
    if not address.nothing:
        return [address.place] if address.place else list(address.choices[:limit])
    return [match.found for match in _misspelt(key)][:limit]


def _by_beginning(key: str, limit: int) -> list[Found]:
    statement = _OF_SO_MANY_LETTERS.get(len(key), _OF_MORE_LETTERS)
    return [read(row) for row in statement.rows(key)[:limit]]


def resolve(text: str) -> Resolution:
    """The place meant by the field "Kde" or by a link: a name, an address, a postcode, `p123` or `49.827,18.164`.

    At most two queries; never raises whatever is typed.
    """
    text = text[:LONGEST_TEXT]
    link, position = _LINK.fullmatch(text), read_position(text)
    if link:
        return _linked(int(link[1]))
    if position:
        return Resolution(place=find_nearest(*position))
    if not typed(text):
        return Resolution()
    address = find_address(text)
    if not address.nothing:
        return address
    named = _named(text)
    if (named.nothing or named.is_guess) and not any(letter.isdigit() for letter in text):
        respelt = decide(_misspelt(typed(text)))
        return named if respelt.nothing else replace(respelt, is_guess=True)
    return named


def _linked(pk: int) -> Resolution:
    row = _LINKED.first_row(pk)
    return Resolution(place=read(row) if row else None)


def _named(text: str) -> Resolution:
    """By name; what stands after a comma or in brackets, and a postcode, tell namesakes apart."""
    postcode = "".join(_POSTCODE.findall(text)[:1]).replace(" ", "")
    bare = _POSTCODE.sub(" ", text)
    name, *hints = _parts(bare) or [postcode]
    sure = _ways_to_read(typed(bare) or postcode, name, hints)
    unsure = [*_beginnings_and_ends(name), *hints]
    matches = _matching([*sure, *unsure, postcode])
    for key in [*sure, *unsure, postcode]:
        meant = [match for match in matches if key and is_form_of(key, match.key)]
        exact = [match for match in meant if match.key == key]
        if meant:
            decided = decide(_narrowed(exact or meant, matches, hints, postcode))
            return replace(decided, is_guess=key in unsure and key not in sure)
    return Resolution()


def _parts(text: str) -> list[str]:
    """What is named, then what it lies in; of a label all that stands in its brackets, too, in one piece."""
    before, _bracket, inside = text.partition("(")
    parts = [typed(part) for part in (*before.split(",")[:1], inside, *before.split(",")[1:], *inside.split(","))]
    return [part for part in dict.fromkeys(parts) if part]


def _ways_to_read(whole: str, name: str, hints: list[str]) -> list[str]:
    combined = [f"{name} {hint}" for hint in hints]
    return list(dict.fromkeys([whole, _LEADING.sub("", whole), *combined, name, _LEADING.sub("", name)]))


def _beginnings_and_ends(name: str) -> list[str]:
    """Where only a part of what was typed is known: "Havířov-Šumbark" is in Havířov, "Sokolská Ostrava" in Ostrava."""
    words = name.split()[:MOST_WORDS]
    shorter = range(len(words) - 1, 0, -1)
    return [" ".join(words[:count]) for count in shorter] + [" ".join(words[-count:]) for count in shorter]


def _matching(keys: list[str]) -> list[Match]:
    rows = _NAMED.rows(text_array(keys), text_array(stems(key) for key in keys if key))
    return [read_match(row) for row in rows]


def _narrowed(meant: list[Match], matches: list[Match], hints: list[str], postcode: str) -> list[Match]:
    """Those that lie where the hints say; all of them when a hint fits none."""
    for hint in hints:
        outer = {match.found.place.pk for match in matches if is_form_of(hint, match.key)}
        labelled = [match for match in meant if typed(match.found.context) == hint]
        surest = min((match.rank for match in labelled), default=0)
        fitting = [match for match in labelled if match.rank == surest] or [
            match
            for match in meant
            if hint in typed(match.found.context) or outer.intersection(match.found.place.lineage[:-1])
        ]
        meant = fitting or meant
    fitting = [match for match in meant if postcode and postcode in match.found.place.postcodes]
    return fitting or meant


def _misspelt(key: str) -> list[Match]:
    """Names that differ by a letter, in longer ones by two: left out, added, changed or swapped. One query."""
    allowed = 0 if len(key) < 4 else 1 if len(key) < 8 else 2
    if not allowed:
        return []
    measured = [(distance(match.key, key, allowed), match) for match in map(read_match, _ALIKE.rows(key))]
    nearest = min((step for step, _match in measured), default=allowed + 1)
    close = [match for step, match in measured if step == nearest and step <= allowed]
    return sorted(close, key=lambda match: -match.prominence)
