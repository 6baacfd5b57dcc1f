"""How long it took, and what it counts as under each rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from inquiries.models import CountingRule
from inquiries.statistics.counting import Conversations, Counted, conversations, count_by
from inquiries.statistics.dimensions import Dimension
from inquiries.statistics.material import Material
from inquiries.statistics.periods import written
from inquiries.statistics.tables import written_number
from sociopoint.typography import NBSP


@dataclass(frozen=True)
class MinutesRow:
    label: str
    direct: str
    indirect: str
    travel: str
    average: str


@dataclass(frozen=True)
class RuleRow:
    """`in_force`: counted on the days the rule was valid, None when it was on none; `whole`: as if on all of them.
    `is_hidden`: a count is too small to publish."""

    name: str
    issuer: str
    days: str
    is_example: bool
    in_force: Counted | None
    whole: Counted
    is_hidden: bool = False


def minutes(material: Material) -> list[MinutesRow]:
    """A row a channel, and all together last. `average` is of minutes with the person."""
    numbers = material.now.keys(Dimension.CHANNEL)
    rows = []
    for key, number in sorted(numbers.items(), key=lambda item: -item[1]):
        spent = material.now.minutes[Dimension.CHANNEL, key]
        label = material.names.label("channel", key)
        rows.append(_row(label, spent.direct, spent.indirect, spent.travel, number))
    spent = material.now.minutes_of(Dimension.CHANNEL)
    rows.append(_row(_("Celkem"), spent.direct, spent.indirect, spent.travel, material.now.total()))
    return rows


def _row(label: str, direct: int, indirect: int, travel: int, number: int) -> MinutesRow:
    average = f"{round(direct / number)}{NBSP}min" if number else "–"
    return MinutesRow(label, hours_text(direct), hours_text(indirect), hours_text(travel), average)


def hours_text(minutes: int) -> str:
    """`12 h 5 min`."""
    hours, rest = divmod(minutes, 60)
    return f"{written_number(hours)}{NBSP}h{NBSP}{rest}{NBSP}min" if hours else f"{rest}{NBSP}min"


def rules(material: Material) -> list[RuleRow]:
    """Every rule there is, side by side: what it says of its own days, and what it would say of the whole period."""
    ways = material.names.channel_ways()
    by_slice = [
        (first, last, conversations(material.now.in_slice(number, Dimension.WORK), ways))
        for number, (first, last) in enumerate(material.now.slices)
    ]
    whole = [talk for _first, _last, talks in by_slice for talk in talks]
    return [_rule_row(rule, by_slice, whole) for rule in material.rules]


def _rule_row(
    rule: CountingRule, by_slice: list[tuple[date, date, list[Conversations]]], whole: list[Conversations]
) -> RuleRow:
    """Slices begin and end where rules do, so a rule is in force on all days of a slice or on none."""
    valid = [
        (first, last, talks)
        for first, last, talks in by_slice
        if rule.valid_from <= first and (rule.valid_until is None or last <= rule.valid_until)
    ]
    in_all = count_by(rule, whole)
    in_force = in_all
    if len(valid) < len(by_slice):
        in_force = count_by(rule, [talk for _first, _last, talks in valid for talk in talks])
    days = f"{written(valid[0][0])}{NBSP}– {written(valid[-1][1])}" if valid else ""
    return RuleRow(
        name=rule.name,
        issuer=rule.get_issuer_display(),
        days=days,
        is_example=rule.is_example,
        in_force=in_force if valid else None,
        whole=in_all,
    )
