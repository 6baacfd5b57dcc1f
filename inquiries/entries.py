"""Everything one form says about an inquiry, as one value: read from the database in one query, compared, written back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from inquiries.models import (
    ContactCard,
    FollowUpWish,
    Inquiry,
    InquiryNeed,
    InquiryWorker,
    Note,
    NoteKind,
    Wish,
    WorkerRole,
)
from sociopoint.secrecy import EncryptedTextField

Value = str | int | bool | date | None
COLUMNS = (
    "kind",
    "is_crisis",
    "channel_id",
    "direction",
    "on_behalf",
    "persons_present",
    "is_group",
    "sex",
    "age_band",
    "district_id",
    "is_from_elsewhere",
    "language",
    "interpreter",
    "help_level",
    "urgency",
    "first_time",
    "heard_from_id",
    "minutes_direct",
    "minutes_indirect",
    "minutes_travel",
)
"""Coded facts that the form sets, as columns of the inquiry."""
CARD = ("display_name", "phone", "email", "preferred_way", "safe_hours", "relation", "may_leave_message")
IDENTIFYING = ("display_name", "phone", "email")
"""A card without any of them would be no contact."""


@dataclass(frozen=True)
class Wishes:
    """How the worker wants the inquiry to end; see `Wish`."""

    line: str = ""
    follow_up: str = FollowUpWish.NONE
    follow_up_on: date | None = None
    closing_reason: str = ""
    is_unmet: bool = False
    unmet_reason_id: int | None = None

    @property
    def is_empty(self) -> bool:
        return self == Wishes()


@dataclass(frozen=True)
class Entry:
    """`needs`: (id of the situation, its outcome), the main one first; `card` is empty where nobody left a contact."""

    columns: Mapping[str, Value]
    needs: tuple[tuple[int, str], ...] = ()
    colleagues: frozenset[int] = frozenset()
    target_groups: frozenset[int] = frozenset()
    risk_flags: frozenset[int] = frozenset()
    answered_from: frozenset[int] = frozenset()
    note: str = ""
    is_warning_overridden: bool = False
    card: Mapping[str, Value] = field(default_factory=dict)
    wishes: Wishes = field(default_factory=Wishes)


def with_entry(inquiries: QuerySet[Inquiry]) -> QuerySet[Inquiry]:
    """Inquiries with all that `entry_of` reads, in one query."""
    of_this = {"inquiry": OuterRef("pk")}
    note = Note.objects.filter(kind=NoteKind.NOTE, **of_this)
    helped = InquiryWorker.objects.filter(role=WorkerRole.HELPED, **of_this)
    needs = InquiryNeed.objects.filter(**of_this).order_by("order")
    return inquiries.select_related("contact", "wish", "district", "channel").annotate(
        entry_needs=ArraySubquery(needs.values(row=JSONObject(situation=F("situation_id"), outcome=F("outcome")))),
        entry_colleagues=ArraySubquery(helped.values("worker_id")),
        entry_target_groups=_ids(Inquiry.target_groups.through, "targetgroup_id"),
        entry_risk_flags=_ids(Inquiry.risk_flags.through, "riskflag_id"),
        entry_answered_from=_ids(Inquiry.answered_from.through, "answersource_id"),
        entry_note=Subquery(note.values("text")[:1], output_field=EncryptedTextField()),
    )


def _ids(through: Any, column: str) -> ArraySubquery:
    return ArraySubquery(through.objects.filter(inquiry=OuterRef("pk")).values(column))


def entry_of(inquiry: Any) -> Entry:
    """What stands in the database; `inquiry` comes from `with_entry` (typed as Any: it carries annotations)."""
    card: ContactCard | None = getattr(inquiry, "contact", None)
    wish: Wish | None = getattr(inquiry, "wish", None)
    return Entry(
        columns={name: getattr(inquiry, name) for name in COLUMNS},
        needs=tuple((need["situation"], need["outcome"]) for need in inquiry.entry_needs),
        colleagues=frozenset(inquiry.entry_colleagues),
        target_groups=frozenset(inquiry.entry_target_groups),
        risk_flags=frozenset(inquiry.entry_risk_flags),
        answered_from=frozenset(inquiry.entry_answered_from),
        note=inquiry.entry_note or "",
        card={name: getattr(card, name) for name in CARD} if card else {},
        wishes=wishes_of(wish),
    )


def wishes_of(wish: Wish | None) -> Wishes:
    if wish is None:
        return Wishes()
    return Wishes(
        line=wish.line,
        follow_up=wish.follow_up,
        follow_up_on=wish.follow_up_on,
        closing_reason=wish.closing_reason,
        is_unmet=wish.is_unmet,
        unmet_reason_id=wish.unmet_reason_id,
    )
