"""Telephone numbers as people write them: slashes, spaces, with and without +420."""

from __future__ import annotations

from dataclasses import dataclass

import phonenumbers
from phonenumbers import Leniency, NumberParseException, PhoneNumberFormat, PhoneNumberMatcher

HOME = "CZ"
SHORT_NUMBERS = 6
"""Digits up to which a number is a service line (112, 116 123), never a person's."""


@dataclass(frozen=True, slots=True)
class WrittenPhone:
    """A number inside a text: where it stands, as it was written, and as `+420603000000`."""

    start: int
    end: int
    written: str
    e164: str


def normalised(text: str) -> str | None:
    """`603 / 000 000` as `+420603000000`; None for what is no telephone number of any country."""
    try:
        number = phonenumbers.parse(text.replace("/", " "), HOME)
    except NumberParseException:
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) if phonenumbers.is_valid_number(number) else None


def readable(e164: str) -> str:
    """`+420603000000` as `603 000 000`, a foreign one with its country."""
    try:
        number = phonenumbers.parse(e164, HOME)
    except NumberParseException:
        return e164
    is_home = phonenumbers.region_code_for_number(number) == HOME
    form = PhoneNumberFormat.NATIONAL if is_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form).replace(" ", "\u00a0")


def find_phones(text: str) -> list[WrittenPhone]:
    """Every valid number in a text, in order; short lines such as 112 are nobody's contact."""
    found = []
    for match in PhoneNumberMatcher(text.replace("/", " "), HOME, Leniency.VALID):
        e164 = phonenumbers.format_number(match.number, PhoneNumberFormat.E164)
        if sum(letter.isdigit() for letter in match.raw_string) > SHORT_NUMBERS:
            found.append(WrittenPhone(match.start, match.end, text[match.start : match.end], e164))
    return found
