"""What people lack: unmet needs of the desk, referrals refused or left without an answer, applicants services refused, searches in vain.

By kind of help (a situation where nobody named the kind), district and month. Nothing in it is a single person's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from catalogue.models import SearchDay
from inquiries.gap_counts import (
    NOWHERE,
    Counted,
    GapSource,
    counted,
    referrals_in_vain,
    refused_applicants,
    searches_in_vain,
)
from inquiries.models import GapProposal, GapRule, UnmetNeed
from inquiries.statistics.suppression import FEWEST, TOTAL, Cell, bridges, hidden_in_grid, hidden_in_line
from network.agenda import add_point
from network.meeting_states import AHEAD, MeetingState
from network.models import IndicatorReport, ItemSource, ItemState, Meeting, PointKind
from sociopoint.czech_order import sort_key
from sociopoint.models import User

WORDS_SHOWN = 20
LONGER = "9999"
"""Column of what is known for a longer span than a month; it sorts last."""
Cells = Mapping[Cell, int]


@dataclass(frozen=True)
class Line:
    """A number of None is hidden."""

    words: str
    number: int | None
    cells: list[int | None] = field(default_factory=list)


@dataclass(frozen=True)
class Gaps:
    """`by_district` also without a district, under ''; lines of `kinds` have a cell for each of `districts`, those of
    `kinds_by_month` for each of `months`; `sources` are in the order of `GapSource`."""

    since: date
    total: int | None
    districts: list[str]
    kinds: list[Line]
    months: list[Line]
    kinds_by_month: list[Line]
    sources: list[Line]
    words: list[tuple[str, int]]
    by_district: dict[str, int | None]

    def on_map(self, words: str) -> dict[str, int | None] | None:
        """District -> number of one line; None where there is no such line."""
        line = next((line for line in self.kinds if line.words == words), None)
        return dict(zip(self.districts, line.cells, strict=True)) if line else None


def gaps(user: User, since: date, *, published: bool, source: GapSource | None = None) -> Gaps:
    """What this person may count since a day, of one source or of all; `published` hides small counts and what would give
    them away, and is always of all sources: two views side by side would be subtracted. Two queries."""
    rows = counted(user, since)
    if source is not None and not published:
        rows = [row for row in rows if row.source == source]
    places, months = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for row in rows:
        places[row.kind, row.district] += row.number
        months[row.kind, f"{row.month:%Y-%m}" if row.month else LONGER] += row.number
    kinds = sorted({row.kind for row in rows}, key=sort_key)
    districts = sorted({row.district for row in rows}, key=lambda name: (name == NOWHERE, sort_key(name)))
    spans = sorted({span for _kind, span in months})
    hidden_places, hidden_months = _hidden(places, months, kinds, districts, spans) if published else (set(), set())
    fewest = FEWEST if published else 1
    return Gaps(
        since=since,
        total=_seen((TOTAL, TOTAL), hidden_places, places.total()),
        districts=districts,
        kinds=_lines(places, kinds, districts, hidden_places),
        months=[
            Line(_month(span), _seen((TOTAL, span), hidden_months, sum(months[kind, span] for kind in kinds)))
            for span in spans
        ],
        kinds_by_month=_lines(months, kinds, spans, hidden_months),
        sources=_by_source(rows, published=published, tells_longer=(TOTAL, LONGER) not in hidden_months),
        words=[(word, number) for word, number in _words_in_vain(since) if number >= fewest],
        by_district={
            one: _seen((TOTAL, one), hidden_places, sum(places[kind, one] for kind in kinds)) for one in districts
        },
    )


def _hidden(
    places: Cells, months: Cells, kinds: list[str], districts: list[str], spans: list[str]
) -> tuple[set[Cell], set[Cell]]:
    """Both tables stand on one page and share the totals of kinds: what one hides the other does not tell.

    Where they would still give something away together, of months only the totals are shown.
    """
    if not kinds:
        return set(), set()
    shared = {(kind, TOTAL) for kind in kinds} | {(TOTAL, TOTAL)}
    by_place, by_month = set[Cell](), set[Cell]()
    before = -1
    while len(by_place) + len(by_month) != before:
        before = len(by_place) + len(by_month)
        by_place = hidden_in_grid(places, kinds, districts, hidden=by_place | by_month & shared)
        by_month = hidden_in_grid(months, kinds, spans, hidden=by_month | by_place & shared)
    if bridges(_side_by_side(by_place, by_month)):
        of_months = {(TOTAL, span): sum(months[kind, span] for kind in kinds) for span in spans}
        everything = {(kind, span) for kind in kinds for span in (*spans, TOTAL)}
        return hidden_in_grid(places, kinds, districts), everything | hidden_in_line(of_months)
    return by_place, by_month


def _side_by_side(by_place: set[Cell], by_month: set[Cell]) -> set[Cell]:
    """Hidden counts of both tables as one graph: a total of a kind joins its row of the one with its row of the other."""
    left = {(f"p:{row}", f"p:{column}") for row, column in by_place if column != TOTAL}
    right = {(f"m:{column}", f"m:{row}") for row, column in by_month if column != TOTAL}
    return left | right | {(f"p:{row}", f"m:{row}") for row, column in by_place if column == TOTAL}


def _lines(cells: Cells, kinds: list[str], columns: list[str], hidden: set[Cell]) -> list[Line]:
    """The largest first, hidden ones last."""
    lines = [
        Line(
            kind,
            _seen((kind, TOTAL), hidden, sum(cells.get((kind, one), 0) for one in columns)),
            [_seen((kind, one), hidden, cells.get((kind, one), 0)) for one in columns],
        )
        for kind in kinds
    ]
    return sorted(lines, key=lambda line: (line.number is None, -(line.number or 0), sort_key(line.words)))


def _by_source(rows: list[Counted], *, published: bool, tells_longer: bool) -> list[Line]:
    """Published all or none: what reports say is the column of longer spans too, so one would give the others away."""
    numbers = dict.fromkeys(GapSource, 0)
    for row in rows:
        numbers[row.source] += row.number
    is_hidden = published and (not tells_longer or min(numbers.values()) < FEWEST)
    return [Line(str(source.label), None if is_hidden else number) for source, number in numbers.items()]


def _seen(cell: Cell, hidden: set[Cell], number: int) -> int | None:
    return None if cell in hidden else number


def _month(span: str) -> str:
    if span == LONGER:
        return _("za delší období")
    year, month = span.split("-")
    return f"{int(month)}/{year}"


def _words_in_vain(since: date) -> list[tuple[str, int]]:
    rows = SearchDay.objects.filter(day__gte=since, without_result__gt=0).values_list("word")
    return list(rows.annotate(n=Sum("without_result")).order_by("-n", "word")[:WORDS_SHOWN])


def propose_points(today: date) -> int:
    """Each rule over its threshold proposes a point to its group's next meeting, once in its span of days. How many.

    A point of a meeting that was called off is proposed to the one after it.
    """
    rules = GapRule.objects.select_related("kind", "situation", "group")
    return sum(_propose(rule, today) for rule in rules)


@transaction.atomic
def _propose(rule: GapRule, today: date) -> bool:
    GapRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    since = today - timedelta(days=rule.days)
    made = rule.proposals.filter(made_on__gt=since)
    if made.filter(~Q(item__meeting__state=MeetingState.CANCELLED) | Q(made_on=today)).exists():
        return False
    found = found_by(rule, since)
    ahead = Meeting.objects.filter(group=rule.group, state__in=AHEAD, starts_at__date__gte=today)
    meeting = ahead.order_by("starts_at").first()
    if found < rule.threshold or meeting is None:
        return False
    item = add_point(
        meeting,
        title=_("Chybí: %(what)s") % {"what": rule},
        why=_(
            "Za posledních %(days)s dní to lidem chybělo %(found)s×. Počítáme: %(sources)s. Podklady jsou bez totožnosti."
        )
        % {"days": rule.days, "found": found, "sources": ", ".join(str(one.label) for one in sources_of(rule))},
        by=None,
        kind=PointKind.DISCUSSION,
        source=ItemSource.GAPS,
        state=ItemState.PROPOSED,
    )
    GapProposal.objects.create(rule=rule, item=item, found=found, made_on=today)
    return True


def found_by(rule: GapRule, since: date) -> int:
    """Everything the rule counts since a day, of the whole city. At most four queries."""
    wanted = Q(kind=rule.kind_id) if rule.kind_id else Q(situation=rule.situation_id)
    needs = UnmetNeed.objects.counted().filter(wanted, recorded_at__date__gte=since).count()
    asked = Q(service__kind=rule.kind_id) if rule.kind_id else Q(need__situation=rule.situation_id)
    found = needs + referrals_in_vain(None).filter(asked, state_changed_at__date__gte=since).count()
    if rule.with_refused:
        refused = refused_applicants(IndicatorReport.objects.all(), since).filter(report__service__kind=rule.kind_id)
        found += int(refused.aggregate(total=Sum("value"))["total"] or 0)
    if rule.with_searches:
        found += searches_in_vain(since).filter(kind=rule.kind_id).aggregate(total=Sum("number"))["total"] or 0
    return found


def sources_of(rule: GapRule) -> list[GapSource]:
    """What a rule counts, in the order of `GapSource`."""
    left_out = {GapSource.REFUSED: not rule.with_refused, GapSource.SEARCHES: not rule.with_searches}
    return [source for source in GapSource if not left_out.get(source, False)]


def became_of(proposal: GapProposal) -> str:
    """Read from the meeting: waiting, refused, called off, on the agenda, or resolved. The rows come prefetched."""
    item = proposal.item
    if item.state == ItemState.REFUSED:
        return _("skupina bod nezařadila")
    if item.meeting.state == MeetingState.CANCELLED:
        return _("jednání se zrušilo, bod navrhneme na další")
    if item.state == ItemState.PROPOSED:
        return _("čeká na zařazení do programu")
    labels = [line.resolution.label for line in item.lines.all() if hasattr(line, "resolution")]
    tasks = [line.task for line in item.lines.all() if line.task is not None]
    said = [_("usnesení %(labels)s") % {"labels": ", ".join(labels)}] if labels else []
    if tasks:
        named = ", ".join(f"{one} ({one.get_state_display()})" for one in tasks)
        said.append(_("úkol: %(tasks)s") % {"tasks": named})
    if said:
        return "; ".join(said)
    if item.meeting.state == MeetingState.APPROVED:
        return _("projednáno bez usnesení")
    return _("je v programu")
