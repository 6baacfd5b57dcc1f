"""What the form for a new period of reports begins with: the same span again, by the manual in force, the same kinds of services."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from catalogue.models import ServiceKind
from network.models import ManualVersion, ReportingPeriod

DAY = timedelta(days=1)
HALF_A_YEAR, YEAR = 6, 12


def next_period() -> dict[str, Any]:
    """Empty before the first period. Three queries."""
    last = ReportingPeriod.objects.select_related("version").first()
    if last is None:
        return {}
    first = last.last + DAY
    months = (first.year - last.first.year) * 12 + first.month - last.first.month
    if months < 1 or first.day != last.first.day:
        return {"version": last.version_id}
    ends = _later(first, months) - DAY
    in_force = ManualVersion.objects.issued().filter(manual=last.version.manual_id, valid_from__lte=first)
    version = in_force.order_by("-valid_from", "-number").first() or last.version
    return {
        "name": _named(first, months),
        "version": version.pk,
        "first": first,
        "last": ends,
        "due_on": ends + (last.due_on - last.last),
        "kinds": list(
            ServiceKind.objects.filter(services__reports__period=last).distinct().values_list("pk", flat=True)
        ),
    }


def _later(day: date, months: int) -> date:
    """So many months later; days of a month are never past its 28th here, where periods begin with months."""
    total = day.month - 1 + months
    return date(day.year + total // 12, total % 12 + 1, min(day.day, 28))


def _named(first: date, months: int) -> str:
    if months == HALF_A_YEAR and first.month in (1, 7):
        return _("%(half)d. pololetí %(year)d") % {"half": 1 if first.month == 1 else 2, "year": first.year}
    return _("rok %(year)d") % {"year": first.year} if months == YEAR and first.month == 1 else ""
