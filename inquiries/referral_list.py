"""The list of referrals: what waits for a partner, what is late, what came back this week. One page by key."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inquiries.dates import moment, short_day
from inquiries.forms.referral_list import CountedReferrals
from inquiries.models import Inquiry, InquiryNeed, Referral, ReferralMode, ReferralState
from inquiries.states import AWAITED
from inquiries.today import about
from sociopoint.models import User

PAGE_SIZE, MOST_COUNTED = 25, 1000
AWAITED_VIEW, LATE, ANSWERED, ALL = "ceka", "pozde", "odpovedi", "vse"
COUNTED = "statistika"
ANSWERED_STATES = (
    ReferralState.ACCEPTED,
    ReferralState.WAITLISTED,
    ReferralState.INFO_NEEDED,
    ReferralState.DECLINED,
    ReferralState.REDIRECTED,
    ReferralState.EXPIRED,
)
TAGS = {
    ReferralState.SENT: "",
    ReferralState.INFO_NEEDED: "ours",
    ReferralState.EXPIRED: "crisis",
    ReferralState.DECLINED: "crisis",
    ReferralState.REDIRECTED: "crisis",
    ReferralState.NOT_HELPED: "crisis",
    ReferralState.ACCEPTED: "open",
    ReferralState.STARTED: "open",
    ReferralState.COMPLETED: "open",
}


def list_context(user: User, *, view: str, mine: bool, after: str, counted: CountedReferrals) -> dict[str, Any]:
    """Three queries: the count, the page, the needs of its inquiries; one more to continue `after` a referral.

    `counted` says which, when the view is what a number of the statistics leads to.
    """
    views = {AWAITED_VIEW: _("Čekáme"), LATE: _("Po termínu"), ANSWERED: _("Odpovědi za týden"), ALL: _("Všechna")}
    if view == COUNTED:
        views[COUNTED] = _("Ze statistiky")
    view = view if view in views else AWAITED_VIEW
    found = _chosen(user, view, mine, counted)
    total = found.order_by()[: MOST_COUNTED + 1].count()
    oldest_first = view in (AWAITED_VIEW, LATE)
    rows = list(_page(found, after, oldest_first=oldest_first))
    asked = counted.asked() if view == COUNTED else {}
    shown, kept = rows[:PAGE_SIZE], {"ukaz": view} | ({"moje": "1"} if mine else {}) | asked
    return {
        "heading": _counted(total),
        "views": [
            {"name": name, "address": f"?{urlencode(kept | {'ukaz': key})}", "current": key == view}
            for key, name in views.items()
        ],
        "whose": {
            "address": f"?{urlencode({'ukaz': view} | ({} if mine else {'moje': '1'}) | asked)}",
            "name": _("Celý pult") if mine else _("Jen moje"),
        },
        "rows": [_row(referral) for referral in shown],
        "next": f"?{urlencode(kept | {'po': shown[-1].pk})}" if len(rows) > PAGE_SIZE else "",
        "first": f"?{urlencode(kept)}" if after else "",
    }


def _chosen(user: User, view: str, mine: bool, counted: CountedReferrals) -> QuerySet[Referral]:
    found = Referral.objects.filter(inquiry__in=Inquiry.objects.visible_to(user))
    if mine:
        found = found.filter(inquiry__assignee=user)
    if view == ALL:
        return found
    if view == COUNTED:
        return counted.referrals(found)
    if view == ANSWERED:
        week_ago = timezone.now() - timedelta(days=7)
        return found.filter(mode=ReferralMode.SENT, state__in=ANSWERED_STATES, state_changed_at__gt=week_ago)
    found = found.filter(state__in=AWAITED)
    if view == LATE:
        return found.filter(Q(respond_by__lt=timezone.localdate()) & ~Q(state=ReferralState.WAITLISTED))
    return found


def _page(found: QuerySet[Referral], after: str, *, oldest_first: bool) -> QuerySet[Referral]:
    """One row more than a page, so that the next page is known to exist; an unknown key finds nothing.

    The bound said twice lets the index begin at the key instead of at the first page.
    """
    if after:
        last = Referral.objects.filter(pk=int(after)).first() if after.isdecimal() and len(after) < 19 else None
        if last is None:
            return found.none()
        at, pk = last.state_changed_at, last.pk
        if oldest_first:
            found = found.filter(
                Q(state_changed_at__gt=at) | Q(state_changed_at=at, pk__gt=pk), state_changed_at__gte=at
            )
        else:
            found = found.filter(
                Q(state_changed_at__lt=at) | Q(state_changed_at=at, pk__lt=pk), state_changed_at__lte=at
            )
    needs = InquiryNeed.objects.select_related("situation")
    order = ("state_changed_at", "pk") if oldest_first else ("-state_changed_at", "-pk")
    return (
        found.defer("brief", "partner_message", "worker_message", "responder_name", "note")
        .select_related("inquiry__district", "inquiry__assignee")
        .prefetch_related(Prefetch("inquiry__needs", needs))
        .order_by(*order)[: PAGE_SIZE + 1]
    )


def _row(referral: Referral) -> dict[str, Any]:
    today, state = timezone.localdate(), ReferralState(referral.state)
    due = referral.respond_by if state == ReferralState.SENT else None
    return {
        "referral": referral,
        "when": moment(referral.state_changed_at, today),
        "about": about(referral.inquiry),
        "tag": TAGS.get(state, ""),
        "due": short_day(due, today) if due else "",
        "is_late": due is not None and due < today,
    }


def _counted(total: int) -> str:
    if total > MOST_COUNTED:
        return _("Víc než 1 000 předání")
    return ngettext("%(n)d předání", "%(n)d předání", total) % {"n": total}
