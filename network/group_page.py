"""The page of a group: its seats on a day, who was there before, its meetings, tasks and resolutions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from network.models import Mandate, MandateRole, WorkingGroup

ORDER = (MandateRole.MANAGER, MandateRole.CONTACT, MandateRole.MEMBER, MandateRole.GUEST)
SHOWN = 10


@dataclass(frozen=True)
class Seat:
    """A holder with whoever stands in on that day."""

    mandate: Mandate
    deputy: Mandate | None


@dataclass(frozen=True)
class Seats:
    """`held` in the order of roles, `past` the latest first."""

    held: list[Seat]
    past: list[Mandate]


def seats_on(group: WorkingGroup, day: date) -> Seats:
    """One query: a group's mandates of all times are tens."""
    rows = list(group.mandates.select_related("person", "organisation"))
    holds = [row for row in rows if row.since <= day and (row.last_day is None or row.last_day >= day)]
    deputies = {row.deputy_of_id: row for row in holds if row.deputy_of_id}
    held = [Seat(row, deputies.get(row.pk)) for row in holds if row.deputy_of_id is None]
    held.sort(key=lambda seat: ORDER.index(MandateRole(seat.mandate.role)))
    past = [row for row in rows if row.last_day is not None and row.last_day < day]
    past.sort(key=lambda row: (row.last_day or day, row.pk), reverse=True)
    return Seats(held, past)


def names_of(group: WorkingGroup, day: date) -> dict[str, list[str]]:
    """What the fields for names offer: organisations of the group and its people with them. One query."""
    rows = group.mandates.held_on(day).values_list("person__name", "organisation__name")
    people: dict[str, set[str]] = defaultdict(set)
    for person, organisation in rows:
        people[person].add(organisation)
    return {
        "organisations": sorted({organisation for _person, organisation in rows}),
        "people": sorted(f"{person}, {one}" for person, theirs in people.items() for one in theirs),
    }
