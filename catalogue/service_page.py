"""One service as its page tells it, in the order of a frightened person's questions: what, for me?, how, where and when.

A fact nobody knows is said to be unknown; each group of facts names its source and year.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import segno
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.cards import (
    FORM_ICONS,
    FormLine,
    Freshness,
    card_content,
    freshness,
    in_one_sentence,
    phone_label,
    price,
    where,
)
from catalogue.models import (
    CapacityUnit,
    Certainty,
    ContactKind,
    Facility,
    FormOfCare,
    PlaceKind,
    Precision,
    RecordType,
    Service,
)
from catalogue.opening import HoursNow, in_words, state
from sociopoint.typography import typeset

Context = dict[str, Any]
QR_MASK = 2


@dataclass(frozen=True)
class Fact:
    """One row of the facts: a term, its lines, and a link where the reader can go on."""

    term: str
    lines: list[str]
    link_text: str = ""
    url: str = ""


@dataclass(frozen=True)
class FactGroup:
    """Facts that share a source."""

    rows: list[Fact]
    source: str
    source_url: str = ""
    source_name: str = ""


@dataclass(frozen=True)
class ServicePage:
    """What `catalogue/service.html` prints."""

    kind_name: str
    name: str
    organisation_name: str
    organisation_url: str
    lead: str
    ended: str
    phone: str
    phone_label: str
    more_phones: list[dict[str, str]]
    hours: dict[str, str]
    where: str
    forms: list[FormLine]
    freshness: Freshness
    yes: list[str]
    no: list[dict[str, str]]
    steps: list[dict[str, str]]
    facts: list[FactGroup]
    places: list[dict[str, str]]
    address: str
    qr: SafeString
    map_url: str
    back_url: str
    distance: str = ""
    report_url: str = ""


def service_page(service: Service, *, address: str, back_url: str, now: datetime) -> ServicePage:
    """The page of a service loaded with `for_page()`; `address` is its full address, for the QR code. No query."""
    content = card_content(service)
    facilities = [f for f in service.facilities.all() if f.provided_until is None or f.provided_until >= now.date()]
    first = facilities[0] if facilities else None
    place = content["facilities"].get(str(first.pk), {}) if first else {}
    forms = service.given_forms
    return ServicePage(
        kind_name=service.kind.title if service.kind else service.get_record_type_display(),
        name=typeset(service.name),
        organisation_name=typeset(service.organisation.name),
        organisation_url=service.organisation.get_absolute_url(),
        lead=content["summary"] or _("Co přesně dělají, vám řeknou po telefonu. Rádi vás s nimi spojíme."),
        ended=_ended(service, now),
        phone="" if _ended(service, now) else (content["phone"] or {}).get("number", ""),
        phone_label=phone_label(content),
        more_phones=_more_phones(service, content),
        hours=_hours(forms, first, now),
        where=where(place),
        forms=[FormLine(FORM_ICONS[form], str(form.label)) for form in forms],
        freshness=freshness(content["year"], content["certainty"], content["verified"], now.date()),
        yes=_reasons(service),
        no=list(_exclusions(service)),
        steps=list(_steps(service, content)),
        facts=[FactGroup(list(_facts(service, content, first)), *_source(service))],
        places=[_other_place(facility) for facility in facilities[1:]],
        address=address,
        qr=_qr(address),
        map_url=_map_url(first),
        back_url=back_url,
    )


def _ended(service: Service, now: datetime) -> str:
    if service.valid_until and service.valid_until < now.date():
        day = date_format(service.valid_until, "j. n. Y")
        return typeset(_("Tato služba skončila %(day)s. Zavolejte nám, najdeme jinou.") % {"day": day})
    if service.valid_from and service.valid_from > now.date():
        day = date_format(service.valid_from, "j. n. Y")
        return typeset(_("Tato služba začne až %(day)s.") % {"day": day})
    return ""


def _more_phones(service: Service, content: Context) -> list[dict[str, str]]:
    owner = service if content["phone_is_own"] else service.organisation
    phones = [contact for contact in owner.contacts.all() if contact.kind == ContactKind.PHONE]
    return [{"phone": contact.value, "label": contact.note} for contact in phones[1:]]


def _hours(forms: list[FormOfCare], facility: Facility | None, now: datetime) -> dict[str, str]:
    """The tag and the words beside it; a home where people live is simply always there."""
    if FormOfCare.RESIDENTIAL in forms and FormOfCare.AMBULATORY not in forms:
        return {"state": "open", "tag": "", "text": _("Bydlí se tu nepřetržitě, přijetí si domluvte")}
    current: HoursNow = state(facility.opening_hours if facility else "", now)
    return {"state": str(current.state), "tag": "", "text": current.text}


def _reasons(service: Service) -> list[str]:
    """The service's own reasons, else those of its kind and the groups it is registered for."""
    own = [line.strip() for line in service.for_whom.splitlines() if line.strip()]
    if own:
        return [typeset(reason) for reason in own]
    reasons = service.kind.for_whom.splitlines() if service.kind else []
    groups = [group.title for group in service.target_groups.all()]
    if groups:
        listed = in_one_sentence(groups)
        listed = listed[0].lower() + listed[1:]
        reasons = [_("jste mezi těmi, komu je služba určená: %(groups)s") % {"groups": listed}, *reasons]
    if service.age_from or service.age_to:
        reasons = [*reasons, _age(service)]
    return [typeset(reason) for reason in reasons]


