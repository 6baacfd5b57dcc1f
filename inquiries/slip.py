"""The slip a person leaves with: whom to call, when, where, what to bring. One in ten callers loses the numbers they were told.

It names nobody and says nothing of the inquiry; the return code is printed only while the worker has it in hand.
"""

from __future__ import annotations

import io
import json
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

import segno
import typst
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from catalogue.cards import freshness, where
from catalogue.models import ContactKind, Facility
from catalogue.opening import in_words
from catalogue.service_advice import steps
from catalogue.service_facts import ContactFacts, ServiceFacts, facts_of_services
from catalogue.service_rows import place_of
from inquiries.models import Inquiry, Referral, ReferralState
from sociopoint.context import desk
from sociopoint.typography import dialable, readable, typeset

FOLDER = Path(__file__).parent / "print"
NOT_PRINTED = (
    ReferralState.DRAFT,
    ReferralState.WITHDRAWN,
    ReferralState.DECLINED,
    ReferralState.REDIRECTED,
)
MOST_STEPS = 3
QR_MASK = 2  # any of the eight can be read; trying all of them takes ten times as long


@dataclass(frozen=True)
class Phone:
    dial: str
    read: str


@dataclass(frozen=True)
class SlipService:
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
class Slip:
    """Everything the paper says, for the page and for the PDF alike."""

    heading: str
    lead: str
    services: list[SlipService]
    desk: dict[str, object]
    words: dict[str, str]
    code: str | None
    title: str
    author: str
    description: str
    footer: str
    large: bool = field(default=False)


def slip_of(inquiry: Inquiry, *, site: str, code: str = "") -> Slip:
    """The slip of what was marked for it (`Referral.on_slip`); `site` begins the addresses of pages. Two queries."""
    today = timezone.localdate()
    marked = (
        inquiry.referrals.filter(on_slip=True)
        .exclude(state__in=NOT_PRINTED)
        .select_related("facility__place")
        .defer("brief", "partner_message", "worker_message", "responder_name")
    )
    referrals: dict[object, Referral] = {}
    for referral in marked:
        referrals.setdefault(referral.service_id or referral.target_name, referral)
    facts = facts_of_services([one.service_id for one in referrals.values() if one.service_id], today)
    ours, day = desk(), date_format(today, "j. n. Y")
    return Slip(
        heading=_("Kam se obrátit"),
        lead=typeset(_("Vytištěno %(day)s. Než někam pojedete, zavolejte tam.") % {"day": day}),
        services=[
            _printed(referral, facts.get(referral.service_id or 0), site, today) for referral in referrals.values()
        ],
        desk={
            "heading": _("Nevíte si rady? Zavolejte nám"),
            "label": f"SOCIOPOINT {ours.city}",
            "phone": asdict(_phone(ours.phone)),
            "address": typeset(", ".join(part for part in (ours.address, ours.hours) if part)),
        },
        words={
            "first_step": _("Jak začít"),
            "bring": _("Vezměte s sebou"),
            "where": _("Kde"),
            "hours": _("Otevřeno"),
            "code": _("Váš kód, kdybyste se chtěli vrátit. Jméno k němu nepotřebujete:"),
            "code_use": _("Řekněte ho u nás, po telefonu, nebo ho napište na stránce %(address)s")
            % {"address": site.partition("://")[2] + reverse("inquiries_public:my-question")},
        },
        code=code or None,
        title=_("Kam se obrátit"),
        author=f"SOCIOPOINT {ours.city}",
        description=_("Lístek s kontakty na pomoc"),
        footer=f"SOCIOPOINT {ours.city}, {day}",
    )


