"""Hours of training by certificates of one year: what an organisation shows of its social workers, and the city of all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min, QuerySet, Sum
from django.utils.translation import gettext as _

from network.belonging import organisations_of
from network.models import Certificate
from network.numbers import plain_decimal
from sociopoint.models import User
from sociopoint.permissions import can_see_whole_network
from sociopoint.spreadsheets import Value

EARLIEST = 2000


def certificates_seen_by(user: User) -> QuerySet[Certificate]:
    """The city sees all; a partner those of colleagues trained for own organisations, and one's own."""
    if can_see_whole_network(user):
        return Certificate.objects.valid()
    own = Certificate.objects.valid().filter(registration__person__user=user)
    return own | Certificate.objects.valid().filter(registration__organisation__in=organisations_of(user))


def hours_of(user: User, year: int) -> QuerySet[Certificate, Any]:
    """A row a person and organisation: name, organisation, hours, certificates. By organisation, then by family name."""
    return (
        certificates_seen_by(user)
        .filter(issued_on__year=year)
        .order_by()
        .values("registration__person", "registration__organisation")
        .annotate(
            name=Max("registration__person__name"),
            family=Max("registration__person__sort_name"),
            organisation=Max("registration__organisation__name"),
            hours=Sum("hours"),
            certificates=Count("pk"),
        )
        .order_by("organisation", "family", "registration__person")
    )


def years_of(user: User, today: date) -> list[int]:
    """From the first certificate to this year, the latest first."""
    first = certificates_seen_by(user).aggregate(first=Min("issued_on"))["first"]
    return list(range(today.year, (first.year if first else today.year) - 1, -1))


def headings() -> list[str]:
    return [_("Jméno"), _("Za organizaci"), _("Hodin"), _("Osvědčení")]


def rows(user: User, year: int) -> list[list[Value]]:
    """Whole hours as numbers, others with a decimal comma, as Czech spreadsheets read them."""
    return [
        [row["name"], row["organisation"], _hours(row["hours"]), row["certificates"]] for row in hours_of(user, year)
    ]


def _hours(value: Decimal) -> Value:
    return int(value) if value == int(value) else plain_decimal(value)
