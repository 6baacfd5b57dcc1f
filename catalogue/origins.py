"""Where the person is: the place they named, the one inside their sentence, or the instance's own city."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from catalogue.indexing import position
from catalogue.knowledge import Knowledge
from catalogue.models import Precision
from catalogue.places.finding import resolve
from catalogue.places.found import Found, Resolution
from catalogue.places.spotting import spot_place
from catalogue.question import Question
from catalogue.reach import Origin

PRIVATE = (Precision.ADDRESS, Precision.STREET)
EXACT = (*PRIVATE, Precision.PART)


@dataclass(frozen=True)
class Located:
    """A question with its place understood; at most two queries."""

    question: Question
    """Without the words that named the place."""
    origin: Origin
    choices: tuple[Found, ...] = ()
    """Several places of that name, the nearest to the instance's city first: the person is asked which."""
    is_spotted: bool = False
    """The place stood inside the sentence."""
    is_unknown: bool = False
    """A place was written that nobody knows: the search goes on without it and says so."""
    place_text: str = ""
    """What the field for the place shows: the name as we understood it, or what was typed."""


def locate(question: Question, knowledge: Knowledge, *, read_place: Callable[[str], Resolution] = resolve) -> Located:
    """Understand the place of a question: the field first, then the sentence, then the city of this instance."""
    if question.place:
        resolution = read_place(question.place)
        if resolution.place is None:
            home = home_origin(knowledge)
            unknown = not resolution.choices
            choices = _nearest_first(resolution.choices, home)
            return Located(question, home, choices, is_unknown=unknown, place_text=question.place)
        return Located(question, origin_of(resolution.place, knowledge), place_text=label(resolution.place))
    spotted = spot_place(question.q) if question.q else None
    if spotted is None or knowledge.lexicon.is_named_by(question.q, spotted.words):
        return Located(question, home_origin(knowledge))
    if spotted.place is None:
        home = home_origin(knowledge)
        choices = _nearest_first(spotted.resolution.choices, home)
        return Located(replace(question, q=spotted.left), home, choices, is_spotted=True)
    name = label(spotted.place)
    without = replace(question, q=spotted.left, place=name)
    return Located(without, origin_of(spotted.place, knowledge), is_spotted=True, place_text=name)


def _nearest_first(choices: tuple[Found, ...], home: Origin) -> tuple[Found, ...]:
    """Whoever asks this city means a village around it sooner than a larger namesake at the other end of the country."""
    if home.lat is None or home.lon is None:
        return choices
    here = position(home.lat, home.lon)

    def away(found: Found) -> float:
        return math.inf if found.lat is None or found.lon is None else math.dist(here, position(found.lat, found.lon))

    return tuple(sorted(choices, key=away))


def label(found: Found) -> str:
    """`Poruba (Ostrava)`, which `resolve` reads back as the same place."""
    return f"{found.name} ({found.context})" if found.context else found.name


def origin_of(found: Found, knowledge: Knowledge) -> Origin:
    lineage = tuple(found.place.lineage)
    return Origin(
        name=found.name,
        lat=found.lat,
        lon=found.lon,
        place_id=found.place.pk,
        lineage=lineage,
        region_id=next((pk for pk in lineage if pk in knowledge.regions), None),
        is_exact=found.precision in EXACT,
        is_private=found.precision in PRIVATE,
    )


def home_origin(knowledge: Knowledge) -> Origin:
    """The instance's own city, as a mild preference; nowhere when the gazetteer does not hold it."""
    city = knowledge.home
    if city is None:
        return Origin("", None, None, None, (), None, is_asked=False)
    region = next((pk for pk in city.lineage if pk in knowledge.regions), None)
    return Origin(city.name, city.lat, city.lon, city.pk, tuple(city.lineage), region, is_asked=False)
