"""Reads the register's file item by item, whatever its size, into a file of our own; the database is not written to."""

from __future__ import annotations

import hashlib
import pickle
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import IO, BinaryIO

import ijson
from django.utils.translation import gettext as _

from catalogue.register import items
from catalogue.register.entries import Dates, ServiceEntry
from catalogue.register.findings import Findings, RegisterRefused
from catalogue.register.values import Item, wrong_type

CHUNK = 256 * 1024
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
PACKED = (b"\x1f\x8b", b"PK\x03\x04")  # gzip, ZIP
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
LIST = "polozky"
DEEPEST = 500
"""Brackets open at once, those in texts counted too; the register opens about ten. The parser names every value by all that
contain it, so a small file of nothing but brackets would take all of the memory."""
PIECE = 1024

Progress = Callable[[int], None]
Parser = Generator[None, bytes, None]


@dataclass
class Reading:
    """What one pass over the file found; `changed()` gives the entries that differ from last time, in their order."""

    spool: IO[bytes]
    today: date
    file_digest: bytes = b""
    findings: Findings = field(default_factory=Findings)
    portal_ids: set[int] = field(default_factory=set)
    current: int = 0
    unchanged: int = 0
    changed_count: int = 0

    def changed(self) -> Iterator[ServiceEntry]:
        self.spool.seek(0)
        for _position in range(self.changed_count):
            entry = pickle.load(self.spool)  # noqa: S301  written by `take` a moment ago, in a file only we can open
            assert isinstance(entry, ServiceEntry)  # noqa: S101  tells the type checker what was put there
            yield entry

    def take(self, item: Item, path: str, known: Mapping[int, bytes]) -> None:
        """Count the item, and keep it when its digest differs from the one known from last time."""
        portal_id = items.portal_id(item, path)
        if portal_id in self.portal_ids:
            raise RegisterRefused(_("Soubor nemá tvar registru: portalId %(id)s je v něm dvakrát.") % {"id": portal_id})
        self.portal_ids.add(portal_id)
        self.current += is_current(items.in_order(items.validity(item, path)), self.today)
        digest = items.digest(item, path)
        if known.get(portal_id) == digest:
            self.unchanged += 1
            return
        pickle.dump(items.read_service(item, path, digest, self.findings), self.spool, pickle.HIGHEST_PROTOCOL)
        self.changed_count += 1


def is_current(valid: Dates, today: date) -> bool:
    """Begun and not ended; a service without a beginning has begun."""
    since, until = valid
    return (since is None or since <= today) and (until is None or until >= today)


@contextmanager
def read_register(
    source: BinaryIO, *, known: Mapping[int, bytes], today: date, progress: Progress
) -> Iterator[Reading]:
    """Read the whole file; `known` holds last time's digests by portal id, `progress` gets the bytes read so far.

    Raises RegisterRefused for anything that is not a complete register.
    """
    with tempfile.TemporaryFile() as spool:
        reading = Reading(spool, today)
        whole = hashlib.sha256()
        for index, item in enumerate(_items(_chunks(source, progress, whole))):
            path = f"{LIST}[{index}]"
            if not isinstance(item, dict):
                raise wrong_type(path, "objekt", item)
            try:
                reading.take(item, path, known)
            except RecursionError:
                raise _too_deep() from None
        if not reading.portal_ids:
            raise RegisterRefused(_("V souboru není žádná služba; prázdný registr nenačítáme."))
        reading.file_digest = whole.digest()
        yield reading


def _items(chunks: Iterable[bytes]) -> Iterator[Item]:
    found = ijson.sendable_list()
    parser = ijson.items_coro(found, f"{LIST}.item", use_float=True)
    shape, depth = _Shape(), _Depth()
    for chunk in chunks:
        depth.check(chunk)
        _send(parser, chunk)
        shape.check(chunk)
        yield from found
        found.clear()
    _finish(parser)
    yield from found
    shape.refuse_unless_found()


def _chunks(source: BinaryIO, progress: Progress, whole: hashlib._Hash) -> Iterator[bytes]:
    """The file in pieces, without the mark some editors put at its beginning; `whole` takes it as it is."""
    done = 0
    while chunk := source.read(CHUNK):
        if done == 0:
            _refuse_by_beginning(chunk)
        done += len(chunk)
        whole.update(chunk)
        yield chunk.removeprefix(BYTE_ORDER_MARK) if done == len(chunk) else chunk
        progress(done)
    if done == 0:
        raise RegisterRefused(_("Soubor je prázdný."))


def _refuse_by_beginning(chunk: bytes) -> None:
    """What people hand over instead of the JSON itself, told by its name."""
    if chunk.startswith(PACKED):
        raise RegisterRefused(_("Soubor je zabalený (ZIP nebo gzip). Rozbalte ho a načtěte JSON, který je v něm."))
    if chunk.startswith(UTF_16):
        raise _not_utf8()


class _Depth:
    """Counts open brackets, a piece at a time, before the parser sees them."""

    def __init__(self) -> None:
        self._open = 0

    def check(self, chunk: bytes) -> None:
        for start in range(0, len(chunk), PIECE):
            piece = chunk[start : start + PIECE]
            closed = piece.count(b"]") + piece.count(b"}")
            self._open = max(0, self._open + piece.count(b"[") + piece.count(b"{") - closed)
            if self._open > DEEPEST:
                raise _too_deep()


def _too_deep() -> RegisterRefused:
    return RegisterRefused(_("Soubor nemá tvar registru: je v něm příliš mnoho závorek v sobě."))


class _Shape:
    """Watches that the file is an object with a list `polozky`; stops watching once it has seen so."""

    def __init__(self) -> None:
        self._events = ijson.sendable_list()
        self._parser = ijson.parse_coro(self._events)
        self._found = False

    def check(self, chunk: bytes) -> None:
        if self._found:
            return
        _send(self._parser, chunk)
        for prefix, event, _value in self._events:
            if prefix == "" and event not in ("start_map", "map_key", "end_map"):
                raise RegisterRefused(_("Soubor nemá tvar registru: na začátku má být objekt s klíčem „polozky“."))
            if prefix == LIST:
                if event != "start_array":
                    raise RegisterRefused(_("Soubor nemá tvar registru: „polozky“ má být seznam."))
                self._found = True
                break
        self._events.clear()

    def refuse_unless_found(self) -> None:
        if not self._found:
            raise RegisterRefused(_("Soubor nemá tvar registru: chybí klíč „polozky“."))


def _send(parser: Parser, chunk: bytes) -> None:
    try:
        parser.send(chunk)
    except ijson.JSONError as error:
        raise _broken(error) from None


def _finish(parser: Parser) -> None:
    try:
        parser.close()
    except ijson.JSONError as error:
        raise _broken(error) from None


def _broken(error: ijson.JSONError) -> RegisterRefused:
    """What the parser objected to, without the excerpt it quotes: a person's name may stand there."""
    words = error.args[0] if error.args else ""
    reason = words.decode("ascii", "replace") if isinstance(words, bytes) else str(words)
    if "UTF8" in reason:
        return _not_utf8()
    if "premature EOF" in reason:
        return RegisterRefused(_("Soubor není celý: JSON v něm nekončí."))
    return RegisterRefused(_("Soubor není platný JSON."))


def _not_utf8() -> RegisterRefused:
    return RegisterRefused(_("Soubor není v kódování UTF-8."))
