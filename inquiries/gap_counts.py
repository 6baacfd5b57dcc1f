"""Where it is known that somebody was not helped: four sources, counted alike. Nothing in it is a single person's.

What a service reports of refused applicants belongs to its whole period and to no district; what was searched in vain belongs to
no district either. Both are said so, not guessed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Count, DateField, F, IntegerField, QuerySet, Sum, TextChoices, Value
from django.db.models.functions import Cast, Coalesce, TruncMonth
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from catalogue.models import SearchInVain
from inquiries.models import Referral, ReferralState, UnmetNeed
from network.models import IndicatorReport, IndicatorValue, Meaning
from network.models.reports import IndicatorReportQuerySet
from sociopoint.models import User
from sociopoint.permissions import can_see_all_offices

REFERRED_IN_VAIN = (ReferralState.DECLINED, ReferralState.EXPIRED)
NOWHERE = ""
"""District of what no district is known of."""


class GapSource(TextChoices):
    NEEDS = "potreby", _("nenaplněné potřeby z pultu")
    REFERRALS = "predani", _("odmítnutá nebo propadlá předání")
    REFUSED = "odmitnuti", _("odmítnutí zájemci podle výkazů služeb")
    SEARCHES = "hledani", _("hledání na webu bez výsledku")


@dataclass(frozen=True)
class Counted:
    """`kind` in words, a situation where nobody named the kind; `month` is its first day, None where only a longer span is known."""

    source: GapSource
    kind: str
    district: str
    month: date | None
    number: int


def counted(user: User, since: date) -> list[Counted]:
    """Everything this person may count since a day. One query."""
    first, *others = (source(user, since) for source in SOURCES)
    return [
        Counted(GapSource(source), kind or now_("neurčeno"), district, month, number)
        for source, kind, district, month, number in first.union(*others, all=True)
    ]


def referrals_in_vain(user: User | None) -> QuerySet[Referral]:
    """None counts for the whole city."""
    rows = Referral.objects.filter(state__in=REFERRED_IN_VAIN)
    if user is None or can_see_all_offices(user):
        return rows
    return rows.filter(inquiry__office__workers=user)


def refused_applicants(reports: IndicatorReportQuerySet, since: date) -> QuerySet[IndicatorValue]:
    """Of periods that ended since, what was handed in under the indicator the manual marks as refused applicants."""
    ended = reports.handed_in().filter(period__last__gte=since)
    return IndicatorValue.objects.filter(report__in=ended.order_by(), definition__meaning=Meaning.REFUSED, value__gt=0)


def searches_in_vain(since: date) -> QuerySet[SearchInVain]:
    return SearchInVain.objects.filter(day__gte=since)


Rows = QuerySet[Any, Any]


def _needs(user: User, since: date) -> Rows:
    rows = UnmetNeed.objects.visible_to(user).counted().filter(recorded_at__date__gte=since)
    return _rows(
        rows,
        GapSource.NEEDS,
        kind=Coalesce("kind__name", "situation__name"),
        district=_or("district__name"),
        at="recorded_at",
    )


def _referrals(user: User, since: date) -> Rows:
    rows = referrals_in_vain(user).filter(state_changed_at__date__gte=since)
    kind = Coalesce("service__kind__name", "need__situation__name", Value(""))
    return _rows(rows, GapSource.REFERRALS, kind=kind, district=_or("inquiry__district__name"), at="state_changed_at")


def _refused(user: User, since: date) -> Rows:
    rows = refused_applicants(IndicatorReport.objects.visible_to(user), since)
    return _rows(
        rows, GapSource.REFUSED, kind=_or("report__service__kind__name"), number=Cast(Sum("value"), IntegerField())
    )


def _searches(user: User, since: date) -> Rows:
    return _rows(
        searches_in_vain(since),
        GapSource.SEARCHES,
        kind=F("kind__name"),
        at="day",
        number=Cast(Sum("number"), IntegerField()),
    )


SOURCES: tuple[Callable[[User, date], Rows], ...] = (_needs, _referrals, _refused, _searches)


def _or(column: str) -> Coalesce:
    return Coalesce(column, Value(NOWHERE))


def _rows(rows: Rows, source: GapSource, *, kind: Any, district: Any = None, at: str = "", number: Any = None) -> Rows:
    month = Cast(TruncMonth(at), DateField()) if at else Value(None, output_field=DateField())
    grouped: Rows = (
        rows.annotate(
            gap_source=Value(source.value, output_field=CharField()),
            gap_kind=Cast(kind, CharField()),
            gap_district=Cast(district or Value(NOWHERE), CharField()),
            gap_month=month,
        )
        .values("gap_source", "gap_kind", "gap_district", "gap_month")
        .order_by()
        .annotate(gap_number=number or Cast(Count("pk"), IntegerField()))
        .values_list("gap_source", "gap_kind", "gap_district", "gap_month", "gap_number")
    )
    return grouped
