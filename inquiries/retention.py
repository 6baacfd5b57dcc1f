"""Shredding what is past its time: words and contacts, never coded facts, so that statistics stay exactly as they were.

`purge` looks at everything and, unless told to commit, changes nothing. A legal hold stops it, and so does a restriction (what
is only to be kept is kept, Art. 18 of the Regulation); an inquiry linked to an earlier one inherits its clock (`Inquiry.retention_from`). What was shredded leaves a tombstone without content. Other tables
hold no words of people: the desk keeps no history table of notes, contacts, referrals or attempts, and a test says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from inquiries.loose_words import shred_loose_words
from inquiries.models import (
    Actor,
    ContactCard,
    Deed,
    FollowUp,
    FollowUpAttempt,
    FollowUpState,
    Inquiry,
    InquiryKind,
    InquiryState,
    Note,
    Referral,
    TimelineEntry,
    UnmetNeed,
)
from inquiries.models.drafts import Wish
from inquiries.models.readings import Reading
from inquiries.models.retention import (
    LONGEST_DAYS,
    Compartment,
    LegalHold,
    PurgeRun,
    RetentionRule,
    Tombstone,
)
from inquiries.slip_keys import letters_of
from sociopoint.mailing import forget_unsent
from sociopoint.worker_state import PURGE, beat

Row = TypeVar("Row")
BATCH = 200
GRACE = timedelta(days=1)
"""The shredder runs each night, so nothing is older than its time by more."""
READING_DAYS = 731
"""Two years and at most a day: the table lets nothing younger go (`Reading`)."""
AFTER_PROMISE = timedelta(days=30)
"""A contact stays so long after the day of a call that nobody has made yet (frontdesk-and-network, f.2)."""
DRAFT_DAYS = 7
"""A draft nobody came back to is void after so long (d.1); its words then follow the rule of void inquiries."""
WORDS_ELSEWHERE: dict[type[Referral | FollowUpAttempt | UnmetNeed], tuple[str, tuple[str, ...]]] = {
    Referral: ("inquiry", ("brief", "responder_name", "partner_message", "worker_message", "note")),
    FollowUpAttempt: ("follow_up__inquiry", ("note",)),
    UnmetNeed: ("inquiry", ("workaround",)),
}
"""Where words stand beside `Note`: the model, its way to the inquiry, and the columns that are emptied."""


@dataclass(frozen=True)
class KeptDays:
    """How many days after its end an inquiry keeps what, at the longest."""

    words: int
    words_of_crisis: int
    contact: int


@dataclass
class Purge:
    """What one run found, and whether it did it."""

    is_committed: bool
    words: list[tuple[int, int | None]] = field(default_factory=list)
    """(inquiry, days of the rule) whose words are past their time."""
    contacts: list[tuple[int, int | None]] = field(default_factory=list)
    """(inquiry, days of the rule, or None where the card itself expired)."""
    drafts: list[int] = field(default_factory=list)
    held: int = 0
    loose: int = 0
    """Texts that belong to no inquiry."""
    readings: int = 0
    """Who read what, two years ago and before."""
    overdue: int = 0
    """What an earlier run should have shredded."""


def purge(*, commit: bool, now: datetime | None = None) -> Purge:
    """Find what is past its time; with `commit` shred it, in batches each of its own transaction."""
    now = now or timezone.now()
    found = Purge(commit)
    run = PurgeRun.objects.create(is_committed=commit, started_at=now)
    rules = list(RetentionRule.objects.all())
    ended = Inquiry.objects.filter(state__in=(InquiryState.CLOSED, InquiryState.VOID))
    found.drafts = list(_forgotten_drafts(now).values_list("pk", flat=True))
    with_words, with_contact = ended.filter(shredded_at=None), ended.filter(contact__isnull=False)
    found.words = list(_numbers(past(with_words, Compartment.WORDS, rules, now)))
    found.words += list(_numbers(past(_written_again(ended), Compartment.WORDS, rules, now)))
    found.contacts = _expired_cards(now) + list(_numbers(past(with_contact, Compartment.CONTACT, rules, now)))
    found.contacts = list({inquiry: (inquiry, days) for inquiry, days in found.contacts}.values())
    found.loose = shred_loose_words(now, commit=commit)
    readings = Reading.objects.filter(at__lt=now - timedelta(days=READING_DAYS))
    found.readings = readings.delete()[0] if commit else readings.count()
    found.held = ended.filter(_is_held("pk")).count()
    before = now - GRACE
    found.overdue = past(with_words, Compartment.WORDS, rules, before).count()
    found.overdue += past(with_contact, Compartment.CONTACT, rules, before).count()
    if commit:
        _carry_out(found, run)
    run.words, run.contacts, run.drafts = len(found.words), len(found.contacts), len(found.drafts)
    run.loose = found.loose
    run.held, run.overdue, run.finished_at = found.held, found.overdue, timezone.now()
    run.save()
    if commit:
        beat(PURGE)
    return found


def _carry_out(found: Purge, run: PurgeRun) -> None:
    for drafts in batches(found.drafts):
        for inquiry in Inquiry.objects.filter(pk__in=drafts, state=InquiryState.DRAFT):
            void_draft(inquiry)
    for words in batches(found.words):
        shred_words(words, run=run)
    for cards in batches(found.contacts):
        shred_contacts(cards, run=run)


@transaction.atomic
def shred_words(inquiries: Sequence[tuple[int, int | None]], *, run: PurgeRun | None = None) -> int:
    """Delete every free text of these inquiries; `(inquiry, days of the rule)`. The return code still finds the facts.
    How many it were: what is held, also since a moment ago, stays.
    """
    inquiries = _locked_without_hold(inquiries)
    ids = [inquiry for inquiry, _days in inquiries]
    Note.objects.filter(inquiry__in=ids).delete()
    Wish.objects.filter(inquiry__in=ids).delete()
    for model, (way, columns) in WORDS_ELSEWHERE.items():
        model._default_manager.filter(**{f"{way}__in": ids}).update(**dict.fromkeys(columns, ""))
    Inquiry.objects.filter(pk__in=ids).update(shredded_at=timezone.now())
    _leave_tombstones(inquiries, Compartment.WORDS, run)
    return len(inquiries)


@transaction.atomic
def shred_contacts(inquiries: Sequence[tuple[int, int | None]], *, run: PurgeRun | None = None) -> int:
    """Delete the contact cards of these inquiries and letters to the person that could not leave, and end the links that would
    show the contact to a partner. How many it were."""
    inquiries = _locked_without_hold(inquiries)
    ids = [inquiry for inquiry, _days in inquiries]
    ContactCard.objects.filter(inquiry__in=ids).delete()
    forget_unsent([letters_of(inquiry) for inquiry in ids])
    Referral.objects.filter(inquiry__in=ids, shares_contact=True, contact_revealed_at=None).update(shares_contact=False)
    _leave_tombstones(inquiries, Compartment.CONTACT, run)
    return len(inquiries)


def _locked_without_hold(inquiries: Sequence[tuple[int, int | None]]) -> list[tuple[int, int | None]]:
    """Those that no legal hold keeps, their rows locked: whoever places a hold now waits until they are shredded."""
    ids = [inquiry for inquiry, _days in inquiries]
    locked = Inquiry.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk").values_list("pk")
    free = {pk for (pk,) in locked} - set(
        LegalHold.objects.in_force().filter(inquiry__in=ids).values_list("inquiry", flat=True)
    )
    return [(inquiry, days) for inquiry, days in inquiries if inquiry in free]


@transaction.atomic
def void_draft(inquiry: Inquiry) -> None:
    """A draft that nobody will finish."""
    Inquiry.objects.filter(pk=inquiry.pk).update(
        state=InquiryState.VOID, timer_started_at=None, retention_from=timezone.now()
    )
    TimelineEntry.objects.create(
        inquiry=inquiry, deed=Deed.MOVED, actor=Actor.SYSTEM, field="state", before="draft", after="void"
    )


def rule_for(inquiry: Inquiry, compartment: Compartment, rules: Iterable[RetentionRule]) -> RetentionRule | None:
    """The most particular rule that fits; of equals the shortest."""
    fitting = [
        rule
        for rule in rules
        if rule.compartment == compartment
        and rule.kind in ("", inquiry.kind)
        and rule.state in ("", inquiry.state)
        and rule.is_crisis in (None, inquiry.is_crisis)
    ]
    return min(fitting, key=lambda rule: (-rule.particularity, rule.days), default=None)


def days_kept() -> KeptDays:
    """What the page on privacy says, by the rules in force; of kinds with rules of their own the longest. One query."""
    rules = list(RetentionRule.objects.all())

    def longest(compartment: Compartment, *crisis: bool) -> int:
        closed = (
            Inquiry(kind=kind, state=InquiryState.CLOSED, is_crisis=one) for kind in InquiryKind for one in crisis
        )
        return max(days_of(inquiry, compartment, rules) for inquiry in closed)

    return KeptDays(
        words=longest(Compartment.WORDS, False),
        words_of_crisis=longest(Compartment.WORDS, True),
        contact=longest(Compartment.CONTACT, False, True),
    )


def days_of(inquiry: Inquiry, compartment: Compartment, rules: Iterable[RetentionRule]) -> int:
    """Without any rule the bound in code holds."""
    rule = rule_for(inquiry, compartment, rules)
    return min(rule.days if rule else LONGEST_DAYS[compartment], LONGEST_DAYS[compartment])


def past(
    ended: QuerySet[Inquiry],
    compartment: Compartment,
    rules: list[RetentionRule],
    now: datetime,
    *,
    held_on: date | None = None,
) -> QuerySet[Any]:
    """Inquiries whose compartment is past its time and not held, with `clock`, from when they are kept, and the `days` of their
    rule. The rule that holds depends on three coded facts only, so every case of them is asked for with its own day. `held_on`:
    for who looks ahead, only what is still held on that day is left out."""
    cases: dict[int, Q] = {}
    for kind, state, is_crisis in product(InquiryKind, (InquiryState.CLOSED, InquiryState.VOID), (False, True)):
        days = days_of(Inquiry(kind=kind, state=state, is_crisis=is_crisis), compartment, rules)
        case = Q(kind=kind, state=state, is_crisis=is_crisis)
        cases[days] = cases[days] | case if days in cases else case
    is_past = Q(pk=None)
    for days, case in cases.items():
        is_past |= case & Q(clock__lte=now - timedelta(days=days))
    days_kept = Case(*(When(case, then=Value(days)) for days, case in cases.items()), output_field=IntegerField())
    kept_from = Coalesce("retention_from", "changed_at")
    kept = ended.annotate(clock=kept_from, days=days_kept).filter(is_past, ~_is_held("pk", held_on))
    return kept.filter(is_restricted=False)


def _numbers(found: QuerySet[Any]) -> QuerySet[Any, tuple[int, int]]:
    """(inquiry, days of its rule)."""
    return found.order_by("pk").values_list("pk", "days")


def _expired_cards(now: datetime) -> list[tuple[int, int | None]]:
    """Cards past their own day, or past the bound in code; not while a promised call still needs the number, be it late."""
    today = timezone.localdate(now)
    promised = FollowUp.objects.filter(
        inquiry=OuterRef("inquiry"), state=FollowUpState.PLANNED, due_at__gte=now - AFTER_PROMISE
    )
    bound = Q(created_at__lte=now - timedelta(days=LONGEST_DAYS[Compartment.CONTACT]))
    expired = Q(expires_on__lt=today) & ~Q(Exists(promised))
    past = ContactCard.objects.filter(expired | bound, ~_is_held("inquiry"), inquiry__is_restricted=False)
    return [(inquiry, None) for inquiry in past.order_by("inquiry").values_list("inquiry", flat=True)]


def _written_again(ended: QuerySet[Inquiry]) -> QuerySet[Inquiry]:
    """Shredded once, and words stand there again: the person came back with their code, or a partner answered that late."""
    words = Q(pk__in=Note.objects.filter(inquiry__shredded_at__isnull=False).values("inquiry"))
    for model, (way, columns) in WORDS_ELSEWHERE.items():
        written = model._default_manager.exclude(**dict.fromkeys(columns, ""))
        words |= Q(pk__in=written.filter(**{f"{way}__shredded_at__isnull": False}).values(way))
    return ended.filter(words, shredded_at__isnull=False)


def _is_held(way: str, on: date | None = None) -> Q:
    """Whether a legal hold is in force (and still will be that day); `way` leads from the row to its inquiry."""
    holds = LegalHold.objects.in_force().filter(inquiry=OuterRef(way))
    return Q(Exists(holds.filter(until__gte=on) if on else holds))


def _forgotten_drafts(now: datetime) -> QuerySet[Inquiry]:
    return Inquiry.objects.filter(state=InquiryState.DRAFT, changed_at__lte=now - timedelta(days=DRAFT_DAYS))


def _leave_tombstones(
    inquiries: Sequence[tuple[int, int | None]], compartment: Compartment, run: PurgeRun | None
) -> None:
    Tombstone.objects.bulk_create(
        Tombstone(inquiry_id=inquiry, compartment=compartment, days=days, run=run) for inquiry, days in inquiries
    )
    TimelineEntry.objects.bulk_create(
        TimelineEntry(inquiry_id=inquiry, deed=Deed.SHREDDED, actor=Actor.SYSTEM, after=compartment)
        for inquiry, _days in inquiries
    )


def batches(rows: Sequence[Row]) -> Iterable[Sequence[Row]]:
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))
