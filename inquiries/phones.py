"""Telephone numbers as people write them: slashes, spaces, with and without +420, with an extension of an office or a hostel."""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers
from phonenumbers import Leniency, NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberMatcher

from sociopoint.typography import with_extension

HOME = "CZ"
SHORT_NUMBERS = 6
"""Digits up to which a number is a service line (112, 116 123), never a person's."""
SAID_EXTENSION = r"[\s,;(]*\b(?:linka|linku|klapka|klapku|kl|ext)\b\.?:?\s*(\d{1,5})\b\)?"
_EXTENSION = re.compile(SAID_EXTENSION, re.IGNORECASE)
_SLASHED = re.compile(r"(.*\d)\s*/\s*(\d{1,5})\s*")


@dataclass(frozen=True, slots=True)
class WrittenPhone:
    """A number inside a text: where it stands, as it was written, and as `normalised` has it."""

    start: int
    end: int
    written: str
    e164: str


def normalised(text: str) -> str | None:
    """`603 / 000 000` as `+420603000000`, `596 123 456 linka 12` (or `kl. 12`, `/12`) as `+420596123456;ext=12`, as RFC 3966 writes
    it; None for what is no telephone number of any country."""
    said = _EXTENSION.sub(r" ext. \1", text)
    slashed = _SLASHED.fullmatch(said)
    return _parsed(said) or (_parsed(f"{slashed[1]} ext. {slashed[2]}") if slashed else None)


def _parsed(text: str) -> str | None:
    try:
        number = phonenumbers.parse(text.replace("/", " "), HOME)
    except NumberParseException:
        return None
    return _kept(number) if phonenumbers.is_valid_number(number) else None


def _kept(number: PhoneNumber) -> str:
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return f"{e164};ext={number.extension}" if number.extension else e164


def readable(e164: str) -> str:
    """`+420603000000` as `603 000 000`, a foreign one with its country, each with its extension."""
    try:
        number = phonenumbers.parse(e164, HOME)
    except NumberParseException:
        return e164
    extension, number.extension = number.extension, None
    is_home = phonenumbers.region_code_for_number(number) == HOME
    form = PhoneNumberFormat.NATIONAL if is_home else PhoneNumberFormat.INTERNATIONAL
    return with_extension(phonenumbers.format_number(number, form).replace(" ", "\u00a0"), extension or "")


def find_phones(text: str) -> list[WrittenPhone]:
    """Every valid number in a text, in order; short lines such as 112 are nobody's contact."""
    found = []
    for match in PhoneNumberMatcher(text.replace("/", " "), HOME, Leniency.VALID):
        said = _EXTENSION.match(text, match.end)
        end, number = (said.end() if said else match.end), match.number
        if said:
            number.extension = said[1]
        if sum(letter.isdigit() for letter in match.raw_string) > SHORT_NUMBERS:
            found.append(WrittenPhone(match.start, end, text[match.start : end], _kept(number)))
    return found