def _age(service: Service) -> str:
    if service.age_from and service.age_to:
        return _("je člověku od %(from)d do %(to)d let") % {"from": service.age_from, "to": service.age_to}
    if service.age_from:
        return _("je člověku aspoň %(from)d let") % {"from": service.age_from}
    return _("je člověku nejvýš %(to)d let") % {"to": service.age_to}


def _exclusions(service: Service) -> Iterator[dict[str, str]]:
    """For what it is not, always with a way on: a service, a kind near here, or a profession."""
    own = list(service.exclusions.all())
    rows: list[Any] = own or (list(service.kind.guidance.all()) if service.kind else [])
    search = reverse("catalogue:service-list")
    for row in rows:
        instead: Service | None = getattr(row, "instead_service", None)
        if instead is not None:
            way = {"instead": _("Zkuste"), "link_text": instead.name, "url": instead.get_absolute_url()}
        elif row.instead_kind is not None:
            url = f"{search}?druh={row.instead_kind.public_code}"
            way = {"instead": _("Zkuste:"), "link_text": row.instead_kind.title, "url": url}
        else:
            way = {"instead": _("Obraťte se na %(whom)s.") % {"whom": row.instead_text}, "link_text": "", "url": ""}
        yield {"need": typeset(row.need)} | way


def _steps(service: Service, content: Context) -> Iterator[dict[str, str]]:
    """Phone first; then the service's own steps, or what its kind usually asks."""
    hint = service.kind.start_hint if service.kind else ""
    if content["phone"]:
        yield {"title": _("Zavolejte na"), "phone": content["phone"]["number"], "text": typeset(hint)}
    else:
        yield {"title": _("Zavolejte nám, spojíme vás"), "phone": "", "text": typeset(hint)}
    for line in filter(None, map(str.strip, service.how_to_start.splitlines())):
        yield {"title": typeset(line), "phone": "", "text": ""}
    if service.record_type == RecordType.REGISTERED and not service.how_to_start:
        yield {
            "title": _("Domluvte se, co potřebujete"),
            "phone": "",
            "text": _("Řeknou vám, jestli mají místo, co to stojí a jak to půjde dál. Nic tím nepodepisujete."),
        }
    bring = service.what_to_bring or (service.kind.bring_hint if service.kind else "")
    if bring:
        yield {"title": _("Vezměte s sebou"), "phone": "", "text": typeset(bring)}


def _facts(service: Service, content: Context, facility: Facility | None) -> Iterator[Fact]:
    yield _address_fact(facility)
    yield _hours_fact(service, facility)
    yield Fact(_("Cena"), [price(content["free"], content["price"]) or _("Nevíme, zeptejte se předem.")])
    if capacity := _capacity(service):
        yield Fact(_("Kolik lidí"), capacity)
    yield Fact(_("Volná místa"), [_free_places(service)])
    yield _barrier_fact(facility)
    if facility and facility.transport_stop:
        yield Fact(_("Zastávka"), [typeset(facility.transport_stop)])
    if service.anonymous:
        yield Fact(_("Beze jména"), [_("Ano, jméno říkat nemusíte.")])
    if service.area_served.all():
        yield Fact(_("Kam přijedou"), [", ".join(place.name for place in service.area_served.all())])
    yield from _contact_facts(service)
    if service.note:
        yield Fact(_("Dobré vědět"), [typeset(service.note)])
    if service.kind and service.kind.section:
        law = _("%(name)s, § %(section)s zákona č. 108/2006 Sb., o sociálních službách")
        yield Fact(
            _("Podle zákona"), [typeset(law % {"name": service.kind.official_name, "section": service.kind.section})]
        )


def _address_fact(facility: Facility | None) -> Fact:
    if facility is None:
        return Fact(_("Adresa"), [_("Nevíme, zeptejte se.")])
    if facility.is_secret:
        return Fact(_("Adresa"), [_("Tají se, aby tu lidé byli v bezpečí. Zavolejte, řeknou vám, kam přijít.")])
    postcode = f"{facility.postcode[:3]}\u00a0{facility.postcode[3:]}" if len(facility.postcode) == 5 else ""
    place = facility.place
    is_part = place is not None and place.kind in (PlaceKind.PART, PlaceKind.CITY_DISTRICT)
    part, municipality = (place.name, place.context) if place and is_part else ("", place.name if place else "")
    town = f"{postcode} {municipality}".strip()
    lines = [typeset(line) for line in (facility.address, facility.address_note, part, town) if line]
    if facility.precision == Precision.MUNICIPALITY and not facility.address:
        lines = [_("%(town)s. Přesnou adresu neznáme, zeptejte se.") % {"town": town}]
    url = _map_url(facility)
    return Fact(_("Adresa"), lines or [_("Nevíme, zeptejte se.")], _("Ukázat na mapě") if url else "", url)


