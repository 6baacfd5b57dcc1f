"""Finds in a note what belongs to the contact or nowhere: birth numbers, phones, e-mails, accounts, names, diagnoses.

Runs here and, by the same rules, in the browser while somebody types (static/js/personal-data.js); one table of examples
holds the two together. Nothing is sent anywhere. It warns, it never forbids: a false alarm must not stop a worker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MASK = "█"


class Finding(StrEnum):
    BIRTH_NUMBER = "birth_number"
    ACCOUNT = "account"
    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"
    DIAGNOSIS = "diagnosis"


LABELS: dict[Finding, Promise] = {
    Finding.BIRTH_NUMBER: _("rodné číslo"),
    Finding.ACCOUNT: _("číslo účtu"),
    Finding.EMAIL: _("e-mail"),
    Finding.PHONE: _("telefon"),
    Finding.NAME: _("jméno"),
    Finding.DIAGNOSIS: _("diagnóza"),
}
MOVABLE = (Finding.PHONE, Finding.EMAIL, Finding.NAME)
"""What the contact has a field for; the rest can only be masked."""


@dataclass(frozen=True, slots=True)
class Found:
    kind: Finding
    start: int
    end: int
    text: str

    @property
    def label(self) -> Promise:
        return LABELS[self.kind]

    @property
    def is_movable(self) -> bool:
        return self.kind in MOVABLE


_BIRTH_NUMBER = re.compile(r"(?<![\d/+])(\d{6}) ?/? ?(\d{3,4})(?![\d/])")
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")
_ACCOUNT = re.compile(r"(?<![\d-])(?:(\d{1,6})-)?(\d{2,10})/(\d{4})(?!\d)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\d/])(?:(?:\+|00) ?42[01][ /-]*)?[2-9]\d{2}[ /-]*\d{3}[ /-]*\d{3}(?![\d/])")
_NAME = re.compile(
    r"(?<!\w)(?:[Pp]an(?:í|a|u|em|e)?|[Ss]lečn[aouy])\s+([A-ZÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ][^\W\d_]+(?:\s+[A-ZÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ][^\W\d_]+)?)"
)
_DIAGNOSIS = re.compile(
    r"(?<!\w)(?:schizofreni|bipolár|psychóz|depres[eií](?!v)|demenc|alzheimer|parkinson|epileps|autis|rakovin|nádor|leukémi"
    r"|hepatitid|diabet|cukrovk|skleróz|astma|HIV\b|AIDS\b|dg\.|diagnóz)\w*",
    re.IGNORECASE,
)
_PREFIX_WEIGHTS = (10, 5, 8, 4, 2, 1)
_NUMBER_WEIGHTS = (6, 3, 7, 9, 10, 5, 8, 4, 2, 1)


def find_personal_data(text: str) -> list[Found]:
    """In order of the text; what lies inside a surer finding is not said twice."""
    found: list[Found] = []
    for one in _all(text):
        if not any(one.start < other.end and other.start < one.end for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def masked(text: str, kinds: tuple[Finding, ...] = tuple(Finding)) -> str:
    """The same text with findings blackened; nothing of them stays, not even their length."""
    for one in reversed(find_personal_data(text)):
        if one.kind in kinds:
            text = text[: one.start] + MASK * 5 + text[one.end :]
    return text


def without(text: str, gone: list[Found]) -> str:
    """The text without findings that were moved to the contact, tidied of the spaces they leave."""
    for one in sorted(gone, key=lambda one: one.start, reverse=True):
        text = text[: one.start] + text[one.end :]
    return re.sub(r" +([,.;:!?])", r"\1", re.sub(r"  +", " ", text)).strip()


def _all(text: str) -> Iterator[Found]:
    """The surest first."""
    for match in _BIRTH_NUMBER.finditer(text):
        if is_birth_number(match[1], match[2]):
            yield _found(Finding.BIRTH_NUMBER, match)
    for match in _IBAN.finditer(text):
        if is_iban(match[0]):
            yield _found(Finding.ACCOUNT, match)
    for match in _ACCOUNT.finditer(text):
        if is_account(match[1] or "", match[2]):
            yield _found(Finding.ACCOUNT, match)
    for kind, pattern in ((Finding.EMAIL, _EMAIL), (Finding.PHONE, _PHONE)):
        for match in pattern.finditer(text):
            yield _found(kind, match)
    for match in _NAME.finditer(text):
        yield Found(Finding.NAME, match.start(1), match.end(1), match[1])
    for match in _DIAGNOSIS.finditer(text):
        yield _found(Finding.DIAGNOSIS, match)


def _found(kind: Finding, match: re.Match[str]) -> Found:
    return Found(kind, match.start(), match.end(), match[0])


def is_birth_number(day: str, serial: str) -> bool:
    """Act 133/2000, § 13: from 1954 divisible by eleven (a remainder of ten once was written as nought); before, nine digits."""
    month = int(day[2:4])
    month -= next((added for added in (70, 50, 20) if month > added), 0)
    if not (1 <= month <= 12 and 1 <= int(day[4:6]) <= 31):
        return False
    if len(serial) == 3:
        return int(day[:2]) <= 53 and serial != "000"
    number = int(day + serial)
    return number % 11 == 0 or (int(day + serial[:3]) % 11 == 10 and serial[3] == "0")


def is_iban(text: str) -> bool:
    """ISO 13616: modulo 97."""
    bare = text.replace(" ", "")
    turned = bare[4:] + bare[:4]
    return len(bare) >= 15 and int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def is_account(prefix: str, number: str) -> bool:
    """Decree 169/2011: weighted sums of the prefix and of the number are divisible by eleven."""
    return all(
        sum(int(digit) * weight for digit, weight in zip(part.zfill(len(weights)), weights, strict=True)) % 11 == 0
        for part, weights in ((prefix, _PREFIX_WEIGHTS), (number, _NUMBER_WEIGHTS))
    ) and any(digit != "0" for digit in number)
