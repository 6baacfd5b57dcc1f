"""Spoken codes: four Czech words by which somebody comes back to what is theirs, without an account and without a name.

With 469 words there are some 48 thousand million codes (35 bits), so a guess must cost: every try is counted by
`sociopoint.limits` and each hash takes about 40 ms. A word may be written without accents or with one mistake, because all of
them differ in at least two letters. Only a keyed slow hash of a code is ever kept.
"""

from __future__ import annotations

import re
import secrets
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from catalogue.words import distance, plain
from sociopoint.secrecy import slow_keyed_hash

WORDS = Path(__file__).parent / "seed" / "spoken_words.txt"
LENGTH = 4
ONE_MISTAKE = 1


class UnreadableCode(Exception):
    """What was typed is not a code; the text is a Czech sentence that says what to do."""


@cache
def words() -> tuple[str, ...]:
    """The list as people read it, in its fixed order: a word must never move, or codes already given would change."""
    return tuple(WORDS.read_text(encoding="utf-8").split())


@cache
def _by_plain() -> dict[str, str]:
    return {plain(word): word for word in words()}


def new_code() -> str:
    """`lípa vlak hrad sova`, by the system's own randomness."""
    return " ".join(secrets.choice(words()) for _word in range(LENGTH))


def read_code(text: str) -> str:
    """The code as we write it, from what somebody typed. Raises UnreadableCode."""
    typed = re.findall(r"[^\W\d_]+", plain(text))  # whatever stands between them, or numbers them
    if len(typed) != LENGTH:
        raise UnreadableCode(_("Kód má čtyři slova. Opište je z lístku, třeba „lípa vlak hrad sova“."))
    return " ".join(_word_meant(word) for word in typed)


def _word_meant(typed: str) -> str:
    known = _by_plain()
    if typed in known:
        return known[typed]
    close = [word for key, word in known.items() if distance(typed, key, ONE_MISTAKE) <= ONE_MISTAKE]
    if len(close) != 1:
        raise UnreadableCode(
            _("Slovo „%(word)s“ v kódech nemáme. Podívejte se na lístek ještě jednou.") % {"word": typed}
        )
    return close[0]


def code_hash(purpose: str, code: str) -> str:
    """What a table keeps of a code for one purpose; `code` as `read_code` gives it."""
    return slow_keyed_hash(purpose, plain(code))