def _hours_fact(service: Service, facility: Facility | None) -> Fact:
    lines = in_words(facility.opening_hours) if facility and facility.opening_hours else []
    return Fact(_("Otevřeno"), lines or [_("Hodiny neznáme, před cestou zavolejte.")])


def _capacity(service: Service) -> list[str]:
    """The registered maximum, said as such: it is never the number of free places."""
    sentences = {
        CapacityUnit.CLIENTS: lambda n: ngettext("Najednou %(n)d člověk", "Najednou %(n)d lidí", n),
        CapacityUnit.BEDS: lambda n: ngettext("%(n)d lůžko", "%(n)d lůžek", n),
        CapacityUnit.CONTACTS: lambda n: ngettext(
            "%(n)d krátký kontakt najednou", "%(n)d krátkých kontaktů najednou", n
        ),
        CapacityUnit.INTERVENTIONS: lambda n: ngettext("%(n)d rozhovor najednou", "%(n)d rozhovorů najednou", n),
        CapacityUnit.CALLS: lambda n: ngettext("%(n)d hovor najednou", "%(n)d hovorů najednou", n),
    }
    return [
        typeset(sentences[CapacityUnit(capacity.unit)](capacity.count) % {"n": capacity.count})
        + (f" ({capacity.note})" if capacity.note else "")
        for form in service.forms.all()
        for capacity in form.capacities.all()
    ]


def _free_places(service: Service) -> str:
    if service.free_places is None:
        return _("Neznáme, zeptejte se.")
    if service.free_places_reported_at is None:
        raise ValueError("free places without their time: the table refuses it")
    day = date_format(service.free_places_reported_at, "j. n. Y")
    if not service.free_places:
        return typeset(_("Teď žádné (hlášeno %(day)s). Zeptejte se na čekací seznam.") % {"day": day})
    text = ngettext("%(n)d volné místo (hlášeno %(day)s)", "%(n)d volných míst (hlášeno %(day)s)", service.free_places)
    return typeset(text % {"n": service.free_places, "day": day})


def _barrier_fact(facility: Facility | None) -> Fact:
    known = facility.barrier_free if facility else None
    text = {
        True: _("Ano."),
        False: _("Ne, jsou tu schody nebo úzké dveře. Zavolejte předem."),
        None: _("Nevíme. Ptejte se na výtah a na toaletu pro vozík."),
    }[known]
    return Fact(_("Bez bariér"), [facility.barrier_free_note if facility and facility.barrier_free_note else text])


def _contact_facts(service: Service) -> Iterator[Fact]:
    for owner in (service, service.organisation):
        contacts = [c for c in owner.contacts.all() if c.kind in (ContactKind.EMAIL, ContactKind.WEB)]
        for contact in contacts:
            if contact.kind == ContactKind.EMAIL:
                yield Fact(_("E-mail"), [], contact.value, f"mailto:{contact.value}")
            else:
                yield Fact(_("Web"), [], urlsplit(contact.value).netloc or contact.value, contact.value)
        if contacts:
            return


def _source(service: Service) -> tuple[str, str, str]:
    """Where the facts are from, and the name of the link to it."""
    if service.certainty == Certainty.REGISTER:
        return _("Údaje z registru poskytovatelů sociálních služeb."), "", ""
    if service.certainty == Certainty.NAME_ONLY or not service.source_url:
        return _("Zdroj údajů zatím nemáme. Ověřte si je po telefonu."), "", ""
    address = service.source_url if service.source_url.startswith("https://") else ""
    name = urlsplit(address or service.source_url).netloc or service.source_url
    certainty = service.get_certainty_display()
    if service.source_year:
        text = _("Údaje z roku %(year)d, %(certainty)s.") % {"year": service.source_year, "certainty": certainty}
    else:
        text = _("Údaje: %(certainty)s.") % {"certainty": certainty}
    return typeset(text), address, name if address else ""


def _other_place(facility: Facility) -> dict[str, str]:
    return {
        "name": typeset(facility.name),
        "address": where(
            {
                "secret": facility.is_secret,
                "address": facility.address,
                "place": facility.place.name if facility.place else "",
                "place_kind": facility.place.kind if facility.place else "",
            }
        ),
        "hours": "; ".join(in_words(facility.opening_hours)) if facility.opening_hours else "",
    }


def _map_url(facility: Facility | None) -> str:
    """Only where the point is worth a map: the middle of a whole city would mislead."""
    if facility is None or facility.lat is None or facility.precision == Precision.MUNICIPALITY:
        return ""
    return f"{reverse('catalogue:map')}?sluzba={facility.service_id}"


@lru_cache(maxsize=1024)
def _qr(address: str) -> SafeString:
    """The address as an SVG; no style attributes, so the policy holds. Trying all eight masks took most of the page's
    time; any of them can be read."""
    svg = segno.make(address, error="m", mask=QR_MASK).svg_inline(
        scale=3, border=2, omitsize=False, svgclass="qr", lineclass=None
    )
    return mark_safe(svg)  # noqa: S308  segno's own drawing of our own address
