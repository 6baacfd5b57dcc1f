"""Result cards: what is stored of a service for printing it quickly, and the card made of it for one person's search."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from catalogue import closing
from catalogue.models import Certainty, ContactKind, FormOfCare, PlaceKind, Precision
from sociopoint.translated import czech, with_czech
from sociopoint.typography import NBSP, dialable, readable, typeset

if TYPE_CHECKING:
    from catalogue.knowledge import Knowledge
    from catalogue.models import Contact, Facility, Service
    from catalogue.reach import Origin

OLD_AFTER, STALE_AFTER = 3, 7  # years: "call before you go", "we will verify it for you"
MOST_KINDS_SAID = 3
FORM_ICONS = {
    FormOfCare.AT_HOME: "home-visit",
    FormOfCare.AMBULATORY: "attend",
    FormOfCare.RESIDENTIAL: "bed",
    FormOfCare.REMOTE: "remote",
}


def card_content(service: Service) -> dict[str, Any]:
    """What the search table keeps of a service: plain values, in Czech, nothing that changes with the hour."""
    kind, further = service.kind, [other.pk for other in service.further_kinds.all()]
    phone = _first_phone(service.contacts.all()) or _first_phone(service.organisation.contacts.all())
    return {
        "name": typeset(service.name),
        "slug": service.slug,
        "organisation": typeset(service.organisation.name),
        "organisation_id": service.organisation_id,
        "organisation_slug": service.organisation.slug,
        "kind": service.kind_id,
        **({"further_kinds": further} if further else {}),
        "summary": typeset(service.summary or (kind.summary if kind else "")),
        "phone": phone,
        "phone_is_own": _first_phone(service.contacts.all()) is not None,
        "groups": [group.pk for group in service.target_groups.all()],
        "forms": [form.value for form in service.given_forms],
        "free": service.free_of_charge
        if service.free_of_charge is not None
        else (kind is not None and all(each.is_free_by_law for each in service.kinds)) or None,
        "price": typeset(service.price_note),
        "year": service.source_year,
        "certainty": service.certainty,
        "verified": service.verified_on.isoformat() if service.verified_on else None,
        "free_places": service.free_places,
        "free_places_on": _day_of(service.free_places_reported_at),
        "closures": [
            [closure.facility_id, closure.begins.isoformat(), closure.ends.isoformat()]
            for closure in service.closures.all()
            if closure.ends >= timezone.localdate()
        ],
        "facilities": {str(facility.pk): _place_of(facility) for facility in service.facilities.all()},
    }


def _day_of(moment: datetime | None) -> str | None:
    return timezone.localdate(moment).isoformat() if moment else None


def _first_phone(contacts: Iterable[Contact]) -> dict[str, str] | None:
    return next(
        ({"number": c.value, "note": c.note} for c in contacts if c.kind == ContactKind.PHONE),
        None,
    )


def _place_of(facility: Facility) -> dict[str, Any]:
    place = facility.place
    return {
        "secret": facility.is_secret,
        "address": facility.address,
        "place": place.name if place else "",
        "place_kind": place.kind if place else "",
        "context": place.context if place else "",
        "precision": facility.precision,
        "lat": facility.lat,
        "lon": facility.lon,
        "hours": facility.opening_hours,
    }


@dataclass(frozen=True)
class Freshness:
    """How old the facts are, always in words: `verified`, `register`, `old` or `stale`."""

    level: str
    text: str


@dataclass(frozen=True)
class FormLine:
    icon: str
    text: str


class Placed(Protocol):
    """Anything that lies somewhere, known more or less precisely."""

    @property
    def lat(self) -> float | None: ...
    @property
    def lon(self) -> float | None: ...
    @property
    def precision(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says of a service, whoever asks; empty text = leave the line out."""

    id: int
    url: str
    section: str
    kind_name: str
    name: str
    organisation_name: str
    summary: str
    phone: str
    phone_label: str
    forms: list[FormLine]
    for_whom: str
    price: str
    news: list[str]
    """What the provider said lately: closed for a while, free places."""
    freshness: Freshness

    @property
    def number(self) -> str:
        """The id without the space of thousands."""
        return str(self.id)

    @property
    def dialled(self) -> str:
        """The number for a `tel:` link."""
        return dialable(self.phone)

    @property
    def phone_as_read(self) -> str:
        return readable(self.dialled or self.phone)


