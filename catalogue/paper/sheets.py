"""Leaflets to be cut and posters: what they say, and the PDF/UA made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from catalogue.leaflet import Phone, desk_on_paper, printed_service, qr_drawing
from catalogue.service_facts import ServiceFacts
from situations.models import CrisisLine, LifeSituation
from sociopoint.context import desk
from sociopoint.documents import make_pdf
from sociopoint.translated import czech, in_language, is_in_language
from sociopoint.typography import dialable, readable, typeset

FOLDER = Path(__file__).parent.parent / "print"
PER_SHEET = (1, 2, 4)
PAPERS = ("a4", "a3")
MOST_SERVICES = {1: 6, 2: 5, 4: 3}
"""Of a situation's leaflet, by how many are on a sheet; those that do not fit are left out from the end."""
MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 28"><path fill="#0b5156" d="M0 28V11a11 11 0 0 1 22 0v17z"/>'
    '<circle fill="#ffc94a" cx="11" cy="12" r="5"/></svg>'
)


@dataclass(frozen=True)
class SmallService:
    """A service as one of several on a leaflet."""

    name: str
    organisation: str
    phone: Phone | None
    no_phone: str
    where: str


@dataclass(frozen=True)
class Piece:
    """One leaflet; `facts` are (term, lines) from the most needed on, empty texts are left out."""

    heading: str
    organisation: str
    lead: str
    phone: Phone | None
    phone_label: str
    no_phone: str
    facts: list[tuple[str, list[str]]]
    source: str
    qr: str
    qr_alt: str
    qr_say: str
    address: str
    services: list[SmallService] = field(default_factory=list)
    desk: dict[str, object] = field(default_factory=desk_on_paper)


def of_service(service: ServiceFacts, *, site: str, today: date) -> Piece:
    """A secret address is never printed."""
    printed = printed_service(service, site=site, today=today)
    summary = service.summary or (service.kind.summary if service.kind else "")
    facts = [
        (_("Jak začít"), printed.first_step),
        (_("Kde"), printed.where),
        (_("Otevřeno"), printed.hours),
        (_("Vezměte s sebou"), printed.bring),
    ]
    return Piece(
        heading=printed.name,
        organisation="" if service.organisation.name in service.name else printed.organisation,
        lead=czech(typeset(summary)),
        phone=printed.phone,
        phone_label=printed.phone_label,
        no_phone=printed.no_phone,
        facts=[(term, lines) for term, lines in facts if lines],
        source=printed.source,
        qr=printed.qr or qr_drawing(printed.address),
        qr_alt=printed.qr_alt,
        qr_say=_("Vyfoťte mobilem, otevře se stránka služby."),
        address=printed.address,
    )


def of_situation(
    situation: LifeSituation,
    services: Sequence[ServiceFacts],
    lines: Sequence[CrisisLine],
    *,
    place: str,
    site: str,
    today: date,
) -> Piece:
    """What to do first, whom to call and who helps in that place; `place` is '' for the instance's own city."""
    address = site + reverse("situation", args=[situation.slug])
    calls = [f"{line.title} {readable(dialable(line.phone) or line.phone)}" for line in lines]
    facts = [
        (_("Zavolejte hned") if situation.is_urgent else _("Kdo vás vyslechne"), [typeset(call) for call in calls[:3]]),
        (_("Co udělat nejdřív"), situation.steps[:4]),
    ]
    day = date_format(today, _("j. n. Y"))
    return Piece(
        heading=typeset(situation.title),
        organisation=czech(typeset(place)),
        lead=_lead(situation),
        phone=None,
        phone_label="",
        no_phone="",
        facts=[(term, said) for term, said in facts if said],
        source=typeset(_("Vytištěno %(day)s. Než někam pojedete, zavolejte tam.") % {"day": day}),
        qr=qr_drawing(address),
        qr_alt=_("Kód QR se stránkou situace %(name)s") % {"name": situation.title},
        qr_say=_("Vyfoťte mobilem, ukáže další pomoc."),
        address=address,
        services=[_small(service, site, today) for service in services],
    )


def _lead(situation: LifeSituation) -> str:
    """In its language only: what somebody cannot read does not make them stop before a poster."""
    own = in_language(situation, "lead") if is_in_language(situation, "lead") else ""
    return typeset(own or _("Nejste v tom sami. Najdeme, kdo pomůže. Zdarma a beze jména."))


def _small(service: ServiceFacts, site: str, today: date) -> SmallService:
    printed = printed_service(service, site=site, today=today)
    return SmallService(
        name=printed.name,
        organisation="" if service.organisation.name in service.name else printed.organisation,
        phone=printed.phone,
        no_phone=printed.no_phone,
        where=printed.where[0] if printed.where else "",
    )


def sheet_pdf(pieces: Sequence[Piece], *, per_sheet: int, title: str) -> bytes:
    """Tagged PDF/UA-1 on A4. One leaflet fills its sheet with copies to be cut; several follow one another."""
    copies = list(pieces) * per_sheet if len(pieces) == 1 else list(pieces)
    if per_sheet > 1 and len(copies) % per_sheet:
        copies += [copies[-1]] * (per_sheet - len(copies) % per_sheet)
    most = MOST_SERVICES[per_sheet]
    cells = [asdict(replace(piece, services=piece.services[:most])) for piece in copies]
    contents = {"per_sheet": per_sheet, "cells": cells, "title": title, **_made_by()}
    return make_pdf(FOLDER / "sheet.typ", contents)


def poster_pdf(situation: LifeSituation | None, *, paper: str, site: str, today: date) -> bytes:
    """A4 or A3 for a wall: a question somebody recognises, a picture to photograph, our number."""
    if situation is None:
        address = f"{site}/"
        heading = _("Nevíte, kam se obrátit?")
        lead = _("Řekněte, co se děje. Najdeme, kdo pomůže. Zdarma, i když neřeknete jméno.")
    else:
        address = site + reverse("situation", args=[situation.slug])
        heading = situation.title
        lead = _lead(situation)
    contents = {
        "paper": paper,
        "heading": typeset(heading),
        "lead": typeset(lead),
        "mark": MARK,
        "mark_alt": _("Dveře s rozsvíceným světlem, značka SOCIOPOINTu"),
        "qr": qr_drawing(address),
        "qr_alt": _("Kód QR se stránkou %(address)s") % {"address": address},
        "qr_say": _("Vyfoťte mobilem, nebo napište do prohlížeče"),
        "address": address.partition("://")[2].rstrip("/"),
        "desk": desk_on_paper() | {"heading": _("Raději s člověkem? Zavolejte")},
        "footer": typeset(_("Vytištěno %(day)s.") % {"day": date_format(today, _("j. n. Y"))}),
        "title": heading,
        **_made_by(),
    }
    return make_pdf(FOLDER / "poster.typ", contents)


def _made_by() -> dict[str, str]:
    return {"author": f"SOCIOPOINT {desk().city}", "description": _("Kontakty na pomoc k vytištění")}
