"""Who is asked by a campaign, who has answered, and whom to call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from catalogue.models import Organisation, Service
from network.calling import first_phone
from network.freshness import to_be_called
from network.models import Ask, Campaign, Reply

HALF_A_YEAR = timedelta(days=182)


def organisations_to_ask(kind: str, *, only_old: bool) -> QuerySet[Organisation]:
    """Those of a kind that offer something in the catalogue."""
    offered = Service.objects.offered().filter(organisation=OuterRef("pk"))
    chosen = Organisation.objects.filter(Exists(offered), kind=kind)
    if not only_old:
        return chosen
    fresh_from = timezone.localdate() - HALF_A_YEAR
    return chosen.filter(Q(upkeep=None) | Q(upkeep__confirmed_on=None) | Q(upkeep__confirmed_on__lt=fresh_from))


@dataclass(frozen=True)
class Progress:
    """Numbers of organisations."""

    asked: int
    unchanged: int
    changed: int
    to_call: int

    @property
    def answered(self) -> int:
        return self.unchanged + self.changed

    @property
    def waiting(self) -> int:
        return self.asked - self.answered

    @property
    def per_cent(self) -> int:
        return round(100 * self.answered / self.asked) if self.asked else 100


def progress_of(campaign: Campaign) -> Progress:
    """Two queries."""
    asks = Ask.objects.filter(campaign=campaign)
    counted = asks.aggregate(
        asked=Count("pk"),
        unchanged=Count("pk", filter=Q(reply=Reply.UNCHANGED)),
        changed=Count("pk", filter=Q(reply=Reply.CHANGED)),
    )
    return Progress(**counted, to_call=to_be_called(asks).count())


def asks_of(campaign: Campaign) -> QuerySet[Ask]:
    """Unanswered first, each with the first phone of its organisation, else of a service of it. One query."""
    return (
        Ask.objects.filter(campaign=campaign)
        .select_related("organisation", "answered_by")
        .annotate(phone=first_phone(organisation=OuterRef("organisation")))
        .order_by(F("answered_at").asc(nulls_first=True), "organisation__name")
    )


def is_over(campaign: Campaign, today: date) -> bool:
    return campaign.due_on < today
