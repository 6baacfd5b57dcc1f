"""All that the page of one organisation is made of, by one statement: its facts and what it offers on a day."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalogue.json_rows import LARGEST_NUMBER, REGISTER_DATE, array, names, read_all, rows
from catalogue.models.facilities import address_line
from catalogue.service_facts import PEOPLE, ContactFacts
from sociopoint.prepared import PreparedStatement


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    id: int
    slug: str
    name: str
    kind: str
    ico: str
    data_box: str
    competence: str
    street: str
    house_number: str
    postcode: str
    place: str
    opening_hours: str
    note: str
    source_url: str
    source_year: int | None
    certainty: str
    contacts: list[ContactFacts]
    register_date: date | None
    people: int  # a version, see service_facts.PEOPLE: the page is made anew when it changes

    @property
    def address(self) -> str:
        return address_line(self.street, self.house_number)


@dataclass(frozen=True, slots=True)
class OrganisationFound:
    """The facts as JSON, and the cards of what it offers: (service id, digest) in Czech alphabetical order."""

    facts: bytes
    cards: list[tuple[int, int]]


def find_organisation(pk: int, day: date) -> OrganisationFound | None:
    """None where there is no such organisation. One query."""
    row = _STATEMENT.first_row(pk, day.isoformat()) if pk <= LARGEST_NUMBER else None
    if row is None:
        return None
    facts, cards = row
    return OrganisationFound(facts.encode(), [(service, digest) for service, digest in json.loads(cards)])


def read_organisation_facts(text: bytes) -> OrganisationFacts:
    row: dict[str, Any] = dict(zip(names(OrganisationFacts), json.loads(text), strict=True))
    day = row["register_date"]
    read = {"contacts": read_all(ContactFacts, row["contacts"]), "register_date": day and date.fromisoformat(day)}
    return OrganisationFacts(**row | read)


_FACTS = array(
    OrganisationFacts,
    "o",
    place="coalesce(p.name, '')",
    contacts=rows(array(ContactFacts, "c"), "catalogue_contact c WHERE c.organisation_id = o.id", 'c."order", c.id'),
    register_date=REGISTER_DATE,
    people=PEOPLE,
)
_CARDS = rows(
    "json_build_array(s.id, c.digest)",
    "catalogue_service s JOIN catalogue_searchcard c ON c.service_id = s.id"
    " JOIN catalogue_searchservice n ON n.service_id = s.id"
    " WHERE s.organisation_id = o.id AND s.published"
    " AND coalesce(s.valid_from, '-infinity') <= $2::date AND coalesce(s.valid_until, 'infinity') >= $2::date",
    "n.sort_name, s.id",
)
_STATEMENT = PreparedStatement(
    f"SELECT {_FACTS}::text, coalesce({_CARDS}, '[]')::text"  # noqa: S608
    " FROM catalogue_organisation o LEFT JOIN catalogue_place p ON p.id = o.place_id WHERE o.id = $1::bigint",
)
