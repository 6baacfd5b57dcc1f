"""The list of unmet needs and the page of one: one page by key, and a count that stops at a thousand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inquiries.dates import moment, short_day
from inquiries.forms.unmet import UnmetMoveForm, UnmetSearch
from inquiries.models import UnmetNeed, UnmetState
from inquiries.unmet import moves_for
from sociopoint.models import User
from sociopoint.permissions import can_see_words
from sociopoint.typography import typeset

PAGE_SIZE, MOST_COUNTED = 25, 1000
YEAR = timedelta(days=365)
TAGS = {
    UnmetState.NEW: "ours",
    UnmetState.CONFIRMED: "ours",
    UnmetState.REJECTED: "crisis",
    UnmetState.SOLVED: "open",
}


def list_context(search: UnmetSearch, user: User, *, after: str, query: QueryDict) -> dict[str, Any]:
    """Two queries: the count and the page; one more to continue `after` a need."""
    found = search.needs(UnmetNeed.objects.visible_to(user).counted())
    total = found.order_by()[: MOST_COUNTED + 1].count()
    rows = list(_page(found, after))
    shown, today = rows[:PAGE_SIZE], timezone.localdate()
    query.pop("po", None)
    kept = query.urlencode()
    query["po"] = str(shown[-1].pk) if shown else ""
    return {
        "search": search,
        "heading": _counted(total),
        "rows": [
            {
                "need": need,
                "when": short_day(timezone.localdate(need.recorded_at), today),
                "why": _why(need),
                "tag": TAGS.get(UnmetState(need.state), ""),
            }
            for need in shown
        ],
        "next": f"?{query.urlencode()}" if len(rows) > PAGE_SIZE else "",
        "first": f"?{kept}" if after else "",
    }


def need_context(need: UnmetNeed, user: User) -> dict[str, Any]:
    """One need: what we know, what was decided, how often the same thing was missing. Four queries."""
    today = timezone.localdate()
    moves = moves_for(user, UnmetState(need.state))
    return {
        "need": need,
        "when": moment(need.recorded_at, today),
        "why": _why(need),
        "tag": TAGS.get(UnmetState(need.state), ""),
        "tried": list(need.tried.all()),
        "may_read": can_see_words(user),
        "steps": [
            {"when": moment(step.at, today), "who": step.by, "state": step.get_after_display(), "note": step.note}
            for step in need.steps.select_related("by")
        ],
        "alike": _alike(need, user),
        "form": UnmetMoveForm(moves=moves) if moves else None,
    }


def _alike(need: UnmetNeed, user: User) -> dict[str, str]:
    """How many of the last year lacked the same for the same reason: one complaint, or a hole in the network."""
    since = timezone.localdate() - YEAR
    rows = UnmetNeed.objects.visible_to(user).counted().filter(kind=need.kind_id, reason=need.reason_id)
    if need.kind_id is None:
        rows = rows.filter(situation=need.situation_id)
    number = rows.filter(recorded_at__date__gte=since).order_by()[: MOST_COUNTED + 1].count()
    asked = {"duvod": need.reason.code, "od": since.isoformat()}
    asked |= {"druh": str(need.kind_id)} if need.kind_id else {"druh": "nezjisteno", "situace": need.situation.slug}
    return {"number": _counted(number), "address": f"{reverse('inquiries:unmet-list')}?{urlencode(asked)}"}


def _why(need: UnmetNeed) -> str:
    if need.waiting_days is None:
        return need.reason.name
    days = ngettext("čeká se %(n)d den", "čeká se %(n)d dní", need.waiting_days) % {"n": need.waiting_days}
    return typeset(f"{need.reason.name}, {days}")


def _page(found: QuerySet[UnmetNeed], after: str) -> QuerySet[UnmetNeed]:
    """One row more than a page, so that the next page is known to exist; an unknown key finds nothing."""
    if after:
        last = UnmetNeed.objects.filter(pk=int(after)).first() if after.isdecimal() and len(after) < 19 else None
        if last is None:
            return found.none()
        at, pk = last.recorded_at, last.pk
        found = found.filter(Q(recorded_at__lt=at) | Q(recorded_at=at, pk__lt=pk), recorded_at__lte=at)
    return (
        found.defer("workaround")
        .select_related("situation", "kind", "district", "reason", "inquiry")
        .order_by("-recorded_at", "-pk")[: PAGE_SIZE + 1]
    )


def _counted(total: int) -> str:
    if total > MOST_COUNTED:
        return _("Víc než 1 000 nenaplněných potřeb")
    return ngettext("%(n)d nenaplněná potřeba", "%(n)d nenaplněných potřeb", total) % {"n": total}
