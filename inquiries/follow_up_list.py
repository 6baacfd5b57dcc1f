"""The list of follow-ups: what the desk promised, for whom, and how it ended. One page by key, by the day they were due."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from inquiries.dates import due
from inquiries.forms.follow_up_list import CountedFollowUps
from inquiries.models import FollowUp, FollowUpState, Inquiry, InquiryNeed
from inquiries.today import about
from sociopoint.models import User

PAGE_SIZE = 25
TAGS = {FollowUpState.DONE: "open", FollowUpState.FAILED: "crisis", FollowUpState.DECLINED: "crisis"}


def follow_up_list_context(user: User, form: CountedFollowUps, *, after: str) -> dict[str, Any]:
    """Two queries: the page and the needs of its inquiries; one more to continue `after` a follow-up."""
    found = form.follow_ups(FollowUp.objects.filter(inquiry__in=Inquiry.objects.visible_to(user)))
    rows, today = list(_page(found, after)), timezone.localdate()
    shown, asked = rows[:PAGE_SIZE], form.asked()
    return {
        "form": form,
        "rows": [
            {
                "follow_up": row,
                "when": due(row.due_at, row.is_all_day, today),
                "about": about(row.inquiry),
                "tag": TAGS.get(FollowUpState(row.state), ""),
            }
            for row in shown
        ],
        "next": f"?{urlencode(asked | {'po': shown[-1].pk})}" if len(rows) > PAGE_SIZE else "",
        "first": f"?{urlencode(asked)}" if after else "",
    }


def _page(found: QuerySet[FollowUp], after: str) -> QuerySet[FollowUp]:
    """The latest first, one row more than a page; an unknown key finds nothing."""
    if after:
        last = FollowUp.objects.filter(pk=int(after)).first() if after.isdecimal() and len(after) < 19 else None
        if last is None:
            return found.none()
        at, pk = last.due_at, last.pk
        found = found.filter(Q(due_at__lt=at) | Q(due_at=at, pk__lt=pk), due_at__lte=at)
    needs = InquiryNeed.objects.select_related("situation")
    return (
        found.select_related("inquiry__district", "owner")
        .prefetch_related(Prefetch("inquiry__needs", needs))
        .order_by("-due_at", "-pk")[: PAGE_SIZE + 1]
    )
