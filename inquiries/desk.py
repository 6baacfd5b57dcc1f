"""The desk a worker stands at: their office and whoever else works there."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, QuerySet

from inquiries.lists import DeskLists, desk_lists
from inquiries.models import Inquiry, InquiryState, InquiryWorker
from sociopoint.models import User

MOST_DRAFTS = 20


@dataclass(frozen=True)
class Desk:
    """`office` is the id of the worker's first office; `colleagues` are the other active people of all their offices."""

    worker: User
    office: int
    colleagues: list[User]
    lists: DeskLists


def desk_of(worker: User) -> Desk | None:
    """None for a worker whom nobody has placed at an office yet. Two queries."""
    people = (
        User.objects.filter(offices__workers=worker, is_active=True)
        .annotate(at=F("offices__id"))
        .order_by("at", "name")
    )
    found = list(people)
    if not found:
        return None
    others = {person.pk: person for person in found if person.pk != worker.pk}
    return Desk(worker, found[0].at, list(others.values()), desk_lists())


def own_drafts(worker: User) -> list[Inquiry]:
    """What this worker has begun and not saved, the newest first. One query."""
    return list(drafts_of(worker).select_related("channel", "district"))


def drafts_of(worker: User) -> QuerySet[Inquiry]:
    drafts = Inquiry.objects.filter(assignee=worker, state=InquiryState.DRAFT)
    return drafts.order_by("-received_at", "-pk")[:MOST_DRAFTS]


def last_channel(worker: User) -> int | None:
    """By which way people reached this worker last time."""
    last = InquiryWorker.objects.filter(worker=worker).order_by("-pk").values_list("inquiry__channel", flat=True)
    return last.first()
