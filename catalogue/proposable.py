"""The facts that somebody may propose to change, each as a text: read, shown to people, and written back.

A text is what is compared: the same text means the same value. Phones, e-mails and webs are lists, one a line with its note;
so the register sees them too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.models import (
    Contact,
    ContactKind,
    Facility,
    FormOfCare,
    Organisation,
    Place,
    Service,
    ServiceKind,
    TargetGroup,
)
from catalogue.opening import in_words
from catalogue.opening_written import read_hours
from catalogue.question import LANGUAGES
from catalogue.register.contacts import clean as clean_contact
from sociopoint.typography import readable

Target = Service | Facility | Organisation
NOTE = " | "
YES, NO = "yes", "no"


class Shape(Enum):
    """How a fact is asked for and shown."""

    LINE = "line"
    TEXT = "text"
    YES_NO = "yes_no"
    NUMBER = "number"
    DAY = "day"
    HOURS = "hours"
    LANGUAGES = "languages"
    GROUPS = "groups"
    KINDS = "kinds"
    PHONES = "phones"
    EMAILS = "emails"
    WEBS = "webs"
    KIND = "kind"
    FORMS = "forms"
    TOWN = "town"
    TICK = "tick"


CODE_LISTS: dict[Shape, type[TargetGroup | ServiceKind]] = {Shape.GROUPS: TargetGroup, Shape.KINDS: ServiceKind}
"""Several rows of a code list, by their codes, one a line."""
CONTACTS = {Shape.PHONES: ContactKind.PHONE, Shape.EMAILS: ContactKind.EMAIL, Shape.WEBS: ContactKind.WEB}


@dataclass(frozen=True)
class Fact:
    name: str
    label: Promise
    shape: Shape = Shape.LINE


def _facts(*facts: Fact) -> dict[str, Fact]:
    return {fact.name: fact for fact in facts}


_REACHED = (
    Fact("phones", gettext_lazy("Telefony"), Shape.PHONES),
    Fact("emails", gettext_lazy("E-maily"), Shape.EMAILS),
    Fact("webs", gettext_lazy("Weby"), Shape.WEBS),
)
SECRECY = Fact("is_secret", gettext_lazy("Adresa se tají"), Shape.TICK)
"""Takes effect by `catalogue.hiding` before anybody decides."""
ADDRESS_FACTS = ("street", "house_number", "postcode", "address_note", "transport_stop")
FACTS: dict[type[Target], dict[str, Fact]] = {
    Service: _facts(
        Fact("name", gettext_lazy("Název služby")),
        Fact("summary", gettext_lazy("Co uděláte, jednou větou")),
        Fact("further_kinds", gettext_lazy("Dále pomáháte jako"), Shape.KINDS),
        *_REACHED,
        Fact("for_whom", gettext_lazy("Pro koho: ano, když"), Shape.TEXT),
        Fact("target_groups", gettext_lazy("Cílové skupiny"), Shape.GROUPS),
        Fact("age_from", gettext_lazy("Od kolika let"), Shape.NUMBER),
        Fact("age_to", gettext_lazy("Do kolika let"), Shape.NUMBER),
        Fact("how_to_start", gettext_lazy("Jak začít, krok za krokem"), Shape.TEXT),
        Fact("how_to_start_easy", gettext_lazy("Jak začít, jednoduše česky"), Shape.TEXT),
        Fact("what_to_bring", gettext_lazy("Co vzít s sebou")),
        Fact("free_of_charge", gettext_lazy("Zdarma"), Shape.YES_NO),
        Fact("price_note", gettext_lazy("Cena slovy")),
        Fact("anonymous", gettext_lazy("I beze jména"), Shape.YES_NO),
        Fact("languages", gettext_lazy("Jazyky"), Shape.LANGUAGES),
        Fact("note", gettext_lazy("Dobré vědět"), Shape.TEXT),
    ),
    Facility: _facts(
        Fact("name", gettext_lazy("Název místa")),
        Fact("street", gettext_lazy("Ulice")),
        Fact("house_number", gettext_lazy("Číslo domu")),
        Fact("postcode", gettext_lazy("PSČ")),
        Fact("address_note", gettext_lazy("Upřesnění, třeba patro")),
        Fact("opening_hours", gettext_lazy("Otevírací doba"), Shape.HOURS),
        Fact("barrier_free", gettext_lazy("Bez bariér"), Shape.YES_NO),
        Fact("barrier_free_note", gettext_lazy("Bez bariér podrobně")),
        Fact("transport_stop", gettext_lazy("Zastávka")),
        Fact("provided_until", gettext_lazy("Poslední den na tomto místě"), Shape.DAY),
        SECRECY,
    ),
    Organisation: _facts(
        Fact("name", gettext_lazy("Název organizace")),
        Fact("competence", gettext_lazy("Za co odpovídá"), Shape.TEXT),
        *_REACHED,
        Fact("street", gettext_lazy("Ulice")),
        Fact("house_number", gettext_lazy("Číslo domu")),
        Fact("postcode", gettext_lazy("PSČ")),
        Fact("opening_hours", gettext_lazy("Úřední hodiny"), Shape.HOURS),
        Fact("data_box", gettext_lazy("Datová schránka")),
    ),
}


FOUNDED_WITH: dict[type[Target], dict[str, Fact]] = {
    Service: _facts(
        Fact("kind", gettext_lazy("Druh služby"), Shape.KIND), Fact("forms", gettext_lazy("Jak pomáháte"), Shape.FORMS)
    ),
    Facility: _facts(
        SECRECY,
        Fact("place", gettext_lazy("Obec nebo městský obvod"), Shape.TOWN),
    ),
    Organisation: {},
}
"""What a new record cannot do without and what later only the city changes."""


def facts_of(target: Target) -> dict[str, Fact]:
    """What may be proposed of this one, more of what is not there yet; a secret place has no address to be proposed."""
    facts = FACTS[type(target)]
    if target.pk is None:
        return FOUNDED_WITH[type(target)] | facts
    if isinstance(target, Facility) and target.is_secret:
        return {name: fact for name, fact in facts.items() if name not in (*ADDRESS_FACTS, SECRECY.name)}
    return facts


def read(target: Target, fact: Fact) -> str:
    """The fact as it stands; nothing of what is not there yet. A query for a list, unless it is prefetched."""
    if target.pk is None:
        return ""
    if fact.shape in CONTACTS:
        kind = CONTACTS[fact.shape]
        return "\n".join(_contact_line(c) for c in _contacts(target) if c.kind == kind)
    if fact.shape in CODE_LISTS:
        return "\n".join(sorted(row.code for row in getattr(_service(target), fact.name).all()))
    value = getattr(target, fact.name)
    if fact.shape is Shape.TICK:
        return YES if value else ""
    if fact.shape is Shape.YES_NO:
        return {True: YES, False: NO, None: ""}[value]
    if fact.shape is Shape.LANGUAGES:
        return ", ".join(value)
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def shown(fact: Fact, text: str) -> str:
    """As people read it; several lines where there are several things."""
    if not text:
        return _("nic")
    if fact.shape in (Shape.YES_NO, Shape.TICK):
        return _("ano") if text == YES else _("ne")
    if fact.shape is Shape.HOURS:
        return "\n".join(in_words(text)) or text
    if fact.shape is Shape.DAY:
        return date_format(date.fromisoformat(text), "j. n. Y")
    if fact.shape is Shape.LANGUAGES:
        names = {"cs": _("česky")} | LANGUAGES
        return ", ".join(str(names.get(code, code)) for code in text.split(", "))
    if fact.shape is Shape.PHONES:
        return "\n".join(_readable(line) for line in text.splitlines())
    if fact.shape is Shape.KIND:
        return ServiceKind.objects.filter(code=text).values_list("name", flat=True).first() or text
    if fact.shape is Shape.FORMS:
        return "\n".join(str(FormOfCare(form).label) for form in text.splitlines())
    if fact.shape is Shape.TOWN:
        return ", ".join(filter(None, Place.objects.filter(pk=int(text)).values_list("name", "context").first() or ()))
    if fact.shape in CODE_LISTS:
        listed = CODE_LISTS[fact.shape]._default_manager.filter(code__in=text.splitlines())
        labels = dict(listed.values_list("code", "name"))
        return "\n".join(labels.get(code, code) for code in text.splitlines())
    return text


def clean(fact: Fact, written: str) -> str:
    """The text of what somebody wrote; raises ValidationError with a sentence."""
    if fact.shape in CONTACTS:
        return _clean_contacts(CONTACTS[fact.shape], written)
    text = "\n".join(line.rstrip() for line in written.strip().splitlines())
    if fact.shape is Shape.HOURS:
        return read_hours(text)
    if fact.name == "postcode":
        text = text.replace(" ", "").replace("\u00a0", "")
        if text and not (text.isascii() and text.isdigit() and len(text) == 5):
            raise ValidationError(_("PSČ má pět číslic, třeba 708 00."))
    return text


def write(target: Target, facts: Iterable[tuple[Fact, str]]) -> None:
    """Store facts together, so that `from` and `to` may both move; raises ValidationError where the table would refuse."""
    columns: set[str] = set()
    for fact, text in facts:
        if fact.shape in CONTACTS:
            _write_contacts(target, CONTACTS[fact.shape], text)
        elif fact.shape in CODE_LISTS:
            _write_listed(_service(target), fact, text.splitlines())
        else:
            _put(target, fact, text)
            columns |= {fact.name, "slug"} if fact.name == "name" and hasattr(target, "slug") else {fact.name}
    if columns:
        target.validate_constraints()
        target.save(update_fields=columns)


def _write_listed(service: Service, fact: Fact, codes: list[str]) -> None:
    rows = CODE_LISTS[fact.shape]._default_manager.filter(code__in=codes)
    if fact.shape is Shape.KINDS and service.kind_id:  # somebody may have made it the main one since it was proposed
        rows = rows.exclude(pk=service.kind_id)
    getattr(service, fact.name).set(rows)


def _put(target: Target, fact: Fact, text: str) -> None:
    value = _VALUES.get(fact.shape, str)(text)
    column: models.Field[Any, Any] = target._meta.get_field(fact.name)  # type: ignore[assignment]  # never a relation
    try:
        column.clean(value, target)
    except ValidationError as error:
        raise ValidationError(f"{fact.label}: {' '.join(error.messages)}") from None
    setattr(target, fact.name, value)


_VALUES: dict[Shape, Callable[[str], object]] = {
    Shape.YES_NO: lambda text: {YES: True, NO: False}.get(text),
    Shape.TICK: lambda text: text == YES,
    Shape.NUMBER: lambda text: int(text) if text else None,
    Shape.DAY: lambda text: date.fromisoformat(text) if text else None,
    Shape.LANGUAGES: lambda text: text.split(", ") if text else [],
}


def _service(target: Target) -> Service:
    if not isinstance(target, Service):
        raise TypeError(f"{target!r} has no groups")
    return target


def _contacts(target: Target) -> list[Contact]:
    if isinstance(target, Facility):
        raise TypeError("a place has no contacts of its own")
    return list(target.contacts.all())


def _contact_line(contact: Contact) -> str:
    return f"{contact.value}{NOTE}{contact.note}" if contact.note else contact.value


def _readable(line: str) -> str:
    number, separator, note = line.partition(NOTE)
    return f"{readable(number)} ({note})" if separator else readable(number)


_WRONG = {
    ContactKind.PHONE: gettext_lazy("„%(line)s“ není telefon. Pište třeba 599 526 912."),
    ContactKind.EMAIL: gettext_lazy("„%(line)s“ není e-mail. Pište třeba poradna@mesto.cz."),
    ContactKind.WEB: gettext_lazy("„%(line)s“ není web. Pište třeba https://www.mesto.cz."),
}


def _clean_contacts(kind: ContactKind, written: str) -> str:
    lines: dict[str, str] = {}
    for line in written.splitlines():
        if not line.strip():
            continue
        typed, _separator, note = line.replace("\u00a0", " ").partition("|")
        value = clean_contact(kind, typed.strip())
        if not value:
            raise ValidationError(str(_WRONG[kind]) % {"line": typed.strip()[:60]})
        note = " ".join(note.split())[:120]
        lines.setdefault(value, f"{value}{NOTE}{note}" if note else value)
    return "\n".join(lines.values())


def _write_contacts(target: Target, kind: ContactKind, text: str) -> None:
    """Rows that stay keep their history; the order is that of the lines."""
    rows = {contact.value: contact for contact in _contacts(target) if contact.kind == kind}
    owner = {"service": target} if isinstance(target, Service) else {"organisation": target}
    for order, line in enumerate(text.splitlines()):
        value, _separator, note = line.partition(NOTE)
        row = rows.pop(value, None) or Contact(kind=kind, value=value, **owner)
        row.note, row.order = note, order
        row.save()
    for row in rows.values():
        row.delete()
    getattr(target, "_prefetched_objects_cache", {}).pop("contacts", None)
