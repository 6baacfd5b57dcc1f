"""What a made-up city looked for in vain, when it tells its groups, and what came of it. Never in production."""

from __future__ import annotations

import random
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count

from catalogue.models import SearchDay, SearchInVain, ServiceKind
from inquiries.gaps import found_by, propose_points
from inquiries.models import GapProposal, GapRule, UnmetNeed
from network.made_up_groups import LACKING
from network.models import AgendaItem, ItemSource
from situations.models import LifeSituation

DAYS = 180
WORDS = ("hlidani", "noclehu", "odlehceni", "tlumocnik", "ubytovani")
"""As searches are counted: bare words that the lexicon knows."""
SEED = 2026


@transaction.atomic
def make_up_gaps(today: date) -> int:
    """How many points of meetings come of it: one is resolved already, one waits to be taken into a programme."""
    _searches(today)
    return _resolved() + _proposed(today)


def _searches(today: date) -> None:
    """Two or three in vain on some days of the last three months."""
    chance = random.Random(SEED)  # noqa: S311  the same made-up numbers for everybody
    lacking = UnmetNeed.objects.exclude(kind=None).values("kind").annotate(n=Count("pk")).order_by("-n", "kind")
    kinds = ServiceKind.objects.in_bulk([row["kind"] for row in lacking[: len(WORDS)]])
    days = [today - timedelta(days=away) for away in range(1, 90, 4)]
    SearchInVain.objects.bulk_create(
        [
            SearchInVain(day=day, kind=kind, number=chance.randint(1, 3))
            for kind in kinds.values()
            for day in days
            if chance.random() < 0.2
        ],
        ignore_conflicts=True,
    )
    SearchDay.objects.bulk_create(
        [
            SearchDay(day=day, word=word, searches=(number := chance.randint(2, 5)), without_result=number - 1)
            for word in WORDS
            for day in days
            if chance.random() < 0.2
        ],
        ignore_conflicts=True,
    )


def _resolved() -> int:
    """The rule the made-up minutes already have an answer to."""
    situation = LifeSituation.objects.filter(slug=LACKING).first()
    points = AgendaItem.objects.filter(source=ItemSource.GAPS, gap_proposal=None).select_related("meeting__group")
    item = points.order_by("pk").first()
    if situation is None or item is None:
        return 0
    rule = GapRule.objects.create(situation=situation, group=item.meeting.group, days=DAYS)
    made_on = item.meeting.day - timedelta(days=7)
    found = found_by(rule, made_on - timedelta(days=DAYS))
    GapProposal.objects.create(rule=rule, item=item, found=max(found, rule.threshold), made_on=made_on)
    return 1


def _proposed(today: date) -> int:
    """A rule of the kind that lacks most, which also counts what services refused and people searched for in vain."""
    lacking = UnmetNeed.objects.exclude(kind=None).values("kind").annotate(n=Count("pk")).order_by("-n", "kind").first()
    told = GapProposal.objects.select_related("rule__group").first()
    if lacking is None or told is None:
        return 0
    GapRule.objects.create(
        kind_id=lacking["kind"], group=told.rule.group, days=DAYS, with_refused=True, with_searches=True
    )
    return propose_points(today)
