"""Services on paper: whom to call, when, where, what to bring. The slip of the desk and a person's own list are leaflets.

A leaflet names nobody; a code or a note of its reader is printed only when they have it in hand.
"""

from __future__ import annotations

import io
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path

import segno
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue import closing
from catalogue.cards import freshness, where
from catalogue.models import ContactKind
from catalogue.opening import in_words
from catalogue.service_advice import steps
from catalogue.service_facts import ContactFacts, ServiceFacts
from catalogue.service_rows import place_of
from sociopoint.context import desk
from sociopoint.documents import make_pdf
from sociopoint.translated import czech, with_czech
from sociopoint.typography import dialable, readable, typeset

TEMPLATE = Path(__file__).parent / "print" / "leaflet.typ"
MOST_STEPS = 3
QR_MASK = 2  # any of the eight can be read; trying all of them takes ten times as long


@dataclass(frozen=True)
class Phone:
    dial: str
    read: str


@dataclass(frozen=True)
class PrintedService:
    """One service as it stands on paper; lists are lines, empty where nobody knows."""

    name: str
    organisation: str
    phone: Phone | None
    phone_label: str
    no_phone: str
    first_step: list[str]
    bring: list[str]
    where: list[str]
    hours: list[str]
    source: str
    qr: str | None
    qr_alt: str
    address: str


@dataclass(frozen=True)
class Leaflet:
    """Everything the paper says, for the page and for the PDF alike."""

    heading: str
    lead: str
    services: list[PrintedService]
    desk: dict[str, object]
    words: dict[str, str]
    code: str | None
    title: str
    author: str
    description: str
    footer: str
    paper: str = "a4"
    large: bool = field(default=False)
    note: list[str] = field(default_factory=list)


def printed_service(service: ServiceFacts, *, site: str, today: date) -> PrintedService:
    """A service at its first place; `site` begins the address of its page. A secret address is never printed."""
    phones = [c for c in (*service.contacts, *service.organisation_contacts) if c.kind == ContactKind.PHONE]
    hints = [step["text"] or step["title"] for step in steps(service, phones[0].value if phones else "")]
    bring = service.what_to_bring or (service.kind.bring_hint if service.kind else "")
    address = site + reverse("catalogue:service-by-number", args=[service.id])
    first = service.facilities[0] if service.facilities else None
    place = where(place_of(first)) if first else ""
    return PrintedService(
        name=czech(typeset(service.name)),
        organisation=czech(typeset(service.organisation.name)),
        phone=phone_on_paper(phones[0].value) if phones else None,
        phone_label=_label(phones),
        no_phone=_("Číslo nemáme. Zavolejte nám, spojíme vás."),
        first_step=[hint for hint in hints if hint and hint != czech(typeset(bring))][:MOST_STEPS],
        bring=[czech(typeset(bring))] if bring else [],
        where=[place] if place else [],
        hours=[
            *closing.sentences(service.closures, today),
            *(in_words(first.opening_hours) if first and first.opening_hours else []),
        ],
        source=freshness(
            service.source_year, service.certainty, service.verified_on, today, has_phone=bool(phones)
        ).text,
        qr=qr_drawing(address),
        qr_alt=_("Kód QR se stránkou služby %(name)s") % {"name": service.name},
        address=address,
    )


def phone_on_paper(number: str) -> Phone:
    dial = dialable(number) or number
    return Phone(dial, readable(dial))


def _label(phones: list[ContactFacts]) -> str:
    note = phones[0].note if phones else ""
    return with_czech(_("Zavolat (%(note)s)"), note=typeset(note)) if note else _("Zavolat")


def desk_on_paper() -> dict[str, object]:
    """The box of a living person, at the end of every leaflet."""
    ours = desk()
    return {
        "heading": _("Nevíte si rady? Zavolejte nám"),
        "label": f"SOCIOPOINT {ours.city}",
        "phone": asdict(phone_on_paper(ours.phone)),
        "address": czech(typeset(", ".join(part for part in (ours.address, ours.hours) if part))),
    }


def words_on_paper(**more: str) -> dict[str, str]:
    return {
        "first_step": _("Jak začít"),
        "bring": _("Vezměte s sebou"),
        "where": _("Kde"),
        "hours": _("Otevřeno"),
        "note": _("Moje poznámka"),
        **more,
    }


def leaflet_pdf(leaflet: Leaflet, *, large: bool = False) -> bytes:
    """On its own paper, or on A4 in large print."""
    shown = replace(leaflet, large=large, paper="a4" if large else leaflet.paper)
    return make_pdf(TEMPLATE, asdict(shown))


def leaflet_text(leaflet: Leaflet) -> str:
    """The same for a letter."""
    lines = [leaflet.heading, leaflet.lead]
    for service in leaflet.services:
        lines += ["", service.name, service.organisation]
        lines.append(service.phone.read if service.phone else service.no_phone)
        for term, values in (
            (leaflet.words["first_step"], service.first_step),
            (leaflet.words["bring"], service.bring),
            (leaflet.words["where"], service.where),
            (leaflet.words["hours"], service.hours),
        ):
            lines += [f"{term}: {', '.join(values)}"] if values else []
        lines += [text for text in (service.source, service.address) if text]
    phone = phone_on_paper(desk().phone)
    return "\n".join([*lines, "", f"{leaflet.desk['heading']}: {phone.read}", str(leaflet.desk["address"])]) + "\n"


def qr_drawing(address: str) -> str:
    """An SVG of its own, black on white."""
    drawing = io.BytesIO()
    segno.make(address, error="m", mask=QR_MASK).save(
        drawing, kind="svg", border=2, xmldecl=False, svgns=True, light="#fff"
    )
    return drawing.getvalue().decode()
