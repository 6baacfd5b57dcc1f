"""The rows behind Today, one query a list: what was promised, who owes an answer, what nobody answered, what a colleague gave."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, TypeVar

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from inquiries.models import (
    Deed,
    FollowUp,
    Inquiry,
    InquiryState,
    Note,
    NoteKind,
    Reading,
    ReadingKind,
    Referral,
    ReferralMode,
    TimelineEntry,
)
from inquiries.models.referrals import WHO_OWES_FIRST
from inquiries.working_days import end_of
from sociopoint.models import User

Rows = TypeVar("Rows", bound=QuerySet[Any])
"""Inquiries with whatever was annotated to them."""
MINE: dict[str, Any] = {"inquiry": OuterRef("pk")}
MAY_BE_ASKED = (InquiryState.OPEN, InquiryState.WAITING_PARTNER, InquiryState.FOLLOW_UP)
"""Where a person may ask on under their code and the inquiry does not move: a question there must be seen by itself."""


def promised(follow_ups: QuerySet[FollowUp], now: datetime) -> QuerySet[FollowUp]:
    """What was promised until the end of today."""
    due = follow_ups.filter(due_at__lte=end_of(timezone.localdate(now)))
    return due.select_related("owner", "inquiry__district", "inquiry__assignee", "inquiry__channel").order_by(
        "due_at", "pk"
    )


def awaited(referrals: QuerySet[Referral]) -> QuerySet[Referral]:
    """Who owes us an answer or asks us, then who waits for a place."""
    rows = referrals.select_related("inquiry__district", "inquiry__assignee", "inquiry__channel")
    return rows.order_by(WHO_OWES_FIRST, "respond_by", "state_changed_at", "pk")


def unanswered() -> Exists:
    """Whether the person's last question came after our last answer."""
    answers = Note.objects.filter(
        inquiry=OuterRef("inquiry"), kind=NoteKind.ANSWER, written_at__gte=OuterRef("written_at")
    )
    return Exists(Note.objects.filter(~Exists(answers), **MINE, kind=NoteKind.QUESTION))


class Group(models.TextChoices):
    """Why an inquiry stands on Today by itself, in the order in which an inquiry is asked."""

    DRAFT = "draft"
    PERSON = "person"
    ANSWER = "answer"
    PLAN = "plan"


def waiting_inquiries(inquiries: QuerySet[Inquiry], ended: Collection[str], *, most: int) -> QuerySet[Inquiry]:
    """In `group`, at most so many of each: half-written ones; those whose person is to come back; questions without an answer
    (`asks`) with inquiries that nobody took; and those that somebody has, but nothing is promised or awaited that would ever
    remind of them. Crises first. `partner`: the last of the states `ended`. As many of those that need nothing come along,
    with an empty `group`: to leave them out the database would find out about all of them once more."""
    rows = inquiries.filter(state__in=(InquiryState.DRAFT, InquiryState.WAITING_CLIENT, *MAY_BE_ASKED))
    rows = rows.alias(
        promised=Exists(FollowUp.objects.planned().filter(**MINE)),
        awaited=Exists(Referral.objects.awaited().filter(**MINE)),
    ).annotate(
        asks=unanswered(),
        partner=Subquery(
            Referral.objects.filter(**MINE, mode=ReferralMode.SENT, state__in=ended)
            .order_by("-state_changed_at")
            .values("state")[:1]
        ),
        group=Case(
            When(state=InquiryState.DRAFT, then=Value(Group.DRAFT)),
            When(state=InquiryState.WAITING_CLIENT, then=Value(Group.PERSON)),
            When(Q(asks=True) | Q(assignee=None), then=Value(Group.ANSWER)),
            When(state=InquiryState.OPEN, promised=False, awaited=False, then=Value(Group.PLAN)),
            default=Value(""),
            output_field=models.CharField(),
        ),
    )
    to_act = Q(state__in=MAY_BE_ASKED, is_crisis=False)
    crisis_first = Case(When(to_act, then=1), default=0)
    order = [crisis_first, F("waiting_until").asc(), F("received_at").asc(), F("pk").asc()]
    place = Window(RowNumber(), partition_by=[F("group")], order_by=order)
    listed = _with_facts(rows.annotate(place=place).filter(place__lte=most))
    return listed.order_by("group", "place")


def handed_to(user: User) -> QuerySet[Inquiry]:
    """What a colleague gave this worker and they have not opened since, on a page that shows the note with the colleague's message.
    `handed_at`, `handed_by`, `handed_by_email`."""
    last = TimelineEntry.objects.filter(**MINE, deed=Deed.ASSIGNED).order_by("-at", "-pk")
    opened = Reading.objects.filter(
        by=user,
        inquiry_id=OuterRef("pk"),
        kind=ReadingKind.OPENED,
        purpose__in=("", "edit"),
        at__gte=OuterRef("handed_at"),
    )
    own = Inquiry.objects.visible_to(user).unfinished().filter(assignee=user)
    rows = own.annotate(
        handed_at=Subquery(last.values("at")[:1]),
        handed_by_id=Subquery(last.values("by")[:1]),
        handed_by=Subquery(last.values("by__name")[:1]),
        handed_by_email=Subquery(last.values("by__email")[:1]),
    )
    given = rows.filter(handed_at__isnull=False).exclude(handed_by_id=user.pk).filter(~Exists(opened))
    return _with_facts(given).order_by("handed_at", "pk")


def _with_facts(inquiries: Rows) -> Rows:
    return inquiries.select_related("district", "assignee", "channel")
