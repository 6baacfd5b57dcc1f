"""One service as its page tells it, in the order of a frightened person's questions: what, for me?, how, where and when.

A fact nobody knows is said to be unknown; each group of facts names its source and year. Everything but the hours of this
minute and the visitor's list depends only on the facts and the day: that much is rendered once and kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from html import unescape
from urllib.parse import quote

import segno
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from catalogue import closing
from catalogue.cards import FORM_ICONS, FormLine, Freshness, freshness, in_one_sentence, phone_label, where
from catalogue.knowledge import Knowledge, knowledge_and_version
from catalogue.models import ContactKind, RecordType
from catalogue.offline.copies import is_private
from catalogue.opening import state
from catalogue.service_advice import exclusions, general_note, reasons, steps
from catalogue.service_facts import ContactFacts, KindFacts, ServiceFacts, read_service_facts, service_facts_text
from catalogue.service_rows import FactGroup, fact_group, map_url, other_place, place_of
from catalogue.structured_data import service_thing
from sociopoint.context import desk
from sociopoint.languages import czech_address
from sociopoint.ready import HOLE, Kept, Piece, render_piece
from sociopoint.structured_data import script
from sociopoint.translated import czech, in_language
from sociopoint.typography import typeset

PAGES_KEPT = 1000  # in each process: some 20 MB
QR_MASK, QR_BORDER = 2, 2
ONLY_LIST = 1  # hole in a page whose hours do not change with the minute
_DARK = re.compile(b"\x01+")
WITHOUT_KIND = {
    RecordType.REGISTERED: gettext_lazy("Sociální služba"),
    RecordType.RELATED: gettext_lazy("Další pomoc"),
    RecordType.SEASONAL: gettext_lazy("Sezónní pomoc"),
    RecordType.FRONT_DESK: gettext_lazy("Místo prvního kontaktu"),
    RecordType.OFFICE: gettext_lazy("Úřad nebo instituce"),
}


@dataclass(frozen=True)
class ServicePage:
    """What `catalogue/_service.html` prints."""

    number: str
    kind_name: str
    further_kinds: str
    name: str
    organisation_name: str
    organisation_url: str
    lead: str
    notice: str
    closures: list[str]
    others_url: str
    phone: str
    phone_label: str
    no_phone_label: str
    more_phones: list[dict[str, str]]
    hours: dict[str, str]
    where: str
    forms: list[FormLine]
    freshness: Freshness
    yes: list[str]
    no: list[dict[str, str]]
    general_note: str
    steps: list[dict[str, str]]
    facts: list[FactGroup]
    places: list[dict[str, str]]
    situations: list[dict[str, str]]
    address: str
    qr: SafeString
    map_url: str
    report_url: str
    leaflet_url: str
    easy_url: str
    """How to start in easy Czech; '' where there is nothing to start with."""
    agreed: tuple[int, str, int]
    """(organisation, its kind, version): what the network agreed on about it is printed by a tag of the network."""
    people: tuple[int, int]
    """(organisation, version): whom to talk to, printed by another."""
    structured: SafeString = SafeString("")  # noqa: RUF009  it never changes
    distance: str = ""


@dataclass(frozen=True, slots=True)
class ReadyService:
    """A page rendered but for the hours of the minute somebody looks at it and for their list."""

    slug: str
    name: str
    organisation_name: str
    lead: str
    body: Piece
    opening_hours: str
    is_private: bool
    """Having looked at it may endanger somebody, so no phone keeps it by itself."""

    def filled(self, now: datetime, list_line: SafeString) -> SafeString:
        """The body with the hours of this minute, where its hours depend on it, and what it offers for a list."""
        if self.body.holes == ONLY_LIST:
            return self.body.filled(list_line)
        hours = state(self.opening_hours, now)
        return self.body.filled(hours.state, hours.text, list_line)


def ready_service(pk: int, *, day: date, site: str) -> ReadyService | None:
    """The page of a published service on that day, None where there is no such; `site` begins its full address.

    One query while nothing in the catalogue changed since somebody looked, else one more for its facts.
    """
    known, version = knowledge_and_version()
    true_while, key = (known, version), (pk, day, site, get_language())
    ready = _kept.get(true_while, key)
    if ready is None and (facts := service_facts_text(pk)) is not None:
        ready = _ready(facts, day, site, get_language(), known)
        _kept.put(true_while, key, ready)
    return ready


@lru_cache(PAGES_KEPT)
def _ready(facts: bytes, day: date, site: str, language: str | None, known: Knowledge) -> ReadyService:
    """`language` only keeps the pages of different languages apart."""
    service = read_service_facts(facts, day)
    page = service_page(service, day=day, site=site)
    return ReadyService(
        slug=service.slug,
        name=page.name,
        organisation_name=page.organisation_name,
        lead=unescape(strip_tags(page.lead)),
        body=render_piece("catalogue/_service.html", {"service": page, "desk": desk(), "list_line": HOLE}),
        opening_hours=service.facilities[0].opening_hours if service.facilities else "",
        is_private=is_private(service, known),
    )


_kept: Kept[ReadyService] = Kept(PAGES_KEPT)
"""The same pages by number, until anything in the catalogue changes: then each asks first whether its own facts did."""


def service_page(service: ServiceFacts, *, day: date, site: str) -> ServicePage:
    first = service.facilities[0] if service.facilities else None
    is_over = service.is_over_on(day)
    phones = _phones(service)
    address = site + reverse("catalogue:service-by-number", args=[service.id])
    return ServicePage(
        number=str(service.id),
        kind_name=in_language(service.kind, "name")
        if service.kind
        else str(WITHOUT_KIND[RecordType(service.record_type)]),
        further_kinds=in_one_sentence(in_language(kind, "name") for kind in service.further_kinds),
        name=typeset(service.name),
        organisation_name=typeset(service.organisation.name),
        organisation_url=reverse("catalogue:organisation", args=[service.organisation.id, service.organisation.slug]),
        lead=_lead(service),
        notice=_notice(service, day),
        closures=[] if is_over else closing.sentences(service.closures, day),
        others_url=_others_url(service.kind) if is_over else "",
        phone=phones[0].value if phones and not is_over else "",
        phone_label=_phone_label(service, phones),
        no_phone_label=_("Zavolejte nám, najdeme jinou") if is_over else _("Číslo nemáme, spojíme vás"),
        more_phones=[] if is_over else [{"phone": other.value, "label": czech(other.note)} for other in phones[1:]],
        hours={} if is_over else _hours(service, day),
        where=where(place_of(first)) if first else "",
        forms=[FormLine(FORM_ICONS[form], str(form.label)) for form in service.given_forms],
        freshness=freshness(
            service.source_year,
            service.certainty,
            service.verified_on,
            day,
            has_phone=bool(phones) and not is_over,
        ),
        yes=[] if is_over else reasons(service),
        no=[] if is_over else exclusions(service),
        general_note=general_note(service),
        steps=[] if is_over else list(steps(service, phones[0].value if phones else "")),
        facts=[fact_group(service, first)],
        places=[other_place(facility) for facility in service.facilities[1:]],
        situations=[
            {"name": typeset(in_language(one, "name")), "url": reverse("situation", args=[one.slug])}
            for one in service.situations
        ],
        address=address,
        qr=qr_code(address),
        map_url="" if is_over else map_url(service, first),
        report_url=reverse("catalogue:service-report", args=[service.id]),
        leaflet_url="" if is_over else reverse("paper:service", args=[service.id]),
        easy_url="" if is_over else czech_address("catalogue:service-easily", service.id, service.slug),
        structured=script(thing) if (thing := service_thing(service, day)) else SafeString(""),
        agreed=(service.organisation.id, service.organisation.kind, 0 if is_over else service.agreements),
        people=(service.organisation.id, 0 if is_over else service.people),
    )


def _lead(service: ServiceFacts) -> str:
    summary = service.summary or (service.kind.summary if service.kind else "")
    ours = _("Co přesně dělají, vám řeknou po telefonu. Rádi vás s nimi spojíme.")
    return czech(typeset(summary)) if summary else typeset(ours)


def _notice(service: ServiceFacts, day: date) -> str:
    if service.valid_until and service.is_over_on(day):
        end = date_format(service.valid_until, _("j. n. Y"))
        return typeset(_("Tato služba skončila %(day)s. Zavolejte nám, najdeme jinou.") % {"day": end})
    if service.valid_from and service.valid_from > day:
        begin = date_format(service.valid_from, _("j. n. Y"))
        return typeset(_("Tato služba začne až %(day)s.") % {"day": begin})
    return ""


def _others_url(kind: KindFacts | None) -> str:
    search = reverse("catalogue:service-list")
    return f"{search}?druh={kind.section or kind.code}" if kind else search


def _phones(service: ServiceFacts) -> list[ContactFacts]:
    """The service's own, else those of the organisation."""
    for contacts in (service.contacts, service.organisation_contacts):
        if phones := [contact for contact in contacts if contact.kind == ContactKind.PHONE]:
            return phones
    return []


