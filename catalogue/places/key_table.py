"""Writes `PlaceKey`: the keys of given places are brought up to date, what is right already is not touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from catalogue.models import PlaceKind
from catalogue.places import inflection
from catalogue.places.keys import RANK_SHARES, SHORT, Key, keys_of, typed

SHORTEST_IN_SENTENCE = 3
SHORTEST_NICKNAME_IN_SENTENCE = 4
_INSIDE_SENTENCES = {
    PlaceKind.REGION,
    PlaceKind.DISTRICT,
    PlaceKind.MUNICIPALITY,
    PlaceKind.CITY_DISTRICT,
    PlaceKind.PART,
    PlaceKind.POSTCODE,
}
_COLUMNS = "place_id, key, rank, prominence, stem, is_ordinary"


@dataclass(frozen=True, slots=True)
class Named:
    """What the keys of one place are made of; `within` are names of what it lies in, the nearest last.

    `prominence` is about the number of inhabitants, estimated where nobody counts them (a street).
    """

    place_id: int
    kind: str
    name: str
    prominence: int
    within: Sequence[str] = ()
    other_names: Sequence[str] = ()


def write_keys(places: Iterable[Named]) -> int:
    """Make the keys of these places what they should be; the number of rows added, changed or removed.

    Reads the places one by one, so a hundred thousand of them need no memory.
    """
    ids: list[int] = []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE fresh_key (place_id bigint, key text, rank smallint, prominence integer, stem text,"
            " is_ordinary boolean) ON COMMIT DROP"
        )
        with cursor.copy(f"COPY fresh_key ({_COLUMNS}) FROM STDIN") as copy:
            for place in places:
                ids.append(place.place_id)
                for row in _rows(place):
                    copy.write_row(row)
        cursor.execute("ANALYZE fresh_key")
        changed = _apply(cursor, ids)
        cursor.execute("DROP TABLE fresh_key")
    return changed


def _apply(cursor: CursorWrapper, ids: list[int]) -> int:
    cursor.execute(
        "DELETE FROM catalogue_placekey old WHERE place_id = ANY(%s) AND NOT EXISTS"
        " (SELECT FROM fresh_key WHERE fresh_key.place_id = old.place_id AND fresh_key.key = old.key)",
        [ids],
    )
    removed: int = cursor.rowcount
    cursor.execute(
        f"INSERT INTO catalogue_placekey AS old ({_COLUMNS}) SELECT {_COLUMNS} FROM fresh_key"  # noqa: S608  our own constant
        " ON CONFLICT (place_id, key) DO UPDATE SET rank = excluded.rank, prominence = excluded.prominence,"
        " stem = excluded.stem, is_ordinary = excluded.is_ordinary"
        " WHERE (old.rank, old.prominence, old.stem, old.is_ordinary) IS DISTINCT FROM"
        " (excluded.rank, excluded.prominence, excluded.stem, excluded.is_ordinary)"
    )
    written: int = cursor.rowcount
    return removed + written


def _rows(place: Named) -> Iterator[tuple[int, str, int, int, str, bool]]:
    if place.kind == PlaceKind.PART and place.within and typed(place.within[-1]) == typed(place.name):
        return  # the part Poruba of the district Poruba: people mean the district
    for key in keys_of(place.kind, place.name, within=place.within, other_names=place.other_names):
        spoken = _is_said_in_sentences(place, key)
        yield (
            place.place_id,
            key.text,
            key.rank,
            int(place.prominence * RANK_SHARES[key.rank]),
            inflection.stems(key.text) if spoken else "",
            spoken and inflection.is_ordinary(key.text, place.prominence),
        )


def _is_said_in_sentences(place: Named, key: Key) -> bool:
    """A street is not: every other word is one. Nor is KV."""
    is_one_short_word = key.rank == SHORT and " " not in key.text
    shortest = SHORTEST_NICKNAME_IN_SENTENCE if is_one_short_word else SHORTEST_IN_SENTENCE
    return place.kind in _INSIDE_SENTENCES and len(key.text) >= shortest
