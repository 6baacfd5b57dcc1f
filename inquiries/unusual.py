"""Who read what, week by week: numbers that let a coordinator ask, never a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractHour, ExtractWeekDay
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiries.models import Reading, ReadingKind
from sociopoint.account_changes import changes_between, said
from sociopoint.models import User

WORKING_HOURS = range(7, 18)
SUNDAY, SATURDAY = 1, 7
MANY_TIMES_MEDIAN, FEWEST = 3, 20
"""More than three times the usual number and at least twenty is worth a question."""


@dataclass(frozen=True)
class ReaderWeek:
    worker: User
    opened: int
    revealed: int
    printed: int
    exported: int
    of_others: int
    after_hours: int
    remarks: list[str]


@dataclass(frozen=True)
class ChangedAccount:
    """`said`: what changed, in words; `is_of_own`: somebody changed their own account."""

    at: datetime
    account: User
    by: User
    said: str
    is_of_own: bool


def changed_accounts(monday: date) -> list[ChangedAccount]:
    """Who let whom to the inquiries in seven days, the latest first. One query."""
    return [
        ChangedAccount(change.at, change.account, change.by, said(change), change.is_of_own)
        for change in changes_between(*_span(monday))
    ]


def week_of(monday: date) -> list[ReaderWeek]:
    """Readings of seven days by worker, the unusual first. Two queries."""
    start, end = _span(monday)
    rows = Reading.objects.filter(at__gte=start, at__lt=end, by__isnull=False)
    counts = _counted(rows)
    workers = User.objects.in_bulk([row["by"] for row in counts])
    usual = median([row["opened"] for row in counts]) if counts else 0
    weeks = [
        ReaderWeek(
            worker=workers[row["by"]],
            opened=row["opened"],
            revealed=row["revealed"],
            printed=row["printed"],
            exported=row["exported"],
            of_others=row["of_others"],
            after_hours=row["after_hours"],
            remarks=list(_remarks(row, usual)),
        )
        for row in counts
    ]
    return sorted(weeks, key=lambda week: (-len(week.remarks), -week.opened))


def _span(monday: date) -> tuple[datetime, datetime]:
    """From midnight to midnight, also in a week whose clock changes."""
    first, last = (datetime.combine(day, time.min) for day in (monday, monday + timedelta(days=7)))
    return timezone.make_aware(first), timezone.make_aware(last)


def _counted(rows: QuerySet[Reading]) -> list[dict[str, int]]:
    kinds = {kind.value: Count("pk", filter=Q(kind=kind)) for kind in ReadingKind}
    late = ~Q(hour__in=WORKING_HOURS) | Q(weekday__in=(SUNDAY, SATURDAY))
    counted = (
        rows.annotate(hour=ExtractHour("at"), weekday=ExtractWeekDay("at"))
        .order_by()
        .values("by")
        .annotate(of_others=Count("pk", filter=Q(is_own_case=False)), after_hours=Count("pk", filter=late), **kinds)
    )
    return [{str(name): int(str(value)) for name, value in row.items()} for row in counted]


def _remarks(row: dict[str, int], usual: float) -> list[str]:
    remarks = []
    if row["opened"] >= FEWEST and row["opened"] > MANY_TIMES_MEDIAN * usual:
        remarks.append(_("otevřených je mnohem víc než u ostatních"))
    if row["of_others"] >= FEWEST and 2 * row["of_others"] > row["opened"]:
        remarks.append(_("většina jsou cizí dotazy"))
    if row["after_hours"] >= FEWEST:
        remarks.append(_("mnoho mimo pracovní dobu"))
    if row["exported"] and row["exported"] > FEWEST:
        remarks.append(_("mnoho vývozů"))
    return remarks
