"""The very file of last time: when nothing that it left behind has changed either, there is nothing in it to read."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from datetime import date
from typing import BinaryIO

from catalogue.models import RegisterRecord
from catalogue.register.endings import NO_DIGEST
from catalogue.register.reading import CHUNK, Reading, is_current
from catalogue.register.rows import dates


def known_digests() -> dict[int, bytes]:
    """Of each service that was in the last file, by its portal id, the digest of its item."""
    rows = RegisterRecord.objects.exclude(digest=NO_DIGEST).order_by("portal_id").values_list("portal_id", "digest")
    return {portal_id: bytes(digest) for portal_id, digest in rows}


def contents(file_digest: bytes, known: Mapping[int, bytes]) -> bytes:
    """One digest of a file and of the records that are there of it; `known` in the order of portal ids."""
    whole = hashlib.sha256(file_digest)
    for portal_id, digest in known.items():
        whole.update(portal_id.to_bytes(8, signed=True) + digest)
    return whole.digest()


def as_last_time(source: BinaryIO, *, last: bytes, known: Mapping[int, bytes], today: date) -> Reading | None:
    """What reading the file would find, all of it unchanged; None when it has to be read (also what cannot go back).

    `last` is the `contents` of the last import. A record that was deleted or marked since then makes another digest.
    """
    if not source.seekable():
        return None
    start = source.tell()
    whole = hashlib.sha256()
    for chunk in iter(lambda: source.read(CHUNK), b""):
        whole.update(chunk)
    file_digest = whole.digest()
    if contents(file_digest, known) != last:
        source.seek(start)
        return None
    valid = RegisterRecord.objects.exclude(digest=NO_DIGEST).values_list("content__valid", flat=True)
    current = sum(is_current(dates(written), today) for written in valid)
    return Reading(io.BytesIO(), today, file_digest, portal_ids=set(known), current=current, unchanged=len(known))
