"""A report of the desk for one period: tiles, tables, rules and indicators. Costs the same for a day and for five years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from inquiries.models import ReferralResult
from inquiries.statistics import demand_tables, outcome_tables, people_tables, work_tables
from inquiries.statistics.dimensions import Dimension
from inquiries.statistics.indicators import Indicator, indicators
from inquiries.statistics.material import Material, grouped, read_material
from inquiries.statistics.periods import Period
from inquiries.statistics.recount import recount_changed
from inquiries.statistics.tables import Grid, Table, percent, written_number


@dataclass(frozen=True)
class Tile:
    label: str
    figure: str
    link: str
    comment: str


@dataclass(frozen=True)
class Report:
    period: Period
    compared: Period
    tiles: list[Tile]
    wide: list[Table]
    narrow: list[Table]
    grids: list[Grid]
    minutes: list[work_tables.MinutesRow]
    rules: list[work_tables.RuleRow]
    indicators: list[Indicator]
    total: int

    @property
    def tables(self) -> list[Table]:
        return [*self.wide, *self.narrow]


def make_report(period: Period, compared: Period, *, offices: list[int], address: str, today: date) -> Report:
    """Exact at the moment of asking: what changed since the last recount is counted first. Six queries, more if it was.

    `address`: of the list of inquiries that the numbers lead to, '' for numbers that lead nowhere.
    """
    recount_changed()
    material = read_material(period, compared, offices=offices, address=address, today=today)
    wide, narrow = _tables(material)
    for table in (*wide, *narrow):
        table.column, table.before_column = _columns(period, compared)
    return Report(
        period=period,
        compared=compared,
        tiles=_tiles(material),
        wide=wide,
        narrow=narrow,
        grids=_grids(material),
        minutes=work_tables.minutes(material),
        rules=work_tables.rules(material),
        indicators=indicators(material),
        total=material.now.total(),
    )


def _columns(period: Period, compared: Period) -> tuple[str, str]:
    """Heads of the two columns; a year is said where the names alone would be the same."""
    if period.name_short != compared.name_short:
        return period.name_short, compared.name_short
    return str(period.first.year), str(compared.first.year)


def _tables(material: Material) -> tuple[list[Table], list[Table]]:
    """Those that need the width of two columns, and the rest; empty ones say nothing and are left out."""
    unmet, unmet_topics = outcome_tables.unmet_needs(material)
    results, *of_referrals = outcome_tables.referrals(material)
    in_time, *of_follow_ups = outcome_tables.follow_up_tables(material)
    months = demand_tables.months(material)
    wide = [
        demand_tables.topics(material),
        unmet,
        results,
        in_time,
        *([months] if months else []),
        demand_tables.situations(material),
    ]
    channel, *simple = demand_tables.simple_tables(material)
    district, *people = people_tables.people(material)
    narrow = [channel, district, *people, unmet_topics, *of_referrals, *of_follow_ups, *simple]
    return [table for table in wide if table.rows], [table for table in narrow if table.rows]


def _grids(material: Material) -> list[Grid]:
    grids = [
        people_tables.hours(material),
        outcome_tables.unmet_by_reason(material),
        outcome_tables.unmet_by_district(material),
        people_tables.groups_by_district(material),
    ]
    return [grid for grid in grids if grid.total]


def _tiles(material: Material) -> list[Tile]:
    """The four numbers everybody asks for first, in the order of a story: came, handed over, kept in sight, in vain."""
    kept = outcome_tables.follow_ups(material.now, material)
    due = kept["on_time"] + kept["late"] + kept["overdue"]
    return [
        Tile(_("Dotazy"), written_number(material.now.total()), material.links(), _comparison(material)),
        _referral_tile(material),
        Tile(
            _("Dohledy včas"), percent(kept["on_time"], due), "", _("cíl je 90 %") if due else _("žádný nebyl na řadě")
        ),
        _unmet_tile(material),
    ]


def _comparison(material: Material) -> str:
    """`o 24 víc než v září 2026`."""
    change = material.now.total() - material.before.total()
    said = {"number": written_number(abs(change)), "when": material.before.period.name_where}
    if change == 0:
        return _("stejně jako %(when)s") % said
    return (_("o %(number)s víc než %(when)s") if change > 0 else _("o %(number)s méně než %(when)s")) % said


def _referral_tile(material: Material) -> Tile:
    results = outcome_tables.referral_results(material.now)
    total = sum(results.values())
    known = total - results[ReferralResult.PENDING] - results[ReferralResult.UNKNOWN]
    comment = _("výsledek známe u %(share)s") % {"share": percent(known, total)} if total else _("zatím nic")
    return Tile(_("Předáno službě"), written_number(total), "", comment)


def _unmet_tile(material: Material) -> Tile:
    total = material.now.total(Dimension.UNMET)
    topics = grouped(material.now.subs(Dimension.UNMET), material.names.topic_of)
    comment = _("žádná, nebo ji nikdo nezapsal")
    if topics:
        topic, number = topics.most_common(1)[0]
        comment = _("z toho %(number)s: %(topic)s") % {
            "number": written_number(number),
            "topic": material.names.label("situation", topic),
        }
    return Tile(_("Nenaplněné potřeby"), written_number(total), material.links(potreba="1"), comment)
