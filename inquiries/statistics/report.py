"""A report of the desk for one period: tiles, tables, rules and indicators. Costs the same for a day and for five years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from inquiries.models import ReferralResult
from inquiries.statistics import demand_tables, outcome_tables, people_tables, told_tables, work_tables
from inquiries.statistics.dimensions import Dimension
from inquiries.statistics.indicators import Indicator, indicators
from inquiries.statistics.material import Links, Material, grouped, read_material
from inquiries.statistics.periods import Period
from inquiries.statistics.recount import recount_changed
from inquiries.statistics.suppression import FEWEST
from inquiries.statistics.tables import Grid, Sum, Table, percent, written_number


@dataclass(frozen=True)
class Tile:
    """`number`: what the figure stands on; `is_comment_small`: the comment tells a count too small to publish; `rests_on`: what
    the share adds up, be it the figure (`is_share`) or in the comment, as of an indicator."""

    label: str
    figure: str
    link: str
    comment: str
    number: int
    is_comment_small: bool = False
    is_share: bool = False
    rests_on: tuple[Sum, ...] = ()


@dataclass(frozen=True)
class Section:
    """What is opened on demand, under one heading."""

    code: str
    title: str
    tables: list[Table]
    grids: list[Grid]


@dataclass(frozen=True)
class Report:
    """`wide` and `narrow` stand at once in two columns, the sections follow; `tables` and `grids` are all of them."""

    period: Period
    compared: Period
    tiles: list[Tile]
    wide: list[Table]
    narrow: list[Table]
    sections: list[Section]
    minutes: list[work_tables.MinutesRow]
    rules: list[work_tables.RuleRow]
    indicators: list[Indicator]
    total: int

    @property
    def tables(self) -> list[Table]:
        return [*self.wide, *self.narrow, *(table for section in self.sections for table in section.tables)]

    @property
    def grids(self) -> list[Grid]:
        return [grid for section in self.sections for grid in section.grids]


def make_report(
    period: Period, compared: Period, *, offices: list[int], today: date, links: Links | None = None
) -> Report:
    """Exact at the moment of asking: what changed since the last recount is counted first. Seven queries, more if it was.

    `links` lead from numbers to the records behind them; without them they lead nowhere.
    """
    recount_changed()
    material = read_material(period, compared, offices=offices, links=links or Links(period), today=today)
    wide, narrow, sections = _arranged(material)
    report = Report(
        period=period,
        compared=compared,
        tiles=_tiles(material),
        wide=wide,
        narrow=narrow,
        sections=sections,
        minutes=work_tables.minutes(material),
        rules=work_tables.rules(material),
        indicators=indicators(material),
        total=material.now.total(),
    )
    link_before = material.links.of(compared)
    for table in report.tables:
        table.column, table.before_column = _columns(period, compared)
        for row in [*table.rows, *([table.total] if table.total else [])]:
            row.before_link = link_before(row.link)
    return report


def _columns(period: Period, compared: Period) -> tuple[str, str]:
    """Heads of the two columns; a year is said where the names alone would be the same."""
    if period.name_short != compared.name_short:
        return period.name_short, compared.name_short
    return str(period.first.year), str(compared.first.year)


def _arranged(material: Material) -> tuple[list[Table], list[Table], list[Section]]:
    """At once what everybody asks for first, the rest by subject; what is empty says nothing and is left out."""
    unmet, unmet_topics = outcome_tables.unmet_needs(material)
    results, *of_referrals = outcome_tables.referrals(material)
    channel, *simple = demand_tables.simple_tables(material)
    district, *people = people_tables.people(material)
    months = demand_tables.months(material)
    sections = [
        ("podrobne", _("S čím a jak přišli, podrobně"), [demand_tables.situations(material), *simple], []),
        (
            "lide",
            _("Kdo se ptal a kdy"),
            people,
            [people_tables.hours(material), people_tables.groups_by_district(material)],
        ),
        (
            "sluzby",
            _("Předání a dohledy"),
            [*of_referrals, *told_tables.told_tables(material), *outcome_tables.follow_up_tables(material)],
            [],
        ),
        (
            "chybi",
            _("Co kde chybí"),
            [unmet_topics, outcome_tables.unmet_kinds(material)],
            [outcome_tables.unmet_cases(material)],
        ),
    ]
    wide = [demand_tables.topics(material), unmet, results, *([months] if months else [])]
    return (
        _filled(wide),
        _filled([channel, district]),
        [
            Section(code, title, _filled(tables), [grid for grid in grids if grid.total])
            for code, title, tables, grids in sections
            if _filled(tables)
        ],
    )


def _filled(tables: list[Table]) -> list[Table]:
    return [table for table in tables if table.rows]


def _tiles(material: Material) -> list[Tile]:
    """The four numbers everybody asks for first, in the order of a story: came, handed over, kept in sight, in vain."""
    kept = outcome_tables.follow_ups(material.now, material)
    due = kept["on_time"] + kept["late"] + kept["overdue"]
    total, before = material.now.total(), material.before.total()
    on_time = _("cíl je 90 %") if due else _("žádný nebyl na řadě")
    return [
        Tile(_("Dotazy"), written_number(total), material.links(), _comparison(material), total, before < FEWEST),
        _referral_tile(material),
        Tile(
            _("Dohledy včas"),
            percent(kept["on_time"], due),
            material.links.follow_ups(),
            on_time,
            _smaller_part(kept["on_time"], due),
            is_share=True,
            rests_on=outcome_tables.ON_TIME,
        ),
        _unmet_tile(material),
    ]


def _smaller_part(part: int, whole: int) -> int:
    """The smaller side of a share, the whole where one side is nobody: what a reader could work out from the per cent."""
    return min((number for number in (part, whole - part) if number), default=whole)


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
    is_small = _smaller_part(known, total) < FEWEST
    return Tile(
        _("Předáno službě"),
        written_number(total),
        material.links.referrals(),
        comment,
        total,
        is_small,
        rests_on=(outcome_tables.KNOWN_RESULTS,),
    )


def _unmet_tile(material: Material) -> Tile:
    total = material.now.total(Dimension.UNMET)
    topics = grouped(material.now.subs(Dimension.UNMET), material.names.topic_of)
    comment, number, topic = _("žádná, nebo ji nikdo nezapsal"), total, ""
    if topics:
        topic, number = topics.most_common(1)[0]
        comment = _("z toho %(number)s: %(topic)s") % {
            "number": written_number(number),
            "topic": material.names.label("situation", topic),
        }
    is_small = _smaller_part(number, total) < FEWEST
    told = (Sum("nenaplneno-situace", frozenset({topic})),)
    link, figure = material.links.unmet(), written_number(total)
    return Tile(_("Nenaplněné potřeby"), figure, link, comment, total, is_small, rests_on=told)
