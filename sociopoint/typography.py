"""Czech typography of data: non-breaking spaces, and phone numbers as people read and as machines dial them."""

from __future__ import annotations

import re
from functools import lru_cache

from django.utils.translation import gettext as _

NBSP = "\u00a0"
_ONE_LETTER = re.compile(r"(?<![^\s(„\u00a0])([KkSsVvZzOoUuAaIi]) (?=\S)")
_ABBREVIATION = re.compile(r"\b(sv|nám|ul|tř|č|čp|Mgr|Bc|Ing|MUDr|JUDr|PhDr|Dr|tel|str|odst|písm)\. (?=\S)")
_SECTION = re.compile(r"§ (?=\d)")
_DASH = re.compile(r" (?=[–—] )")
_COUNTED = re.compile(r"(?<=\d) (?=[A-Za-zÀ-ž]{2,}|[%°]|[hm]\b)(?!(?:až|nebo|do|od|ve|na|po|je|jsou)\b)")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_DATE = re.compile(r"(?<=\d\.) (?=\d|led|úno|bře|dub|kvě|čer|srp|zář|říj|lis|pro)")
_UNTIL = re.compile(r"\b(do|od|za|po|ve|ke|ze|se) (?=\d)", re.IGNORECASE)


@lru_cache(maxsize=4096)  # results repeat the same towns, dates and groups of people
def typeset(text: str) -> str:
    """`péče v noci` with the space after `v` unbreakable, and so on (UI.md, section 3)."""
    for pattern, replacement in (
        (_ONE_LETTER, rf"\1{NBSP}"),
        (_ABBREVIATION, rf"\1.{NBSP}"),
        (_SECTION, f"§{NBSP}"),
        (_DASH, NBSP),
        (_THOUSANDS, NBSP),
        (_DATE, NBSP),
        (_UNTIL, rf"\1{NBSP}"),
        (_COUNTED, NBSP),
    ):
        text = pattern.sub(replacement, text)
    return text


EXTENSION = ";ext="
"""Between a number and its extension, as RFC 3966 writes them."""
_SPACE = r"[ \u00a0]"
_IN_TEXT = re.compile(
    rf"(?<![\w+/.,§-])(?<!\d{_SPACE})(?<!§{_SPACE})"
    rf"((?:\+420{_SPACE})?\d{{3}}{_SPACE}\d{{3}}{_SPACE}\d{{3}}|116{_SPACE}\d{{3}}|112|15[0568])"
    rf"(?![\w/-]|[.,]\d|{_SPACE}(?:\d|%|Kč|korun|eur|let|lidí|osob|míst|lůžek|hodin|minut|dn[íůy]|metr|m\b|km\b))"
)
"""Phone numbers inside sentences: nine digits in threes, lines 116 xxx, emergency numbers that count nothing."""


def with_links_to_call(html: str) -> str:
    """Escaped text with each phone number in it a link that dials it."""
    return _IN_TEXT.sub(lambda found: f'<a href="tel:{dialable(found[1])}">{found[1]}</a>', html)


def dialable(phone: str) -> str:
    """`599 526 912` -> `+420599526912`; short numbers (112, 116 123) stay as they are, so does `;ext=12`; '' when it is no number."""
    phone, _mark, extension = phone.partition(EXTENSION)
    number = _dialable(phone)
    return f"{number}{EXTENSION}{extension}" if number and extension.isdecimal() else number


def _dialable(phone: str) -> str:
    digits = re.sub(r"[\s\u00a0()/.-]", "", phone)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if re.fullmatch(r"(420)?\d{9}", digits):  # as telephones show it: 420603123456
        return f"+420{digits[-9:]}"
    return digits if re.fullmatch(r"\+\d{6,15}|\d{3,6}", digits) else ""


def readable(phone: str) -> str:
    """`+420599526912` -> `599 526 912` with unbreakable spaces; a foreign number keeps its country code; `;ext=12` is `linka 12`."""
    number, _mark, extension = phone.partition(EXTENSION)
    national = number.removeprefix("+420")
    if re.fullmatch(r"\d{9}|\d{6}", national):
        number = NBSP.join(national[start : start + 3] for start in range(0, len(national), 3))
    return with_extension(number, extension)


def with_extension(number: str, extension: str) -> str:
    """`596 123 456 linka 12`, the number alone where there is none."""
    return f"{number}{NBSP}{_('linka')}{NBSP}{extension}" if extension else number
