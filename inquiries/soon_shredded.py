"""What the shredder will take within a month: told to the office in time to hold what a court or a complaint needs."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, ExpressionWrapper, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inquiries.models import Compartment, Inquiry, InquiryNeed, LegalHold, RetentionRule
from inquiries.retention import past
from inquiries.states import ENDED
from inquiries.today import about
from sociopoint.models import User

AHEAD = timedelta(days=30)
"""As long before it the office is told (domain/trust.md)."""
ONE_DAY = timedelta(days=1)
PAGE_SIZE = 25
MOST_COUNTED = 1000


def soon_shredded(user: User, *, now: datetime, own: bool = False) -> QuerySet[Any]:
    """Inquiries whose words go within the month, the soonest first, with `goes_at`: their time is over, or a hold ends that has
    kept them longer. One query at once, for the rules."""
    rows = Inquiry.objects.visible_to(user).filter(state__in=ENDED, shredded_at=None)
    if own:
        rows = rows.filter(assignee=user)
    rules, end = list(RetentionRule.objects.all()), now + AHEAD
    going: QuerySet[Any] = past(rows, Compartment.WORDS, rules, end, held_on=timezone.localdate(end))
    kept = ExpressionWrapper(F("clock") + F("days") * Value(ONE_DAY), output_field=DateTimeField())
    holds = LegalHold.objects.in_force().filter(inquiry=OuterRef("pk")).order_by("-until")
    free = ExpressionWrapper(Subquery(holds.values("until")[:1]) + Value(ONE_DAY), output_field=DateTimeField())
    ordered: QuerySet[Any] = going.annotate(goes_at=Greatest(kept, free)).order_by("goes_at", "pk")
    return ordered


def told_of_soon(user: User) -> str:
    """A sentence for Today, '' when nothing goes. Two queries; the count stops at a thousand."""
    number = soon_shredded(user, now=timezone.now()).order_by()[: MOST_COUNTED + 1].count()
    if number > MOST_COUNTED:
        return _("Do 30 dnů se podle lhůt smažou texty u víc než 1 000 dotazů.")
    said = ngettext(
        "Do 30 dnů se podle lhůt smažou texty u %(n)d dotazu.",
        "Do 30 dnů se podle lhůt smažou texty u %(n)d dotazů.",
        number,
    )
    return said % {"n": number} if number else ""


def page_context(user: User, *, own: bool, after: str) -> dict[str, Any]:
    """One page by key; `after` is the number of the last inquiry of the page before."""
    now = timezone.now()
    found = soon_shredded(user, now=now, own=own)
    if after:
        last = found.filter(public_id=after.replace("\x00", "")).values_list("goes_at", "pk").first()
        found = found.filter(Q(goes_at__gt=last[0]) | Q(goes_at=last[0], pk__gt=last[1])) if last else found.none()
    needs = Prefetch("needs", InquiryNeed.objects.select_related("situation"))
    rows = list(found.select_related("district", "assignee").prefetch_related(needs)[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    return {
        "rows": [{"inquiry": row, "day": _day(row, now), "about": about(row)} for row in shown],
        "next": shown[-1].public_id if len(rows) > PAGE_SIZE else "",
        "own": own,
    }


def _day(row: Inquiry, now: datetime) -> date:
    """The night in which it goes; what waits for tonight goes today."""
    goes_at: datetime = getattr(row, "goes_at", now)  # annotated above
    return timezone.localdate(max(goes_at, now))
