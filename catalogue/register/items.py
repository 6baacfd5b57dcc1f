"""One item of the register, checked and turned into an entry of named values."""

from __future__ import annotations

import hashlib
import marshal
import re

from django.utils.translation import gettext as _

from catalogue.models import CapacityUnit, FormOfCare
from catalogue.register import known_keys, values
from catalogue.register.contacts import read_contacts
from catalogue.register.entries import (
    AddressEntry,
    CapacityEntry,
    Dates,
    FacilityEntry,
    FormEntry,
    ProviderEntry,
    ServiceEntry,
)
from catalogue.register.findings import Finding, Findings, RegisterRefused
from catalogue.register.values import Item

FORMS = {"ter": FormOfCare.AT_HOME, "amb": FormOfCare.AMBULATORY, "pob": FormOfCare.RESIDENTIAL}
REGISTRATION_NUMBER = "TypStavebnihoObjektu/2"  # číslo evidenční: a cottage, written „ev. 12“
LARGEST_COUNT = 2**31 - 1
_MARSHAL_WITHOUT_REFERENCES = 2  # later versions note which objects are shared, so equal items could differ
_ICO = re.compile(r"[0-9]{1,8}")
_IDENTIFIER = re.compile(r"[0-9]{7}")


def digest(item: Item, path: str) -> bytes:
    """The same for the same item, so that one that did not change costs nothing more."""
    try:
        return hashlib.sha256(marshal.dumps(item, _MARSHAL_WITHOUT_REFERENCES)).digest()
    except ValueError:
        raise RegisterRefused(_("Soubor nemá tvar registru: %(path)s je příliš zanořené.") % {"path": path}) from None


def portal_id(item: Item, path: str) -> int:
    """The stable key of a service; an item without it is refused."""
    found = values.number(item, "portalId", path)
    if found is None:
        raise RegisterRefused(_("Soubor nemá tvar registru: chybí %(path)s.portalId.") % {"path": path})
    return found


def validity(item: Item, path: str) -> Dates:
    """From when until when the service is registered, as the file says."""
    return values.day(item, "datumPoskytovaniOd", path), values.day(item, "datumPoskytovaniDo", path)


def read_service(item: Item, path: str, item_digest: bytes, findings: Findings) -> ServiceEntry:
    """Raises RegisterRefused with the path of the first value that is not what the format says."""
    portal = portal_id(item, path)
    identifier = values.text(item, "identifikator", path, 60)
    label = identifier if _IDENTIFIER.fullmatch(identifier) else str(portal)
    if identifier != label:
        findings.add(Finding.WRONG_IDENTIFIER, label)
    known_keys.report_unknown(item, known_keys.SERVICE, "", findings)
    if item.get("vekoveSkupiny"):
        findings.add(Finding.UNREAD_HOURS, label)
    return ServiceEntry(
        portal_id=portal,
        digest=item_digest,
        identifier=identifier if identifier == label else "",
        valid=_in_order(validity(item, path), label, findings),
        ages=_ages(item, path, label, findings),
        kind=_required_reference(item, "druhSocialniSluzby", path),
        provider=_provider(item, path, label, findings),
        facilities=_facilities(item, path, label, findings),
        contacts=read_contacts(item, path, label, findings),
        groups=_groups(item, path),
        forms=_forms(item, path, label, findings),
        regions=_regions(item, path),
    )


def _required_reference(item: Item, key: str, path: str) -> str:
    found = values.reference(item, key, path)
    if not found:
        raise RegisterRefused(_("Soubor nemá tvar registru: chybí %(path)s.id.") % {"path": f"{path}.{key}"})
    return found


def in_order(dates: Dates) -> Dates:
    """Of an end before its beginning the end is kept: it is what keeps a closed service from being offered."""
    since, until = dates
    if since is not None and until is not None and until < since:
        return None, until
    return dates


def _in_order(dates: Dates, label: str, findings: Findings) -> Dates:
    ordered = in_order(dates)
    if ordered != dates:
        findings.add(Finding.WRONG_ORDER, label)
    return ordered


def _ages(item: Item, path: str, label: str, findings: Findings) -> tuple[int | None, int | None]:
    words = values.text(item, "doplnujiciInformaceVekoveSkupiny", path, 1000)
    found = values.ages(words)
    if found is None:
        findings.add(Finding.UNREAD_AGE, label)
        return None, None
    return found


def _provider(item: Item, path: str, label: str, findings: Findings) -> ProviderEntry:
    provider = values.nested(item, "poskytovatel", path)
    path = f"{path}.poskytovatel"
    name = "" if provider is None else values.text(provider, "nazev", path, 200)
    if provider is None or not name:
        raise RegisterRefused(_("Soubor nemá tvar registru: chybí %(path)s.nazev.") % {"path": path})
    known_keys.report_unknown(provider, known_keys.PROVIDER, "poskytovatel", findings)
    ico = values.text(provider, "ico", path, 60)
    if not _ICO.fullmatch(ico):
        findings.add(Finding.WRONG_ICO, label)
        ico = ""
    return ProviderEntry(name, ico.zfill(8) if ico else "", read_contacts(provider, path, label, findings))