def make_card(pk: int, content: dict[str, Any], knowledge: Knowledge, day: date) -> Card:
    """The card of a service from what the search table keeps, in the active language where translations exist."""
    kind = knowledge.kinds.get(content["kind"])
    phone = content["phone"] or {}
    return Card(
        id=pk,
        url=_address("catalogue:service", pk, content["slug"]),
        section=kind.public_code if kind else "",
        kind_name=_kind_names(content, knowledge),
        name=content["name"],
        organisation_name=content["organisation"],
        summary=content["summary"],
        phone=phone.get("number", ""),
        phone_label=phone_label(content),
        forms=[FormLine(FORM_ICONS[form], str(form.label)) for form in map(FormOfCare, content["forms"])],
        for_whom=in_one_sentence(knowledge.groups[pk].title for pk in content["groups"][:4] if pk in knowledge.groups),
        price=price(content["free"], content["price"]),
        news=[*closed(content, day), *free_places(content)],
        freshness=freshness(
            content["year"], content["certainty"], content["verified"], day, has_phone=bool(content["phone"])
        ),
    )


def _kind_names(content: dict[str, Any], knowledge: Knowledge) -> str:
    """`Pečovatelská služba`, of a service that helps in several ways also the first of the others."""
    kinds = [content["kind"], *content.get("further_kinds", ())]
    titles = [knowledge.kinds[pk].title for pk in kinds if pk in knowledge.kinds]
    return titles[0] if len(titles) == 1 else in_one_sentence(titles[:MOST_KINDS_SAID])


def closed(content: dict[str, Any], day: date) -> list[str]:
    """That the whole service is closed for a while; of one of its places the line of its hours tells."""
    told = [
        (date.fromisoformat(begins), date.fromisoformat(ends))
        for place, begins, ends in _closures(content)
        if not place
    ]
    return [closing.period(begins, ends, day) for begins, ends in told if closing.is_said(begins, ends, day)]


def closed_places(content: dict[str, Any], day: date) -> dict[int | None, str]:
    """Until when each place closed that day is, in words; under None the whole service."""
    today = day.isoformat()
    ends: dict[int | None, str] = {}
    for place, begins, last in _closures(content):
        if begins <= today <= last:
            ends[place] = max(last, ends.get(place, last))
    return {place: closing.of_place(date.fromisoformat(last)) for place, last in ends.items()}


def _closures(content: dict[str, Any]) -> list[tuple[int | None, str, str]]:
    """Rows written before closures were known have none."""
    return [(place, begins, ends) for place, begins, ends in content.get("closures", ())]


def free_places(content: dict[str, Any]) -> list[str]:
    number, said_on = content["free_places"], content.get("free_places_on")
    if number is None or said_on is None:
        return []
    day = date_format(date.fromisoformat(said_on), "j. n. Y")
    if not number:
        return [typeset(_("Teď plno (hlášeno %(day)s)") % {"day": day})]
    text = ngettext("%(n)d volné místo (hlášeno %(day)s)", "%(n)d volných míst (hlášeno %(day)s)", number)
    return [typeset(text % {"n": number, "day": day})]


def _address(page: str, pk: int, slug: str) -> str:
    """What `reverse` gives, at a tenth of its cost; a slug needs no quoting."""
    return _pattern(page, get_script_prefix()).replace("0-slug", f"{pk}-{slug}")


@cache
def _pattern(page: str, prefix: str) -> str:
    return reverse(page, args=[0, "slug"])


def in_one_sentence(labels: Iterable[str]) -> str:
    """`Senioři`, `Lidé s demencí` -> `Senioři, lidé s demencí`."""
    joined = ", ".join(label[0].lower() + label[1:] for label in labels if label)
    return typeset(joined[:1].upper() + joined[1:])


def phone_label(content: dict[str, Any]) -> str:
    """Whom the number on the block reaches: its own note, the service, or only the organisation."""
    if content["phone"] and content["phone"]["note"]:
        return with_czech(_("Zavolat (%(note)s)"), note=content["phone"]["note"])
    return _("Zavolat službě") if content["phone_is_own"] else _("Zavolat do organizace")


def where(place: dict[str, Any]) -> str:
    """`Zelená 2514/73, Mariánské Hory`; a secret address is never even hinted at."""
    if not place:
        return ""
    if place["secret"]:
        return _("Adresa se tají, zavolejte")
    parts = [place["address"], place["place"]]
    if not place["address"] and place["place_kind"] == PlaceKind.MUNICIPALITY:
        return with_czech(_("%(place)s, přesnou adresu neznáme"), place=typeset(place["place"]))
    return czech(typeset(", ".join(part for part in parts if part)))