def slip_pdf(slip: Slip, *, large: bool = False) -> bytes:
    """A5, or A4 in large print; tagged PDF/UA-1 in Czech, with our own fonts only. 15 to 30 ms."""
    made = _compiler().compile(
        format="pdf", sys_inputs={"slip": json.dumps(asdict(replace(slip, large=large)))}, pdf_standards=["ua-1"]
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gave several files for one document")
    return made


def slip_text(slip: Slip) -> str:
    """The same for a letter."""
    lines = [slip.heading, slip.lead]
    for service in slip.services:
        lines += ["", service.name, service.organisation]
        lines.append(service.phone.read if service.phone else service.no_phone)
        for term, values in (
            (slip.words["first_step"], service.first_step),
            (slip.words["bring"], service.bring),
            (slip.words["where"], service.where),
            (slip.words["hours"], service.hours),
        ):
            lines += [f"{term}: {', '.join(values)}"] if values else []
        lines += [text for text in (service.source, service.address) if text]
    phone = _phone(desk().phone)
    return "\n".join([*lines, "", f"{slip.desk['heading']}: {phone.read}", str(slip.desk["address"])]) + "\n"


@cache
def _compiler() -> typst.Compiler:
    """Kept in each process with its fonts read; nothing of the system's, so that every instance prints the same."""
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[FOLDER])
    return typst.Compiler(input=FOLDER / "slip.typ", root=FOLDER, font_paths=fonts)


def _printed(referral: Referral, service: ServiceFacts | None, site: str, today: date) -> SlipService:
    if service is None:
        return _without_card(referral)
    phones = [c for c in (*service.contacts, *service.organisation_contacts) if c.kind == ContactKind.PHONE]
    hints = [step["text"] or step["title"] for step in steps(service, phones[0].value if phones else "")]
    bring = service.what_to_bring or (service.kind.bring_hint if service.kind else "")
    address = site + reverse("catalogue:service-by-number", args=[service.id])
    sure = freshness(service.source_year, service.certainty, service.verified_on, today)
    return SlipService(
        name=typeset(service.name),
        organisation=typeset(service.organisation.name),
        phone=_phone(phones[0].value) if phones else None,
        phone_label=_label(phones),
        no_phone=_("Číslo nemáme. Zavolejte nám, spojíme vás."),
        first_step=[hint for hint in hints if hint and hint != typeset(bring)][:MOST_STEPS],
        bring=[typeset(bring)] if bring else [],
        where=_where(referral.facility, service),
        hours=_hours(referral.facility, service),
        source=sure.text,
        qr=qr_drawing(address),
        qr_alt=_("Kód QR se stránkou služby %(name)s") % {"name": service.name},
        address=address,
    )


def _without_card(referral: Referral) -> SlipService:
    """An organisation, somebody outside the catalogue, or a service no longer published: what was known when handing over."""
    return SlipService(
        name=typeset(referral.target_name),
        organisation="",
        phone=_phone(referral.target_phone) if referral.target_phone else None,
        phone_label=_("Zavolat"),
        no_phone=_("Číslo nemáme. Zavolejte nám, spojíme vás."),
        first_step=[],
        bring=[],
        where=[],
        hours=[],
        source="",
        qr=None,
        qr_alt="",
        address="",
    )


def _phone(number: str) -> Phone:
    dial = dialable(number) or number
    return Phone(dial, readable(dial))


def _label(phones: list[ContactFacts]) -> str:
    note = phones[0].note if phones else ""
    return typeset(_("Zavolat (%(note)s)") % {"note": note} if note else _("Zavolat"))


def _where(chosen: Facility | None, service: ServiceFacts) -> list[str]:
    """The place that was chosen, else the first one; a secret address is never printed."""
    if chosen is not None:
        place = chosen.place
        text = where(
            {
                "secret": chosen.is_secret,
                "address": chosen.address,
                "place": place.name if place else "",
                "place_kind": place.kind if place else "",
            }
        )
    else:
        text = where(place_of(service.facilities[0])) if service.facilities else ""
    return [text] if text else []


def _hours(chosen: Facility | None, service: ServiceFacts) -> list[str]:
    first = service.facilities[0] if service.facilities else None
    notation = chosen.opening_hours if chosen else first.opening_hours if first else ""
    return in_words(notation) if notation else []


def qr_drawing(address: str) -> str:
    """An SVG of its own, black on white."""
    drawing = io.BytesIO()
    segno.make(address, error="m", mask=QR_MASK).save(
        drawing, kind="svg", border=2, xmldecl=False, svgns=True, light="#fff"
    )
    return drawing.getvalue().decode()
