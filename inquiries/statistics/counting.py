"""Counts contacts and interventions by a rule. The tallies keep how long each conversation was and with whom, so any rule can be
applied to any period, also one that was not in force then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inquiries.models import CountingRule, Rounding, Several, Travel

Way = tuple[int, int, int, bool, bool, bool, bool]
"""What follows the minutes of `Conversations`, in its order."""


@dataclass(frozen=True)
class Conversations:
    """So many conversations alike. `people` is 0 unless it was a group."""

    number: int
    minutes: int
    travel: int = 0
    workers: int = 1
    people: int = 0
    is_spoken: bool = True
    is_phone: bool = False
    is_anonymous: bool = False
    is_professional: bool = False


@dataclass(frozen=True)
class Counted:
    """`left_out` are conversations the rule does not count at all, `too_short` those under its first minute, or between."""

    contacts: int = 0
    interventions: int = 0
    too_short: int = 0
    left_out: int = 0

    def __add__(self, other: Counted) -> Counted:
        return Counted(
            self.contacts + other.contacts,
            self.interventions + other.interventions,
            self.too_short + other.too_short,
            self.left_out + other.left_out,
        )


def conversations(
    work: Mapping[tuple[str, str], int], channels: Mapping[str, tuple[bool, bool]]
) -> list[Conversations]:
    """What `Dimension.WORK` keeps, read back. `channels`: id -> (is spoken, is by phone). Channels that no rule tells apart come
    together, so that there are a few thousand at most, however much was done."""
    ways: dict[str, Way] = {}
    sums: dict[tuple[str, Way], int] = {}
    for (minutes, sub), number in work.items():
        way = ways.get(sub)
        if way is None:
            way = ways[sub] = _way(sub, channels)
        sums[minutes, way] = sums.get((minutes, way), 0) + number
    return [Conversations(number, int(minutes), *way) for (minutes, way), number in sums.items()]


def _way(sub: str, channels: Mapping[str, tuple[bool, bool]]) -> Way:
    workers, channel, people, anonymous, professional, travel = sub.split("|")
    is_spoken, is_phone = channels.get(channel, (True, False))
    return int(travel), int(workers), int(people), is_spoken, is_phone, anonymous == "a", professional == "p"


def count_by(rule: CountingRule, work: list[Conversations]) -> Counted:
    """Contacts and interventions of all the conversations together."""
    contacts = units = minutes_in_all = too_short = left_out = 0
    for talk in work:
        if not _counts(rule, talk):
            left_out += talk.number
            continue
        times = talk.number * (talk.workers if rule.workers == Several.EACH else 1)
        times *= max(1, talk.people) if rule.group == Several.EACH else 1
        minutes = talk.minutes + (talk.travel if rule.travel == Travel.ADDED else 0)
        if minutes >= rule.intervention_from:
            units += times * _units(rule, minutes)
            minutes_in_all += times * minutes
        elif rule.contact_from <= minutes <= rule.contact_to:
            contacts += times
        else:
            too_short += talk.number
    interventions = minutes_in_all // rule.unit_minutes if rule.rounding == Rounding.SUM else units
    return Counted(contacts, interventions, too_short, left_out)


def _counts(rule: CountingRule, talk: Conversations) -> bool:
    return not (
        (talk.is_phone and not rule.phone_counts)
        or (not talk.is_spoken and not rule.written_counts)
        or (talk.is_anonymous and not rule.anonymous_counts)
        or (talk.is_professional and not rule.professional_counts)
    )


def _units(rule: CountingRule, minutes: int) -> int:
    """How many interventions one conversation of so many minutes is; with the sum it depends on all of them."""
    if rule.rounding == Rounding.STARTED:
        return -(-minutes // rule.unit_minutes)
    return max(1, minutes // rule.unit_minutes)
