"""Every competence in force, kept in each process and read anew when one changes: asked at each referral and on each page.

Two numbers decide whether it is old, that of competences and that of situations whose names stand in it; whoever has read
them with something else passes their larger one and costs no query at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db import connection
from django.utils import timezone

from catalogue.service_facts import AGREEMENTS
from network.models import Competence, Verb

ORDER = {verb: place for place, verb in enumerate(Verb)}


@dataclass(frozen=True, slots=True)
class Agreed:
    """One competence. `situations`: ids it speaks of, empty for any; a topic brings those under it."""

    id: int
    who: str
    url: str
    organisation: int | None
    kind: str
    verb: str
    situation_name: str
    situations: frozenset[int]
    what: str
    for_whom: str
    excludes: str
    exception: str
    groups: frozenset[int]
    places: frozenset[int]
    place_names: tuple[str, ...]
    age_from: int | None
    age_to: int | None
    conditions: str
    handover: str
    reaction: str
    verified_on: date | None
    is_public: bool
    is_example: bool

    @property
    def is_negative(self) -> bool:
        return self.verb == Verb.DOES_NOT


class CompetenceBook:
    """Looked up by whom; lists come with the "no" first."""

    def __init__(self, rows: Iterable[Agreed]) -> None:
        self._of_organisation: dict[int, list[Agreed]] = {}
        self._of_kind: dict[str, list[Agreed]] = {}
        self._about: dict[int, dict[tuple[str, str], list[Agreed]]] = {}
        for row in sorted(rows, key=lambda one: (ORDER[Verb(one.verb)], one.situation_name, one.id)):
            if row.organisation is not None:
                self._of_organisation.setdefault(row.organisation, []).append(row)
            else:
                self._of_kind.setdefault(row.kind, []).append(row)
            for situation in row.situations:
                self._about.setdefault(situation, {}).setdefault((row.who, row.url), []).append(row)

    def of(self, organisation: int, kind: str) -> list[Agreed]:
        """What was agreed with one organisation; of its kind only what nothing of its own says about those situations."""
        own = self._of_organisation.get(organisation, [])
        said = {(row.verb, row.situation_name) for row in own}
        return [*own, *(row for row in self._of_kind.get(kind, []) if (row.verb, row.situation_name) not in said)]

    def about(self, situation: int) -> list[tuple[str, str, list[Agreed]]]:
        """(name, address or '', what was agreed) of everybody who has something to do with a situation, or has not."""
        return [(name, url, rows) for (name, url), rows in self._about.get(situation, {}).items()]


def competence_book(version: int | None = None) -> CompetenceBook:
    """As of today. Without `version` one query; three more when something changed since the last time."""
    number = agreements_version() if version is None else version
    return _book(number, timezone.localdate()) if number else _EMPTY


def agreements_version() -> int:
    """0 while no competence was ever written. One query."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {AGREEMENTS}")
        number: int = cursor.fetchone()[0]
    return number


@lru_cache(maxsize=2)
def _book(version: int, day: date) -> CompetenceBook:
    """`version` only makes a new one of what has changed."""
    rows = (
        Competence.objects.in_force(day)
        .select_related("situation", "organisation")
        .prefetch_related("target_groups", "area", "situation__children")
    )
    return CompetenceBook(_agreed(row) for row in rows)


def _agreed(row: Competence) -> Agreed:
    situation = row.situation
    places = list(row.area.all())
    return Agreed(
        id=row.pk,
        who=row.who,
        url=row.organisation.get_absolute_url() if row.organisation else "",
        organisation=row.organisation_id,
        kind=row.organisation_kind,
        verb=row.verb,
        situation_name=situation.name if situation else "",
        situations=frozenset([situation.pk, *(child.pk for child in situation.children.all())])
        if situation
        else frozenset(),
        what=row.what,
        for_whom=row.for_whom,
        excludes=row.excludes,
        exception=row.exception,
        groups=frozenset(group.pk for group in row.target_groups.all()),
        places=frozenset(place.pk for place in places),
        place_names=tuple(place.name for place in places),
        age_from=row.age_from,
        age_to=row.age_to,
        conditions=row.conditions,
        handover=row.handover,
        reaction=row.reaction,
        verified_on=row.verified_on,
        is_public=row.is_public,
        is_example=row.is_example,
    )


_EMPTY = CompetenceBook(())
