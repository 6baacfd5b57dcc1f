"""Whom of an organisation anybody may call: only positions their people made public. Kept in each process, read anew when any
position or name changes; the number that says so comes with the facts of the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils import timezone

from network.models import Position, Visibility
from sociopoint.typography import typeset

MOST_PEOPLE = 6


@dataclass(frozen=True, slots=True)
class PublicPerson:
    """`phone` is that of the unit where the person has none of their own."""

    role: str
    name: str
    about: str
    phone: str
    email: str


def people_of(organisation: int, version: int) -> list[PublicPerson]:
    """By family name. No query unless something changed since this process read them last."""
    return _book(version, timezone.localdate()).get(organisation, [])[:MOST_PEOPLE] if version else []


@lru_cache(maxsize=2)
def _book(version: int, day: date) -> dict[int, list[PublicPerson]]:
    """`version` only makes a new one of what has changed; who began or left by `day` counts."""
    rows = Position.objects.held_on(day).filter(visibility=Visibility.PUBLIC).select_related("person", "unit")
    found: dict[int, list[PublicPerson]] = {}
    for row in rows.order_by("person__sort_name", "pk"):
        phone = row.phone or (row.unit.phone if row.unit else "")
        email = row.email or (row.unit.email if row.unit else "")
        if phone or email:
            about = typeset(row.speciality)
            one = PublicPerson(typeset(row.title), typeset(row.person.name), about, phone, email)
            found.setdefault(row.organisation_id, []).append(one)
    return found