def _phone_label(service: ServiceFacts, phones: list[ContactFacts]) -> str:
    first = {"number": phones[0].value, "note": phones[0].note} if phones else None
    return phone_label({"phone": first, "phone_is_own": bool(phones) and phones[0] in service.contacts})


def _hours(service: ServiceFacts, day: date) -> dict[str, str]:
    """The tag of this minute is filled in later; a home where people live is simply always there."""
    if service.is_closed_on(day):
        return {"state": "closed", "text": _("Dočasně zavřeno")}
    if service.is_a_home:
        return {"state": "", "text": _("Bydlí se tu nepřetržitě, přijetí si domluvte")}
    return {"state": HOLE, "text": HOLE}


def report_url(subject: str) -> str:
    """A letter to the desk that says which record is meant; '' where the desk has no letter-box."""
    email = desk().email
    return f"mailto:{email}?subject={quote(subject)}" if email else ""


@lru_cache(PAGES_KEPT)
def qr_code(address: str) -> SafeString:
    """The address as an SVG for paper, a line for each run of dark squares. Drawn here, at a third of segno's time; one
    fixed mask, because trying all eight took most of the page's time and any of them can be read."""
    matrix = segno.make_qr(address, error="m", mask=QR_MASK).matrix
    size = len(matrix) + 2 * QR_BORDER
    lines = "".join(
        f"M{run.start()} {row}h{run.end() - run.start()}"
        for row, squares in enumerate(matrix)
        for run in _DARK.finditer(squares)
    )
    box = f"-{QR_BORDER} -{QR_BORDER}.5 {size} {size}"
    return mark_safe(f'<svg class="qr" viewBox="{box}" stroke="#000" aria-hidden="true"><path d="{lines}"/></svg>')  # noqa: S308  numbers only
