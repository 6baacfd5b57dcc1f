"""Result cards kept ready in each process: rendered once for what they say, filled with what differs for each person.

A card depends on the service's facts (the digest of what the search table keeps of it), on code lists (the version of
`Knowledge`), on the day and on the language. Where it lies, how far that is, whether it is open now and whether it is in the
visitor's own list fill its holes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from catalogue.card_shapes import card_html
from catalogue.cards import Card, closed_places, coming, distance, doubt, make_card, seat, where
from catalogue.knowledge import Knowledge
from catalogue.models import FormOfCare, SearchCard
from catalogue.opening import HoursNow, states_at
from catalogue.reach import Origin
from catalogue.search import Found
from sociopoint.prepared import PreparedStatement
from sociopoint.ready import HOLE, Piece, render_piece

KEPT = 4000
"""Cards in each process; one with its places takes some 4 kB."""
FIRST_PLACE = 0
"""Instead of the id of a facility, where no search has chosen one."""


@dataclass(frozen=True, slots=True)
class ReadyPlace:
    """One place of a service as its card names it."""

    id: int
    where: str
    seat: str
    """The same without the address."""
    hours: str
    """OSM notation."""
    lat: float | None
    lon: float | None
    precision: str


@dataclass(frozen=True, slots=True)
class ReadyCard:
    """A card rendered but for its place and the hour."""

    digest: int
    card: Card
    html: Piece
    places: dict[int, ReadyPlace]
    is_walked_into: bool | None
    """Whether its hours matter to a visitor; None = how it helps is not known."""
    closed_places: Mapping[int | None, str]
    """Until when the places closed on the day are, in words, by their numbers; under None the whole service."""

    def place(self, facility_id: int | None) -> ReadyPlace | None:
        if facility_id == FIRST_PLACE:
            return next(iter(self.places.values()), None)
        return self.places.get(facility_id) if facility_id else None


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A card as one person sees it now."""

    ready: ReadyCard
    place: ReadyPlace | None
    distance: str
    """How far a person would go; of help at home, that it comes."""
    state_of: Callable[[str], HoursNow]
    list_line: str
    comes: bool | None = None
    """To me, as far as anybody said; None = I go there (`Found.comes`)."""
    why: str = ""
    """Why just this one, where the page asked enough to know; stands before the place."""

    @property
    def html(self) -> SafeString:
        return self.ready.html.filled(SafeString(self._why() + self._where()), self._hours(), self.list_line)

    def _why(self) -> SafeString:
        return _why_line(self.why) if self.why else SafeString("")

    def _where(self) -> SafeString:
        if self.place is None:
            return SafeString("")
        shown = self.place.where if self.comes is None else self.place.seat
        return _where_line(shown, self.distance, doubt() if self.comes is False else "") if shown else SafeString("")

    @property
    def closed(self) -> str:
        """That it is closed for a while, all of it or this place, in words; else ''."""
        places = self.ready.closed_places
        return places.get(None) or places.get(self.place.id if self.place else None, "")

    def _hours(self) -> str:
        """Only where somebody walks in: for a home that is open day and night "open" says nothing."""
        if self.closed:  # of the whole service the card's news tell
            return "" if None in self.ready.closed_places else _hours_line(self.closed)
        hours = self.place.hours if self.place else ""
        if not (hours if self.ready.is_walked_into is None else self.ready.is_walked_into):
            return ""
        return _hours_line(self.state_of(hours).text)


@lru_cache(8192)
def _where_line(where: str, distance: str, doubt: str) -> SafeString:
    return render_to_string("catalogue/_card_where.html", {"text": where, "distance": distance, "doubt": doubt})


@lru_cache(64)
def _why_line(text: str) -> SafeString:
    return render_to_string("catalogue/_card_why.html", {"text": text})


@lru_cache(1024)
def _hours_line(text: str) -> SafeString:
    return render_to_string("catalogue/_card_hours.html", {"text": text})


@cache
def _list_piece(template: str, _language: str | None, _prefix: str) -> Piece:
    return render_piece(template, {"number": HOLE})


