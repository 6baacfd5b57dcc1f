"""Writing down an inquiry: beginning it, saving what the form says, quick ends, and what belongs together.

A save writes only what differs and leaves its trace on the timeline. Two workers on one inquiry never overwrite each other:
whoever saves an old version learns what stands there now (`ChangedMeanwhile`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from inquiries import timers
from inquiries.entries import CARD, IDENTIFYING, Entry, entry_of, with_entry
from inquiries.models import (
    ClosingReason,
    ContactCard,
    Deed,
    Identity,
    Inquiry,
    InquiryKind,
    InquiryLink,
    InquiryNeed,
    InquiryState,
    InquiryWorker,
    LinkKind,
    Note,
    NoteKind,
    TimelineEntry,
    Wish,
    WorkerRole,
)
from inquiries.moves import move_locked
from inquiries.timeline import record as remember
from inquiries.timeline import told_at_once
from sociopoint.models import User

OLDEST_START = timedelta(hours=24)
ONE_SITTING = timedelta(minutes=15)
"""Changes of one field by one worker within this time are one line of the timeline: a draft saves itself all the time."""
CARD_LIVES = timedelta(days=30)
QUICK_ENDS = (InquiryKind.WRONG, InquiryKind.NO_SHOW)


class ChangedMeanwhile(Exception):
    """Somebody saved the inquiry since this form was opened; `stored` is what stands there now."""

    def __init__(self, stored: Entry, version: int) -> None:
        super().__init__("inquiry changed meanwhile")
        self.stored = stored
        self.version = version


@transaction.atomic
def start(
    entry: Entry, *, by: User, office: int, submission: UUID | None = None, started_at: datetime | None = None
) -> Inquiry:
    """A draft whose clock has run since the form was opened; every other clock of the worker stops.

    Raises IntegrityError when a form with this `submission` has begun one already (a double click).
    """
    now = timezone.now()
    began = min(max(started_at or now, now - OLDEST_START), now)
    inquiry = Inquiry(
        office_id=office, received_at=began, timer_started_at=began, assignee=by, created_by=by, **entry.columns
    )
    inquiry.submission = submission or inquiry.submission
    inquiry.identity = _identity(inquiry, entry)
    inquiry.save(force_insert=True)
    timers.pause_others(by, but=inquiry)
    remember(inquiry, Deed.STARTED, by=by)
    colleagues = [InquiryWorker(inquiry=inquiry, worker_id=pk, role=WorkerRole.HELPED) for pk in entry.colleagues]
    InquiryWorker.objects.bulk_create([InquiryWorker(inquiry=inquiry, worker=by, role=WorkerRole.LED), *colleagues])
    _write_parts(inquiry, Entry(columns=entry.columns, colleagues=entry.colleagues), entry, by)
    return inquiry


def to_record(locked: Inquiry) -> Inquiry:
    """With all that `record` compares, read once the row is locked: a statement that waits for the lock sees the row as it
    became, but notes and contacts as they were."""
    return with_entry(Inquiry.objects.all()).get(pk=locked.pk)


def record(current: Inquiry, entry: Entry, *, by: User, version: int | None) -> None:
    """Write what differs and raise the version; nothing at all when nothing differs. `current` comes from `to_record` of the
    same transaction and stands for what is stored afterwards.

    `version` is the one the form was made from, None for a draft that a form begun twice. Raises ChangedMeanwhile.
    """
    stored = entry_of(current)
    changed = [name for name, value in entry.columns.items() if stored.columns[name] != value]
    if not changed and _parts(stored) == _parts(entry):
        return
    if version is not None and version != current.version:
        raise ChangedMeanwhile(stored, current.version)
    if not current.is_draft:
        _remember_changes(current, stored, entry, changed, by)
    for name in changed:
        setattr(current, name, entry.columns[name])
    _write_parts(current, stored, entry, by)
    current.identity = _identity(current, entry)
    current.version += 1
    current.save(update_fields=[*changed, "identity", "version", "changed_at"])


def close_quickly(inquiry: Inquiry, kind: InquiryKind, *, by: User) -> None:
    """A wrong number or a person who did not come: coded and closed at once, whatever else is missing. Its row is locked by
    this transaction, or made in it."""
    if kind not in QUICK_ENDS:
        raise ValueError(f"{kind} is not a quick end")
    now = timezone.now()
    inquiry.kind, inquiry.ended_at = kind, max(now, inquiry.received_at)
    inquiry.minutes_direct = inquiry.minutes_direct or timers.minutes_measured(inquiry, now)
    timers.stop(inquiry, now)
    timers.logged(inquiry, now)
    Wish.objects.filter(inquiry=inquiry).delete()
    move_locked(inquiry, InquiryState.CLOSED, by=by, reason=ClosingReason.NON_CONTACT)


@transaction.atomic
def link(inquiry: Inquiry, earlier: Inquiry, kind: LinkKind, *, by: User | None) -> InquiryLink:
    """The two belong together; nothing is merged. The later one inherits the clock of retention. `by` is None where the person
    said so themselves, by their code."""
    made, is_new = InquiryLink.objects.get_or_create(
        inquiry=inquiry, earlier=earlier, defaults={"kind": kind, "made_by": by}
    )
    if is_new:
        remember(inquiry, Deed.LINKED, by=by, field="links", after=str(earlier.public_id))
        remember(earlier, Deed.LINKED, by=by, field="links", after=str(inquiry.public_id))
    return made


@transaction.atomic
def unlink(made: InquiryLink, *, by: User) -> None:
    for one, other in ((made.inquiry, made.earlier), (made.earlier, made.inquiry)):
        remember(one, Deed.UNLINKED, by=by, field="links", before=str(other.public_id))
    made.delete()


def _parts(entry: Entry) -> tuple[object, ...]:
    """Everything of an entry but its columns, comparable."""
    groups = (entry.target_groups, entry.risk_flags, entry.answered_from)
    return entry.needs, entry.colleagues, *groups, entry.note, dict(entry.card), entry.wishes


def _write_parts(inquiry: Inquiry, stored: Entry, entry: Entry, by: User) -> None:
    _write_needs(inquiry, stored, entry)
    _write_links(inquiry, stored, entry)
    _write_colleagues(inquiry, stored, entry)
    _write_note(inquiry, stored, entry, by)
    _write_card(inquiry, stored, entry, by)
    _write_wishes(inquiry, stored, entry)


def _remember_changes(inquiry: Inquiry, stored: Entry, entry: Entry, changed: Iterable[str], by: User) -> None:
    """One line for each field, codes only; of words and contacts only that they changed."""
    lines = {name.removesuffix("_id"): (stored.columns[name], entry.columns[name]) for name in changed}
    if stored.needs != entry.needs:
        lines["needs"] = (_joined(pk for pk, _outcome in stored.needs), _joined(pk for pk, _outcome in entry.needs))
    for name in ("colleagues", "target_groups", "risk_flags", "answered_from"):
        if getattr(stored, name) != getattr(entry, name):
            lines[name] = (_joined(sorted(getattr(stored, name))), _joined(sorted(getattr(entry, name))))
    if stored.note != entry.note:
        lines["note"] = ("", "")
    if dict(stored.card) != dict(entry.card):
        lines["contact"] = ("", "")
    if not lines:
        return
    recent = inquiry.timeline.filter(deed=Deed.CHANGED, by=by, at__gte=timezone.now() - ONE_SITTING)
    of_this_sitting = {line.field: line for line in recent}
    with told_at_once():
        for name, (before, after) in lines.items():
            line = of_this_sitting.get(name)
            if line is None:
                remember(inquiry, Deed.CHANGED, by=by, field=name, before=_code(before), after=_code(after))
            elif line.after != _code(after):
                TimelineEntry.objects.filter(pk=line.pk).update(after=_code(after))


def _code(value: object) -> str:
    return "" if value is None else str(value)[:60]


def _joined(keys: Iterable[int]) -> str:
    return ",".join(map(str, keys))


def _write_needs(inquiry: Inquiry, stored: Entry, entry: Entry) -> None:
    """Rows of needs that stay keep their id: referrals and follow-ups hang on them."""
    if stored.needs == entry.needs:
        return
    before, wanted = dict(stored.needs), dict(entry.needs)
    if set(before) - set(wanted):
        inquiry.needs.exclude(situation__in=wanted).delete()
    order = {situation: place for place, situation in enumerate(wanted)}
    added = [s for s in wanted if s not in before]
    InquiryNeed.objects.bulk_create(
        InquiryNeed(inquiry=inquiry, situation_id=s, order=order[s], outcome=wanted[s]) for s in added
    )
    if not before.keys() & wanted.keys():
        return
    kept = [need for need in inquiry.needs.all() if need.situation_id not in added]
    for need in kept:
        need.order, need.outcome = order[need.situation_id], wanted[need.situation_id]
    InquiryNeed.objects.bulk_update(kept, ["order", "outcome"])


def _write_links(inquiry: Inquiry, stored: Entry, entry: Entry) -> None:
    """Rows of the three many-to-many tables, all that changed by one statement (`set()` would take two to three for each)."""
    parts: list[str] = []
    values: dict[str, int | list[int]] = {"inquiry": inquiry.pk}
    for name, through, column in (
        ("target_groups", Inquiry.target_groups.through, "targetgroup_id"),
        ("risk_flags", Inquiry.risk_flags.through, "riskflag_id"),
        ("answered_from", Inquiry.answered_from.through, "answersource_id"),
    ):
        before, after = getattr(stored, name), getattr(entry, name)
        table = through._meta.db_table
        if before - after:
            values[f"{name}_gone"] = sorted(before - after)
            parts.append(
                f"{name}_gone AS (DELETE FROM {table} WHERE inquiry_id = %(inquiry)s AND {column} = ANY(%({name}_gone)s))"  # noqa: S608  names of our own models
            )
        if after - before:
            values[f"{name}_new"] = sorted(after - before)
            parts.append(
                f"{name}_new AS (INSERT INTO {table} (inquiry_id, {column})"
                f" SELECT %(inquiry)s, unnest(%({name}_new)s::bigint[]) ON CONFLICT DO NOTHING)"
            )
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(f"WITH {', '.join(parts)} SELECT 1", values)


def _write_colleagues(inquiry: Inquiry, stored: Entry, entry: Entry) -> None:
    if gone := stored.colleagues - entry.colleagues:
        inquiry.workers.filter(role=WorkerRole.HELPED, worker__in=gone).delete()
    if not entry.colleagues - stored.colleagues:
        return
    InquiryWorker.objects.bulk_create(
        (
            InquiryWorker(inquiry=inquiry, worker_id=pk, role=WorkerRole.HELPED)
            for pk in sorted(entry.colleagues - stored.colleagues)
        ),
        ignore_conflicts=True,
    )


def _write_note(inquiry: Inquiry, stored: Entry, entry: Entry, by: User) -> None:
    """A note emptied is deleted, not kept empty; so where none is stored, none stands there."""
    if stored.note == entry.note:
        return
    notes = Note.objects.filter(inquiry=inquiry, kind=NoteKind.NOTE)
    facts = {"text": entry.note, "author": by, "is_warning_overridden": entry.is_warning_overridden}
    if not entry.note:
        notes.delete()
    elif stored.note:
        notes.update(**facts)
    else:
        Note.objects.create(inquiry=inquiry, kind=NoteKind.NOTE, **facts)


def _write_card(inquiry: Inquiry, stored: Entry, entry: Entry, by: User) -> None:
    """A card emptied of all that identifies is deleted, not kept empty."""
    if dict(stored.card) == dict(entry.card):
        return
    if not any(entry.card.get(name) for name in IDENTIFYING):
        ContactCard.objects.filter(inquiry=inquiry).delete()
        return
    card: ContactCard | None = getattr(inquiry, "contact", None) if stored.card else None
    if card is None:  # asked first: a new card takes the place of the stored one on the inquiry as soon as it is made
        card = ContactCard(inquiry=inquiry, created_by=by, expires_on=timezone.localdate() + CARD_LIVES)
    for name in CARD:
        setattr(card, name, entry.card[name])
    card.save()


def _write_wishes(inquiry: Inquiry, stored: Entry, entry: Entry) -> None:
    if stored.wishes == entry.wishes:
        return
    if entry.wishes.is_empty:
        Wish.objects.filter(inquiry=inquiry).delete()
        return
    wish = Wish(inquiry=inquiry, **vars(entry.wishes))
    Wish.objects.bulk_create(
        [wish], update_conflicts=True, unique_fields=["inquiry"], update_fields=list(vars(entry.wishes))
    )


def _identity(inquiry: Inquiry, entry: Entry) -> Identity:
    """Anonymous until somebody leaves a contact or gets a code; never asked for."""
    if any(entry.card.get(name) for name in IDENTIFYING):
        return Identity.CONTACT
    return Identity.CODE if inquiry.return_code_hash else Identity.ANONYMOUS