def seat(place: dict[str, Any]) -> str:
    """The town or district alone, which is enough of whoever comes to me; a secret place stays secret."""
    return czech(typeset(place["place"])) if place["place"] and not place["secret"] else where(place)


def distance(place: Placed, origin: Origin, language: str | None) -> str:
    """As exact as both ends are known: `1,2 km od vás`, `asi 4 km`, or nothing where the name of the place must do.

    `language`: the active one, which twenty cards need not ask for each.
    """
    if not origin.is_asked or place.lat is None or place.lon is None or origin.lat is None or origin.lon is None:
        return ""
    kilometres = haversine(origin.lat, origin.lon, place.lat, place.lon)
    exact = place.precision in (Precision.ADDRESS, Precision.STREET)
    if exact and origin.is_exact:
        if kilometres < 0.95:
            return _metres(max(50, int(round(kilometres * 1000, -1))), language)
        return _kilometres(round(kilometres, 1 if kilometres < 10 else None), language)
    return "" if kilometres < 2 else _about_kilometres(round(kilometres), language)


def coming() -> str:
    """Of help at home, instead of kilometres: their area contains my place."""
    return typeset(_("přijdou i k vám"))


def doubt() -> str:
    """The same where nobody said how far they go."""
    return typeset(_("ověřte, že přijdou i k vám"))


@lru_cache(256)  # `language` only keeps the texts of different languages apart, here and below
def _metres(metres: int, language: str | None) -> str:
    return typeset(_("%(metres)s m od vás") % {"metres": metres})


@lru_cache(2048)
def _kilometres(kilometres: float, language: str | None) -> str:
    number = number_format(kilometres, 1 if kilometres < 10 else 0)
    return typeset(_("%(km)s km od vás") % {"km": number})


@lru_cache(1024)
def _about_kilometres(kilometres: int, language: str | None) -> str:
    return (_("asi %(km)s km") % {"km": number_format(kilometres, 0)}).replace(" ", NBSP)


def haversine(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Kilometres between two points of the globe."""
    phi, other_phi = math.radians(lat), math.radians(other_lat)
    half = math.sin((other_phi - phi) / 2) ** 2
    half += math.cos(phi) * math.cos(other_phi) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(half))


def price(free: bool | None, note: str) -> str:
    if note:
        return czech(note)
    if free is None:
        return ""
    return _("Zdarma") if free else _("Za úhradu")


def freshness(
    year: int | None, certainty: str, verified: str | None, today: date, *, has_phone: bool = False
) -> Freshness:
    """How far the facts can be trusted, in one short sentence. `has_phone`: a number stands beside it, if only the organisation's."""
    return _freshness(year, certainty, verified, today, has_phone, get_language())


@lru_cache(maxsize=1024)
def _freshness(
    year: int | None, certainty: str, verified: str | None, today: date, has_phone: bool, language: str | None
) -> Freshness:
    if verified and (today - date.fromisoformat(verified)).days <= 365:
        when = date_format(date.fromisoformat(verified), _("j. n. Y"))
        return Freshness("verified", typeset(_("Ověřeno %(when)s") % {"when": when}))
    if certainty == Certainty.REGISTER:
        return Freshness("register", _("Údaje z registru poskytovatelů"))
    if certainty == Certainty.NAME_ONLY or year is None:
        said = _("Údaje jsme neověřili. Před cestou zavolejte.") if has_phone else _("Kontakt neznáme. Spojíme vás.")
        return Freshness("stale", said)
    age = today.year - year
    if age > STALE_AFTER or certainty == Certainty.LOW:
        return Freshness("stale", _("Údaj z roku %(year)d. Ověříme ho za vás.") % {"year": year})
    if age > OLD_AFTER:
        return Freshness("old", _("Údaje z roku %(year)d, před cestou zavolejte") % {"year": year})
    return Freshness("old", _("Údaje z roku %(year)d") % {"year": year})


def heading(total: int, is_capped: bool) -> str:
    """`106 služeb`, or that there are more than anybody would read."""
    if is_capped:
        return _("Nejvhodnější služby z mnoha")
    return ngettext("%(total)s služba", "%(total)s služeb", total) % {"total": number_format(total, 0)}
