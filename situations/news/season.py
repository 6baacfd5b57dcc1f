"""How a season went, from what was reported: for who runs an offer and for who pays for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Max, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from situations.models import OccupancyReport, SeasonalOffer
from sociopoint.spreadsheets import Value

MOST_LATEST = 10


@dataclass(frozen=True)
class SeasonDay:
    """A day somebody reported, at its fullest."""

    day: date
    most: int
    capacity: int
    times: int
    """How often somebody reported."""
    was_full: bool

    @property
    def width(self) -> str:
        """Of the bar: `93%`."""
        return f"{round(100 * self.most / self.capacity) if self.capacity else 0}%"


@dataclass(frozen=True)
class Season:
    days: list[SeasonDay]
    """The latest first; days of which nobody said anything are not among them."""
    latest: list[OccupancyReport]
    full_days: int
    most: int
    """At once, on whichever day; 0 where nothing was reported."""
    most_on: date | None


def season_of(offer: SeasonalOffer) -> Season:
    """Two queries, however long it lasted."""
    days = list(_days(offer))
    top = max(days, key=lambda one: (one.most, one.day), default=None)
    return Season(
        days=days,
        latest=list(offer.reports.select_related("reported_by")[:MOST_LATEST]),
        full_days=sum(one.was_full for one in days),
        most=top.most if top else 0,
        most_on=top.day if top else None,
    )


def _days(offer: SeasonalOffer) -> Iterator[SeasonDay]:
    rows = (
        offer.reports.order_by()
        .annotate(day=TruncDate("reported_at"))
        .values("day")
        .annotate(
            most=Max("occupied"),
            fits=Max("capacity"),
            times=Count("pk"),
            times_full=Count("pk", filter=Q(occupied=F("capacity"))),
        )
        .order_by("-day")
    )
    for row in rows:
        yield SeasonDay(row["day"], row["most"], row["fits"], row["times"], row["times_full"] > 0)


def season_rows(offer: SeasonalOffer) -> tuple[list[str], list[list[Value]]]:
    """Every report as a row of a spreadsheet, the first one first, under their headings. One query."""
    headings = [_("Kdy"), _("Obsazeno"), _("Pro kolik lidí"), _("Kdo hlásil")]
    reports = offer.reports.select_related("reported_by").order_by("reported_at", "pk")
    return headings, [
        [
            f"{timezone.localtime(one.reported_at):%Y-%m-%d %H:%M}",
            one.occupied,
            one.capacity,
            one.reported_by.name if one.reported_by else "",
        ]
        for one in reports
    ]
