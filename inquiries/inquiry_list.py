"""The context of the list of inquiries: one page by key, never by offset, and a count that stops at a thousand."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inquiries.dates import moment
from inquiries.finding import InquirySearch
from inquiries.models import Inquiry, InquiryNeed, InquiryState
from inquiries.today import about
from sociopoint.models import User

PAGE_SIZE = 25
MOST_COUNTED = 1000
TAGS = {
    InquiryState.DRAFT: "ours",
    InquiryState.OPEN: "ours",
    InquiryState.WAITING_PARTNER: "",
    InquiryState.WAITING_CLIENT: "",
    InquiryState.FOLLOW_UP: "",
    InquiryState.CLOSED: "open",
    InquiryState.VOID: "",
}


def list_context(search: InquirySearch, user: User, *, after: str, query: QueryDict) -> dict[str, Any]:
    """Four queries: the count, the page, its needs, the saved filters; one more to continue `after` a number."""
    found, unknown = search.inquiries(Inquiry.objects.visible_to(user))
    total = found.order_by()[: MOST_COUNTED + 1].count()
    rows = list(_page(found, after))
    shown = rows[:PAGE_SIZE]
    today = timezone.localdate()
    query.pop("po", None)
    kept = query.urlencode()
    query["po"] = shown[-1].public_id if shown else ""
    return {
        "search": search,
        "unknown_words": unknown,
        "heading": counted(total),
        "rows": [
            {
                "inquiry": row,
                "when": moment(row.received_at, today),
                "about": about(row),
                "tag": TAGS[InquiryState(row.state)],
            }
            for row in shown
        ],
        "next": f"?{query.urlencode()}" if len(rows) > PAGE_SIZE else "",
        "first": f"?{kept}" if after else "",
        "query": kept,
        "saved_filters": list(user.saved_filters.all()),
    }


def counted(total: int) -> str:
    if total > MOST_COUNTED:
        return _("Víc než 1 000 dotazů")
    return ngettext("%(n)d dotaz", "%(n)d dotazů", total) % {"n": total}


def _page(found: QuerySet[Inquiry], after: str) -> QuerySet[Inquiry]:
    """One row more than a page, so that the next page is known to exist."""
    if after:
        last = Inquiry.objects.filter(public_id=after.replace("\x00", "")).values_list("received_at", "pk").first()
        if last is None:
            return found.none()
        found = found.filter(Q(received_at__lt=last[0]) | Q(received_at=last[0], pk__lt=last[1]))
    needs = InquiryNeed.objects.select_related("situation")
    return (
        found.select_related("channel", "district", "assignee")
        .prefetch_related(Prefetch("needs", needs))
        .order_by(F("received_at").desc(), F("pk").desc())[: PAGE_SIZE + 1]
    )
