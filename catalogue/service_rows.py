"""Where, when and for how much: the rows of a service's facts, with what nobody knows said to be unknown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.cards import price, where
from catalogue.models import CapacityUnit, Certainty, ContactKind, FormOfCare, PlaceKind, Precision
from catalogue.models.code_lists import KindCategory
from catalogue.opening import in_words
from catalogue.question import LANGUAGES
from catalogue.service_facts import CARE_ALLOWANCE, ContactFacts, FacilityFacts, ServiceFacts
from sociopoint.czech_order import sort_key
from sociopoint.translated import czech, with_czech
from sociopoint.typography import typeset


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


def fact_group(service: ServiceFacts, facility: FacilityFacts | None) -> FactGroup:
    return FactGroup(list(_facts(service, facility)), *_source(service))


def _facts(service: ServiceFacts, facility: FacilityFacts | None) -> Iterator[Fact]:
    yield _address(service, facility)
    yield from _area(service)
    yield _hours(service, facility)
    yield _price(service)
    if service.capacities:
        yield Fact(_("Kolik lidí"), _capacity(service))
    yield Fact(_("Volná místa"), _free_places(service))
    yield _barriers(facility)
    if facility and facility.transport_stop:
        yield Fact(_("Zastávka"), [czech(typeset(facility.transport_stop))])
    if service.languages:
        yield Fact(_("Domluvíte se"), [_languages(service.languages)])
    if service.anonymous:
        yield Fact(_("Beze jména"), [_("Ano, jméno říkat nemusíte.")])
    yield from list(contact_facts(service.contacts)) or contact_facts(service.organisation_contacts)
    if service.note:
        yield Fact(_("Dobré vědět"), [czech(typeset(line)) for line in service.note.splitlines() if line.strip()])
    if service.kind and service.kind.section:
        law = _("%(name)s, § %(section)s zákona č. 108/2006 Sb., o sociálních službách")
        name = typeset(service.kind.official_name)
        yield Fact(_("Podle zákona"), [with_czech(typeset(law), name=name, section=service.kind.section)])


def _address(service: ServiceFacts, facility: FacilityFacts | None) -> Fact:
    if facility is None:
        return Fact(_("Adresa"), [_("Nevíme, zeptejte se.")])
    if facility.is_secret:
        return Fact(_("Adresa"), [_("Tají se, aby tu lidé byli v bezpečí. Zavolejte, řeknou vám, kam přijít.")])
    is_part = facility.place_kind in (PlaceKind.PART, PlaceKind.CITY_DISTRICT)
    part, municipality = (facility.place, facility.place_context) if is_part else ("", facility.place)
    if municipality.split(",")[0] == part:  # the part of a town that bears the town's own name
        part = ""
    town = f"{spaced_postcode(facility.postcode)} {municipality}".strip()
    lines = [czech(typeset(line)) for line in (facility.address, facility.address_note, part, town) if line]
    if facility.precision == Precision.MUNICIPALITY and not facility.address:
        lines = [with_czech(_("%(town)s. Přesnou adresu neznáme, zeptejte se."), town=town)]
    url = map_url(service, facility)
    return Fact(_("Adresa"), lines or [_("Nevíme, zeptejte se.")], _("Ukázat na mapě") if url else "", url)


def spaced_postcode(postcode: str) -> str:
    """`709 00`, '' for anything else."""
    return f"{postcode[:3]}\u00a0{postcode[3:]}" if len(postcode) == 5 else ""


def _area(service: ServiceFacts) -> Iterator[Fact]:
    if service.area_served:
        yield Fact(_("Kam přijedou"), [czech(typeset(", ".join(sorted(service.area_served, key=sort_key))))])
    elif FormOfCare.AT_HOME in service.given_forms:
        yield Fact(_("Kam přijedou"), [_("Nevíme. Zeptejte se, jestli přijedou i k vám.")])


def _hours(service: ServiceFacts, facility: FacilityFacts | None) -> Fact:
    lines = in_words(facility.opening_hours) if facility and facility.opening_hours else []
    if not lines and service.is_a_home:
        lines = [_("Bydlí se tu nepřetržitě, přijetí si domluvte.")]
    return Fact(_("Otevřeno"), lines or [_("Hodiny neznáme, před cestou zavolejte.")])


def _price(service: ServiceFacts) -> Fact:
    """What it costs and, for paid care, the allowance it can be paid from (§ 7 of Act 108/2006 Sb.)."""
    kind = service.kind
    free = service.free_of_charge
    if free is None:
        free = service.is_free_by_law or None
    lines = [price(free, typeset(service.price_note)) or _("Nevíme, zeptejte se předem.")]
    if kind is None or kind.category != KindCategory.CARE or free or not service.care_allowance:
        return Fact(_("Cena"), lines)
    lines.append(_("Platit se dá i z příspěvku na péči."))
    return Fact(_("Cena"), lines, _("Jak příspěvek získat"), reverse("situation", args=[CARE_ALLOWANCE]))


def _capacity(service: ServiceFacts) -> list[str]:
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
        + (with_czech(" (%(note)s)", note=capacity.note) if capacity.note else "")
        for capacity in service.capacities
    ]


def _free_places(service: ServiceFacts) -> list[str]:
    lines = [_free_now(service)]
    if service.waiting_note:
        lines.append(with_czech(_("Čeká se: %(how_long)s"), how_long=typeset(service.waiting_note)))
    return lines


def _free_now(service: ServiceFacts) -> str:
    if service.free_places is None:
        return _("Neznáme, zeptejte se.")
    if service.free_places_reported_at is None:
        raise ValueError("free places without their time: the table refuses it")
    day = date_format(timezone.localtime(service.free_places_reported_at), _("j. n. Y"))
    if not service.free_places:
        return typeset(_("Teď žádné (hlášeno %(day)s). Zeptejte se na čekací seznam.") % {"day": day})
    text = ngettext("%(n)d volné místo (hlášeno %(day)s)", "%(n)d volných míst (hlášeno %(day)s)", service.free_places)
    return typeset(text % {"n": service.free_places, "day": day})


def _barriers(facility: FacilityFacts | None) -> Fact:
    known = facility.barrier_free if facility else None
    text = {
        True: _("Ano."),
        False: _("Ne, jsou tu schody nebo úzké dveře. Zavolejte předem."),
        None: _("Nevíme. Ptejte se na výtah a na toaletu pro vozík."),
    }[known]
    return Fact(
        _("Bez bariér"), [czech(facility.barrier_free_note) if facility and facility.barrier_free_note else text]
    )


def _languages(codes: list[str]) -> str:
    names = {"cs": _("česky")} | LANGUAGES
    return ", ".join(str(names.get(code, code)) for code in codes)


def contact_facts(contacts: list[ContactFacts]) -> Iterator[Fact]:
    """Letter-boxes and webs; phones stand in the call box."""
    for contact in contacts:
        if contact.kind == ContactKind.EMAIL:
            yield Fact(_("E-mail"), [], contact.value, f"mailto:{contact.value}")
        elif contact.kind == ContactKind.WEB:
            yield Fact(_("Web"), [], urlsplit(contact.value).netloc or contact.value, contact.value)


def _source(service: ServiceFacts) -> tuple[str, str, str]:
    """Where the facts are from, and the name of the link to it."""
    if service.certainty == Certainty.REGISTER:
        return register_source(service.register_date), "", ""
    if service.certainty == Certainty.NAME_ONLY or not service.source_url:
        return _("Zdroj údajů zatím nemáme. Ověřte si je po telefonu."), "", ""
    address = service.source_url if service.source_url.startswith("https://") else ""
    name = urlsplit(address or service.source_url).netloc or service.source_url
    certainty = Certainty(service.certainty).label if service.certainty else ""
    if service.source_year and not certainty:
        text = _("Údaje z roku %(year)d.") % {"year": service.source_year}
    elif service.source_year:
        text = _("Údaje z roku %(year)d, %(certainty)s.") % {"year": service.source_year, "certainty": certainty}
    else:
        text = _("Údaje: %(certainty)s.") % {"certainty": certainty} if certainty else _("Zdroj údajů.")
    return before_link(text, address), address, name if address else ""


def before_link(sentence: str, address: str) -> str:
    """The sentence about a source as it stands before the link to it, where there is one."""
    return typeset(f"{sentence.removesuffix('.')}:" if address else sentence)


def register_source(read_on: date | None) -> str:
    if read_on is None:
        return _("Údaje z registru poskytovatelů sociálních služeb.")
    day = date_format(read_on, _("j. n. Y"))
    return typeset(_("Údaje z registru poskytovatelů sociálních služeb, jak v něm stály %(day)s.") % {"day": day})


def place_of(facility: FacilityFacts) -> dict[str, Any]:
    """What `where` says of it."""
    return {
        "secret": facility.is_secret,
        "address": facility.address,
        "place": facility.place,
        "place_kind": facility.place_kind,
    }


def other_place(facility: FacilityFacts) -> dict[str, str]:
    return {
        "name": typeset(facility.name),
        "address": where(place_of(facility)),
        "hours": "; ".join(in_words(facility.opening_hours)) if facility.opening_hours else "",
    }


def map_url(service: ServiceFacts, facility: FacilityFacts | None) -> str:
    """Only where the point is worth a map: the middle of a whole city would mislead."""
    if facility is None or facility.lat is None or facility.precision == Precision.MUNICIPALITY:
        return ""
    return f"{reverse('catalogue:map')}?sluzba={service.id}"
