"""Return codes: four spoken words (`catalogue.spoken_code`) that let an anonymous person come back to their story."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from catalogue import spoken_code
from catalogue.spoken_code import LENGTH, new_code, words
from inquiries.models import Actor, Deed, Identity, Inquiry
from inquiries.timeline import record
from sociopoint.models import User


def code_for(submission: str) -> str:
    """The code of one sent form: the same when the browser sends it twice, and of no use without HASH_KEY."""
    key = settings.ENVIRONMENT.hash_key.encode()
    number = int.from_bytes(hmac.new(key, f"return-code-of\0{submission}".encode(), hashlib.sha256).digest())
    chosen = []
    for _word in range(LENGTH):
        number, place = divmod(number, len(words()))
        chosen.append(words()[place])
    return " ".join(chosen)


def code_hash(code: str) -> str:
    """What the table keeps; `code` as `read_code` gives it."""
    return spoken_code.code_hash("return-code", code)


def is_code_of(inquiry: Inquiry, code: str) -> bool:
    """`code` as `read_code` gives it."""
    return hmac.compare_digest(code_hash(code), inquiry.return_code_hash)


@transaction.atomic
def give_code(inquiry: Inquiry, *, by: User | None, code: str = "") -> str:
    """Give the inquiry a code (a new one, or that of a form, the same when it is sent twice) and say it this once."""
    known = code_hash(code := code or new_code())
    if hmac.compare_digest(known, inquiry.return_code_hash):
        return code
    named = Identity.CODE if inquiry.identity == Identity.ANONYMOUS else inquiry.identity
    Inquiry.objects.filter(pk=inquiry.pk).update(return_code_hash=known, identity=named)
    inquiry.return_code_hash, inquiry.identity = known, named
    record(inquiry, Deed.CODE_GIVEN, by=by, actor=None if by else Actor.SYSTEM)
    return code


def inquiries_of(code: str) -> QuerySet[Inquiry]:
    """The story under a code, newest first; empty for a code nobody has."""
    return Inquiry.objects.filter(return_code_hash=code_hash(code)).order_by("-received_at", "-pk")