def list_line(template: str) -> Callable[[int], SafeString]:
    """What the foot of a card offers for a list: the template filled with the number of a service, by which it is told apart
    from its likes (it is called after the heading `s12` too)."""
    piece = _list_piece(template, get_language(), get_script_prefix())
    return lambda pk: piece.filled(*[str(pk)] * piece.holes)


def shown_cards(
    found: Sequence[Found], origin: Origin, knowledge: Knowledge, now: datetime, mine: Collection[int] = ()
) -> list[ShownCard]:
    """Cards of what was found, in its order; `mine` are in the visitor's list. No query where all are ready, one for the rest."""
    ready = _ready_cards({each.service_id: each.digest for each in found}, knowledge, now.date())
    cards, language, state_of = [], get_language(), states_at(now)
    to_list, in_list = list_line("my_list/_to_list.html"), list_line("my_list/_in_list.html")
    for each in found:
        if card := ready.get(each.service_id):  # else it ended between the two statements
            place = card.place(each.facility_id)
            away = _way(place, each.comes, origin, language) if place else ""
            line = in_list if each.service_id in mine else to_list
            cards.append(ShownCard(card, place, away, state_of, line(each.service_id), each.comes))
    return cards


def _way(place: ReadyPlace, comes: bool | None, origin: Origin, language: str | None) -> str:
    """How far I would go or that they come, whichever matters."""
    if comes is None:
        return distance(place, origin, language)
    return coming() if comes else ""


def cards_of_services(
    digests: Iterable[tuple[int, int]],
    origin: Origin,
    knowledge: Knowledge,
    now: datetime,
    mine: Collection[int] = (),
) -> list[ShownCard]:
    """Cards of (service id, digest), each at its first place."""
    found = [Found(pk, FIRST_PLACE, None, None, digest) for pk, digest in digests]
    return shown_cards(found, origin, knowledge, now, mine)


def card_everywhere(service_id: int, digest: int, knowledge: Knowledge, now: datetime) -> list[ShownCard]:
    """The card of a service at each of its places."""
    return [
        ShownCard(ready, place, "", states_at(now), "")
        for ready in _ready_cards({service_id: digest}, knowledge, now.date()).values()
        for place in ready.places.values()
    ]


_CARDS = PreparedStatement(
    "SELECT json_agg(json_build_array(service_id, content, digest))"  # noqa: S608  our own table
    f" FROM {SearchCard._meta.db_table} WHERE service_id = ANY($1::bigint[])"
)
_kept: dict[tuple[int, str | None, str], ReadyCard] = {}
_kept_for: tuple[int, date] | None = None


def _ready_cards(digests: dict[int, int], knowledge: Knowledge, day: date) -> dict[int, ReadyCard]:
    """Service id -> its card. Those kept for another day or other code lists go, and the longest kept beyond KEPT."""
    global _kept_for
    if _kept_for != (knowledge.version, day):
        _kept.clear()
        _kept_for = knowledge.version, day
    kind = get_language(), get_script_prefix()
    ready = {pk: card for pk, digest in digests.items() if (card := _kept.get((pk, *kind))) and card.digest == digest}
    if missing := digests.keys() - ready.keys():
        (rows,) = _CARDS.first_row("{" + ",".join(map(str, missing)) + "}") or (None,)
        for pk, content, digest in rows or ():
            ready[pk] = _kept[pk, *kind] = _made_ready(pk, content, digest, knowledge, day)
        for key in list(_kept)[: max(0, len(_kept) - KEPT)]:
            del _kept[key]
    return ready


def _made_ready(pk: int, content: dict[str, Any], digest: int, knowledge: Knowledge, day: date) -> ReadyCard:
    card = make_card(pk, content, knowledge, day)
    return ReadyCard(
        digest=digest,
        card=card,
        html=card_html(card),
        places={int(pk): _made_place(int(pk), place) for pk, place in content["facilities"].items()},
        is_walked_into=FormOfCare.AMBULATORY in content["forms"] if content["forms"] else None,
        closed_places=closed_places(content, day),
    )


def _made_place(pk: int, place: dict[str, Any]) -> ReadyPlace:
    return ReadyPlace(pk, where(place), seat(place), place["hours"], place["lat"], place["lon"], place["precision"])
