"""What was shredded stays shredded, also after an older backup is restored.

A backup still holds what was shredded since it was made. Retention finds most of it again by itself, but not what a person
had erased before its time. So the tombstones (numbers and times, no content) are written out beside the backups, often, and
replayed over a restored database before anybody signs in.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiries.models import Compartment, ContactCard, Inquiry, PurgeRun, Tombstone
from inquiries.retention import batches, shred_contacts, shred_words

WRITTEN_DAYS = 40
"""Longer than any backup is kept (35 days)."""
COLUMNS = ("inquiry", "compartment", "at", "erased")


class NotTombstones(Exception):
    """The file is not what `manage.py tombstones` writes; the text says where."""


@dataclass(frozen=True)
class Stone:
    inquiry: int
    compartment: Compartment
    at: datetime
    is_erased: bool
    """Erased because the person asked, not because its time had come: their return code then stops working too."""


@dataclass(frozen=True)
class Replayed:
    words: int = 0
    contacts: int = 0
    held: int = 0
    """What a legal hold keeps: it stays, for a person to decide."""


def written(*, now: datetime | None = None) -> str:
    """A table of commas, the newest last."""
    since = (now or timezone.now()) - timedelta(days=WRITTEN_DAYS)
    rows = Tombstone.objects.filter(at__gte=since).order_by("at", "pk")
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    for inquiry, compartment, at, run in rows.values_list("inquiry_id", "compartment", "at", "run").iterator():
        table.writerow((inquiry, compartment, at.isoformat(), int(run is None)))
    return out.getvalue()


def read(lines: Iterable[str]) -> list[Stone]:
    rows = list(csv.reader(lines))
    if not rows or tuple(rows[0]) != COLUMNS:
        raise NotTombstones(_("První řádek musí být %(columns)s.") % {"columns": ",".join(COLUMNS)})
    return [_stone(number, row) for number, row in enumerate(rows[1:], start=2)]


def _stone(number: int, row: Sequence[str]) -> Stone:
    try:
        inquiry, compartment, at, is_erased = row
        stone = Stone(
            int(inquiry), Compartment(compartment), datetime.fromisoformat(at), {"0": False, "1": True}[is_erased]
        )
    except (ValueError, KeyError):
        raise NotTombstones(_("Řádek %(number)d není záznam o skartaci.") % {"number": number}) from None
    if stone.at.tzinfo is None:
        raise NotTombstones(_("Řádek %(number)d má čas bez časového pásma.") % {"number": number})
    return stone


def replay(stones: Iterable[Stone], *, commit: bool) -> Replayed:
    """Shred again what these say was shredded. An inquiry younger than its stone only happens to have the same number."""
    latest: dict[tuple[int, Compartment], Stone] = {}
    for stone in stones:
        latest[stone.inquiry, stone.compartment] = stone
    words, contacts = (_back(latest.values(), one) for one in (Compartment.WORDS, Compartment.CONTACT))
    if not commit:
        return Replayed(len(words), len(contacts))
    run = PurgeRun.objects.create(is_committed=True)
    run.words, run.contacts = _again(words, shred_words, run), _again(contacts, shred_contacts, run)
    for part in batches([one for one in latest.values() if one.is_erased]):
        _forget_codes(part)
    run.held, run.finished_at = len(words) + len(contacts) - run.words - run.contacts, timezone.now()
    run.save()
    return Replayed(run.words, run.contacts, run.held)


def _again(stones: Sequence[Stone], shred: Callable[..., int], run: PurgeRun) -> int:
    """How many were shredded. What went by a rule belongs to the run, or the next tombstones would say that a person had it
    erased."""
    gone = 0
    for is_erased in (False, True):
        ids = [(one.inquiry, None) for one in stones if one.is_erased is is_erased]
        gone += sum(shred(part, run=None if is_erased else run) for part in batches(ids))
    return gone


def _back(stones: Iterable[Stone], compartment: Compartment) -> list[Stone]:
    """Those whose inquiry is whole again."""
    wanted = {stone.inquiry: stone for stone in stones if stone.compartment == compartment}
    rows = Inquiry.objects.filter(pk__in=list(wanted))
    if compartment == Compartment.WORDS:
        rows = rows.filter(shredded_at=None)
    else:
        rows = rows.filter(pk__in=ContactCard.objects.values("inquiry"))
    return [wanted[pk] for pk, made in rows.order_by("pk").values_list("pk", "created_at") if made <= wanted[pk].at]


@transaction.atomic
def _forget_codes(stones: Sequence[Stone]) -> None:
    for stone in stones:
        Inquiry.objects.filter(pk=stone.inquiry, created_at__lte=stone.at, contact=None).exclude(
            shredded_at=None
        ).exclude(return_code_hash="").update(return_code_hash="")
