"""Return codes: four Czech words that let an anonymous person come back to their story. Only a keyed slow hash is kept.

With 469 words there are some 48 thousand million codes (35 bits), so a guess must cost: every try is counted by
`sociopoint.limits` and each hash takes about 40 ms. A word may be written without accents or with one mistake, because all of
them differ in at least two letters.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from catalogue.words import distance, plain
from inquiries.models import Actor, Deed, Identity, Inquiry
from inquiries.timeline import record
from sociopoint.models import User
from sociopoint.secrecy import slow_keyed_hash

WORDS = Path(__file__).parent / "seed" / "return_words.txt"
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


def code_for(submission: str) -> str:
    """The code of one sent form: the same when the browser sends it twice, and of no use without HASH_KEY."""
    key = settings.ENVIRONMENT.hash_key.encode()
    number = int.from_bytes(hmac.new(key, f"return-code-of\0{submission}".encode(), hashlib.sha256).digest())
    chosen = []
    for _word in range(LENGTH):
        number, place = divmod(number, len(words()))
        chosen.append(words()[place])
    return " ".join(chosen)


def read_code(text: str) -> str:
    """The code as we write it, from what somebody typed. Raises UnreadableCode."""
    typed = plain(text).replace(",", " ").replace("-", " ").split()
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


def code_hash(code: str) -> str:
    """What the table keeps; `code` as `read_code` gives it."""
    return slow_keyed_hash("return-code", plain(code))


@transaction.atomic
def give_code(inquiry: Inquiry, *, by: User | None, code: str = "") -> str:
    """Give the inquiry a code (a new one, or that of a form sent by the web) and say it this once."""
    code = code or new_code()
    Inquiry.objects.filter(pk=inquiry.pk).update(return_code_hash=code_hash(code), identity=Identity.CODE)
    inquiry.return_code_hash, inquiry.identity = code_hash(code), Identity.CODE
    record(inquiry, Deed.CODE_GIVEN, by=by, actor=None if by else Actor.SYSTEM)
    return code


def inquiries_of(code: str) -> QuerySet[Inquiry]:
    """The story under a code, newest first; empty for a code nobody has."""
    return Inquiry.objects.filter(return_code_hash=code_hash(code)).order_by("-received_at", "-pk")
