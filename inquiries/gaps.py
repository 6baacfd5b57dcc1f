"""What people lack: unmet needs of the desk, referrals refused or left without an answer, searches in vain.

By kind of help (a situation where nobody named the kind), district and month. Nothing in it is a single person's.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.models import SearchDay
from inquiries.models import GapProposal, GapRule, Referral, ReferralState, UnmetNeed
from inquiries.statistics.suppression import FEWEST, hidden_in_grid, hidden_in_line
from network.agenda import add_point
from network.meeting_states import AHEAD
from network.models import ItemSource, ItemState, Meeting
from sociopoint.czech_order import sort_key
from sociopoint.models import User
from sociopoint.permissions import can_see_all_offices

IN_VAIN = (ReferralState.DECLINED, ReferralState.EXPIRED)
NOWHERE = ""
WORDS_SHOWN = 20


@dataclass(frozen=True)
class Line:
    """A number of None is hidden."""

    words: str
    number: int | None
    cells: list[int | None] = field(default_factory=list)


@dataclass(frozen=True)
class Gaps:
    """`by_district` also without a district, under ''; `kinds` has a cell for each of `districts`."""

    since: date
    total: int | None
    districts: list[str]
    kinds: list[Line]
    months: list[Line]
    words: list[tuple[str, int]]
    by_district: dict[str, int | None]


def gaps(user: User, since: date, *, published: bool) -> Gaps:
    """What this person's offices know since a day; `published` hides small counts and what would give them away. Three queries."""
    cells, months = _counted(user, since)
    kinds = sorted({kind for kind, _district in cells}, key=sort_key)
    districts = sorted({district for _kind, district in cells}, key=lambda name: (name == NOWHERE, sort_key(name)))
    hidden = hidden_in_grid(cells, kinds, districts) if published and cells else set()
    hidden_months = hidden_in_line(months) if published else set()
    of_kind, of_district = Counter[str](), Counter[str]()
    for (kind, district), number in cells.items():
        of_kind[kind] += number
        of_district[district] += number

    def seen(cell: tuple[str, str], number: int) -> int | None:
        return None if cell in hidden else number

    total = sum(cells.values())
    lines = [
        Line(kind, seen((kind, "*total*"), of_kind[kind]), [seen((kind, one), cells[kind, one]) for one in districts])
        for kind in kinds
    ]
    lines.sort(key=lambda line: (line.number is None, -(line.number or 0), sort_key(line.words)))
    fewest = FEWEST if published else 1
    return Gaps(
        since=since,
        total=seen(("*total*", "*total*"), total),
        districts=districts,
        kinds=lines,
        months=[
            Line(f"{one.month}/{one.year}", None if one in hidden_months else months[one]) for one in sorted(months)
        ],
        words=[(word, number) for word, number in _words_in_vain(since) if number >= fewest],
        by_district={one: seen(("*total*", one), of_district[one]) for one in districts},
    )


def _counted(user: User, since: date) -> tuple[Counter[tuple[str, str]], Counter[date]]:
    cells, months = Counter[tuple[str, str]](), Counter[date]()
    needs = UnmetNeed.objects.visible_to(user).counted().filter(recorded_at__date__gte=since)
    rows = list(
        needs.annotate(month=TruncMonth("recorded_at"))
        .values_list("kind__name", "situation__name", "district__name", "month")
        .annotate(n=Count("pk"))
        .order_by()
    )
    rows += list(
        _referrals(user)
        .filter(state_changed_at__date__gte=since)
        .annotate(month=TruncMonth("state_changed_at"))
        .values_list("service__kind__name", "need__situation__name", "inquiry__district__name", "month")
        .annotate(n=Count("pk"))
        .order_by()
    )
    for kind, situation, district, month, number in rows:
        cells[kind or situation or _("neurčeno"), district or NOWHERE] += number
        months[timezone.localtime(month).date()] += number
    return cells, months


def _referrals(user: User | None) -> QuerySet[Referral]:
    rows = Referral.objects.filter(state__in=IN_VAIN)
    if user is None or can_see_all_offices(user):
        return rows
    return rows.filter(inquiry__office__workers=user)


def _words_in_vain(since: date) -> list[tuple[str, int]]:
    rows = SearchDay.objects.filter(day__gte=since, without_result__gt=0).values_list("word")
    return list(rows.annotate(n=Sum("without_result")).order_by("-n", "word")[:WORDS_SHOWN])


def propose_points(today: date) -> int:
    """Each rule over its threshold proposes a point to its group's next meeting, once in its span of days. How many."""
    rules = GapRule.objects.select_related("kind", "situation", "group")
    return sum(_propose(rule, today) for rule in rules)


@transaction.atomic
def _propose(rule: GapRule, today: date) -> bool:
    GapRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    since = today - timedelta(days=rule.days)
    if rule.proposals.filter(made_on__gt=since).exists():
        return False
    found = found_by(rule, since)
    ahead = Meeting.objects.filter(group=rule.group, state__in=AHEAD, starts_at__date__gte=today)
    meeting = ahead.order_by("starts_at").first()
    if found < rule.threshold or meeting is None:
        return False
    item = add_point(
        meeting,
        title=_("Chybí: %(what)s") % {"what": rule},
        why=_("Za posledních %(days)s dní to na pultu nešlo zajistit %(found)s×. Podklady jsou bez totožnosti.")
        % {"days": rule.days, "found": found},
        by=None,
        source=ItemSource.GAPS,
        state=ItemState.PROPOSED,
    )
    GapProposal.objects.create(rule=rule, item=item, found=found, made_on=today)
    return True


def found_by(rule: GapRule, since: date) -> int:
    """Unmet needs and referrals in vain of the rule's kind or situation since a day. Two queries."""
    wanted = Q(kind=rule.kind_id) if rule.kind_id else Q(situation=rule.situation_id)
    needs = UnmetNeed.objects.counted().filter(wanted, recorded_at__date__gte=since).count()
    asked = Q(service__kind=rule.kind_id) if rule.kind_id else Q(need__situation=rule.situation_id)
    return needs + _referrals(None).filter(asked, state_changed_at__date__gte=since).count()


def became_of(proposal: GapProposal) -> str:
    """Read from the meeting: waiting, refused, on the agenda, or resolved. The rows come prefetched."""
    item = proposal.item
    if item.state == ItemState.REFUSED:
        return _("skupina bod nezařadila")
    if item.state == ItemState.PROPOSED:
        return _("čeká na zařazení do programu")
    labels = [line.resolution.label for line in item.lines.all() if hasattr(line, "resolution")]
    tasks = [line.task for line in item.lines.all() if line.task is not None]
    if labels:
        return _("usnesení %(labels)s") % {"labels": ", ".join(labels)}
    if tasks:
        return _("úkol: %(tasks)s") % {"tasks": ", ".join(f"{one} ({one.get_state_display()})" for one in tasks)}
    if item.meeting.state == "approved":
        return _("projednáno bez usnesení")
    return _("je v programu")
