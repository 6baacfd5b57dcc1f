"""One organisation as its page tells it: who they are, how to reach them, and all they offer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue.models import Certainty, ContactKind, OrganisationKind
from catalogue.opening import in_words, state
from catalogue.organisation_facts import OrganisationFacts, read_organisation_facts
from catalogue.service_page import report_url
from catalogue.service_rows import Fact, FactGroup, before_link, contact_facts, register_source, spaced_postcode
from catalogue.structured_data import organisation_thing
from sociopoint.context import desk
from sociopoint.ready import HOLE, Piece, render_piece
from sociopoint.structured_data import script
from sociopoint.translated import czech
from sociopoint.typography import typeset

KEPT = 500  # pages in each process: some 5 MB


@dataclass(frozen=True, slots=True)
class ReadyOrganisation:
    """A page rendered but for the hours of the minute and the cards of services."""

    slug: str
    name: str
    body: Piece
    opening_hours: str

    def filled(self, now: datetime) -> SafeString:
        if not self.body.holes:
            return self.body.filled()
        hours = state(self.opening_hours, now)
        return self.body.filled(hours.state, hours.text)


def ready_organisation(facts: bytes, day: date) -> ReadyOrganisation:
    """The page of an organisation on that day. No query."""
    return _ready(facts, day, get_language())


@lru_cache(KEPT)
def _ready(facts: bytes, day: date, language: str | None) -> ReadyOrganisation:
    """`day` and `language` keep apart hours in words of different days and pages of different languages."""
    organisation = read_organisation_facts(facts)
    page = organisation_page(organisation)
    return ReadyOrganisation(
        slug=organisation.slug,
        name=page["name"],
        body=render_piece("catalogue/_organisation.html", {"organisation": page, "desk": desk()}),
        opening_hours=organisation.opening_hours,
    )


def organisation_page(organisation: OrganisationFacts) -> dict[str, Any]:
    """What `catalogue/_organisation.html` prints."""
    phones = [contact for contact in organisation.contacts if contact.kind == ContactKind.PHONE]
    return {
        "kind_name": str(OrganisationKind(organisation.kind).label).capitalize(),
        "name": typeset(organisation.name),
        "lead": czech(typeset(organisation.competence)),
        "phone": phones[0].value if phones else "",
        "phone_label": (czech(phones[0].note) or _("Zavolat")) if phones else "",
        "more_phones": [{"phone": contact.value, "label": czech(contact.note)} for contact in phones[1:]],
        "hours": {"state": HOLE, "text": HOLE} if organisation.opening_hours else {},
        "where": czech(typeset(", ".join(part for part in (organisation.address, organisation.place) if part))),
        "facts": [FactGroup(list(_facts(organisation)), *_source(organisation))],
        "people": (organisation.id, organisation.people),
        "structured": script(organisation_thing(organisation)),
        "report_url": report_url(_("Chyba v údajích: %(name)s") % {"name": organisation.name}),
    }


def _facts(organisation: OrganisationFacts) -> Iterator[Fact]:
    town = f"{spaced_postcode(organisation.postcode)} {organisation.place}".strip()
    lines = [czech(typeset(line)) for line in (organisation.address, town) if line]
    if not organisation.address:
        lines.append(_("Přesnou adresu neznáme, zeptejte se."))
    yield Fact(_("Adresa"), lines)
    if organisation.opening_hours:
        yield Fact(_("Otevřeno"), in_words(organisation.opening_hours))
    yield from contact_facts(organisation.contacts)
    if organisation.ico:
        yield Fact(_("IČO"), [organisation.ico])
    if organisation.data_box:
        yield Fact(_("Datová schránka"), [organisation.data_box])
    if organisation.note:
        yield Fact(_("Dobré vědět"), [czech(typeset(line)) for line in organisation.note.splitlines() if line.strip()])


def _source(organisation: OrganisationFacts) -> tuple[str, str, str]:
    if organisation.certainty == Certainty.REGISTER:
        return register_source(organisation.register_date), "", ""
    if not organisation.source_year:
        return _("Zdroj údajů zatím nemáme. Ověřte si je po telefonu."), "", ""
    url = organisation.source_url if organisation.source_url.startswith("https://") else ""
    url = url.split(";")[0].strip()
    certainty = Certainty(organisation.certainty).label if organisation.certainty else ""
    told = {"year": organisation.source_year, "certainty": certainty}
    text = (_("Údaje z roku %(year)d, %(certainty)s.") if certainty else _("Údaje z roku %(year)d.")) % told
    return before_link(text, url), url, urlsplit(url).netloc