def _facilities(item: Item, path: str, label: str, findings: Findings) -> tuple[FacilityEntry, ...]:
    """Each place once (the file repeats some); of two that differ only in secrecy, the secret one."""
    found: dict[tuple[object, ...], FacilityEntry] = {}
    for index, facility in enumerate(values.several(item, "zarizeni", path)):
        entry = _facility(facility, f"{path}.zarizeni[{index}]", label, findings)
        address = entry.address
        point = (
            None if address is None else address.point or (address.street, address.house_number, address.municipality)
        )
        key = (entry.name, point, entry.provided)
        if key not in found or entry.is_secret:
            found[key] = entry
    return tuple(found.values())


def _facility(facility: Item, path: str, label: str, findings: Findings) -> FacilityEntry:
    known_keys.report_unknown(facility, known_keys.FACILITY, "zarizeni", findings)
    is_secret = bool(values.flag(facility, "utajenaAdresa", path))
    address = values.nested(facility, "adresa", path)
    if is_secret and address is not None:
        findings.add(Finding.HIDDEN_PLACE_HAD_ADDRESS, label)
        address = None
    provided = values.day(facility, "poskytujeOd", path), values.day(facility, "poskytujeDo", path)
    return FacilityEntry(
        name=values.text(facility, "nazev", path, 200),
        provided=_in_order(provided, label, findings),
        is_secret=is_secret,
        address=None if address is None else _address(address, f"{path}.adresa", findings),
    )


def _address(address: Item, path: str, findings: Findings) -> AddressEntry:
    known_keys.report_unknown(address, known_keys.ADDRESS, "zarizeni.adresa", findings)
    street = values.nested(address, "ulice", path)
    return AddressEntry(
        street="" if street is None else values.text(street, "nazev", f"{path}.ulice", 120),
        house_number=_house_number(address, path),
        note=values.text(address, "dodatekAdresy", path, 160),
        postcode=values.text(address, "psc", path, 20).replace(" ", "")[:5],
        point=values.number(address, "kodAdresnihoMista", path),
        region=values.code(address, "kraj", path),
        district=values.code(address, "okres", path),
        municipality=values.code(address, "obec", path),
        city_district=values.code(address, "mestskyObvodMestskaCast", path),
        part=values.code(address, "castObce", path),
    )


def _house_number(address: Item, path: str) -> str:
    """`2514/73a`, `2514`, `ev. 12`."""
    house = values.number(address, "cisloDomovni", path)
    orientation = values.text(address, "cisloOrientacni", path, 8)
    numbers = "/".join(part for part in ("" if house is None else str(house), orientation) if part)
    is_cottage = values.reference(address, "typCislaDomovniho", path) == REGISTRATION_NUMBER
    return (f"ev. {numbers}" if is_cottage and numbers else numbers)[:16]


def _groups(item: Item, path: str) -> tuple[str, ...]:
    found = (
        values.reference(group, "cilovaSkupina", f"{path}.ciloveSkupiny[{index}]")
        for index, group in enumerate(values.several(item, "ciloveSkupiny", path))
    )
    return tuple(dict.fromkeys(filter(None, found)))


def _regions(item: Item, path: str) -> tuple[str, ...]:
    """The item's shape was only seen in a sample: `{id}`; `{kraj: {id}}` is how its neighbours look."""
    found = []
    for index, region in enumerate(values.several(item, "rozsirenePusobnostiVKraji", path)):
        where = f"{path}.rozsirenePusobnostiVKraji[{index}]"
        code = values.text(region, "id", where, 60).rpartition("/")[2] or values.code(region, "kraj", where)
        found.append(code)
    return tuple(dict.fromkeys(filter(None, found)))


def _forms(item: Item, path: str, label: str, findings: Findings) -> tuple[FormEntry, ...]:
    found: dict[FormOfCare, FormEntry] = {}
    for index, form in enumerate(values.several(item, "formy", path)):
        where = f"{path}.formy[{index}]"
        known_keys.report_unknown(form, known_keys.FORM, "formy", findings)
        if form.get("casoveRozsahy"):
            findings.add(Finding.UNREAD_HOURS, label)
        code = values.code(form, "forma", where)
        if code not in FORMS:
            findings.add(Finding.UNKNOWN_FORM, label)
            continue
        is_nonstop = values.flag(form, "nepretrzitePoskytovani", where)
        entry = FormEntry(FORMS[code], is_nonstop, _capacities(form, where, label, findings))
        found.setdefault(entry.form, entry)
    return tuple(found.values())


def _capacities(form: Item, path: str, label: str, findings: Findings) -> tuple[CapacityEntry, ...]:
    found = []
    for index, capacity in enumerate(values.several(form, "kapacity", path)):
        where = f"{path}.kapacity[{index}]"
        known_keys.report_unknown(capacity, known_keys.CAPACITY, "formy.kapacity", findings)
        count = values.number(capacity, "pocet", where)
        unit = values.code(capacity, "typ", where)
        if unit not in CapacityUnit.values or count is None or count > LARGEST_COUNT:
            findings.add(Finding.UNKNOWN_UNIT, label)
            continue
        found.append(CapacityEntry(CapacityUnit(unit), count, values.text(capacity, "popis", where, 200)))
    return tuple(dict.fromkeys(found))
