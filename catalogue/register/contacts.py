"""Phones, e-mails and web addresses of the register, as the catalogue keeps them."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from catalogue.models import ContactKind
from catalogue.register import values
from catalogue.register.entries import ContactEntry
from catalogue.register.findings import Finding, Findings
from catalogue.register.values import Item
from sociopoint.typography import dialable

LONGEST_VALUE = 300
LONGEST_NOTE = 120
LISTS = (
    ("telefony", "telefon", ContactKind.PHONE, Finding.WRONG_PHONE),
    ("emaily", "email", ContactKind.EMAIL, Finding.WRONG_EMAIL),
    ("weby", "web", ContactKind.WEB, Finding.WRONG_WEB),
)
_SEPARATORS = {ContactKind.PHONE: re.compile("[,;]"), ContactKind.EMAIL: re.compile(r"[,;\s]+")}
_SCHEME = re.compile(r"^(https?)://", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s/@:?#]+\.[^\s/@:?#.]{2,}(?::\d+)?(?:[/?#]\S*)?")
_PERSON = re.compile(
    r"\b(?:Mgr|Bc|Ing|PhDr|MUDr|JUDr|RNDr|PaedDr|ThDr|ThMgr|MgA|DiS|Ph\.?D|pan[aí]?)\b"
    r"|\b[A-ZÁ-Ž][a-zá-ž]+(?:ová|ská|cká)\b"
    r"|\b[A-ZÁ-Ž][a-zá-ž]+ [A-ZÁ-Ž][a-zá-ž]+\b"
)


def read_contacts(owner: Item, path: str, label: str, findings: Findings) -> tuple[ContactEntry, ...]:
    """Each number or address once, in the order of the file: phones, e-mails, web addresses."""
    found: dict[tuple[ContactKind, str], ContactEntry] = {}
    for list_key, key, kind, wrong in LISTS:
        for index, item in enumerate(values.several(owner, list_key, path)):
            where = f"{path}.{list_key}[{index}]"
            written = values.text(item, key, where, 10 * LONGEST_VALUE)
            note = _note(values.text(item, "poznamka", where, LONGEST_NOTE), label, findings)
            separator = _SEPARATORS.get(kind)
            for part in separator.split(written) if separator else [written]:
                if not part.strip():
                    continue
                value = clean(kind, part.strip())
                if value:
                    found.setdefault((kind, value), ContactEntry(kind, value, note))
                else:
                    findings.add(wrong, label)
    return tuple(found.values())


def clean(kind: ContactKind, written: str) -> str:
    """The value as the table accepts it; '' when it is none."""
    cleaners = {ContactKind.PHONE: _phone, ContactKind.EMAIL: _email, ContactKind.WEB: _web}
    value = cleaners[kind](written)
    return value if len(value) <= LONGEST_VALUE else ""


def _note(note: str, label: str, findings: Findings) -> str:
    """People's names are not kept, and a note beside a phone is where they hide."""
    if note and _PERSON.search(note):
        findings.add(Finding.PERSON_IN_NOTE, label)
        return ""
    return note


def _phone(written: str) -> str:
    number = dialable(written)
    return number if number.isascii() else ""  # other scripts' digits are digits to Python, not to a telephone


def _email(written: str) -> str:
    address = written.lower().removeprefix("mailto:")
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address


def _web(written: str) -> str:
    scheme = _SCHEME.match(written)
    address = f"{scheme[1].lower()}://{written[scheme.end() :]}" if scheme else f"https://{written}"
    return address if _WEB.fullmatch(address) else ""
