"""The desk's own log counted by every manual of the network: what would change if another one held, and where its bounds fall."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from catalogue.models import RecordType
from inquiries.models import Channel, CountingRule
from inquiries.statistics.counting import Conversations, Counted, conversations, count_by
from inquiries.statistics.dimensions import Dimension
from inquiries.statistics.periods import Period
from inquiries.statistics.reading import read_counts
from inquiries.statistics.tables import written_number
from network.models import IndicatorDefinition, IndicatorReport, IndicatorValue, ManualVersion, Meaning
from network.numbers import written_decimal

BINS = [0, 5, 10, 15, 20, 30, 45, 60, 90, 120]
"""First minutes of each column of the histogram; the last has no end."""
MOST_MINUTES = 1440
MEASURED = (Meaning.CONTACT, Meaning.INTERVENTION)


@dataclass(frozen=True)
class ManualRow:
    """`change` is against the first row, the version in force at the end of the period; '' in that row itself."""

    name: str
    dates: str
    is_in_force: bool
    is_example: bool
    contacts: int | None
    interventions: int | None
    contacts_change: str
    interventions_change: str
    reported: str


@dataclass(frozen=True)
class MinutesBar:
    label: str
    number: int
    width: str
    bounds: str
    """Which bounds of manuals lie in it."""


@dataclass(frozen=True)
class ManualTables:
    rows: list[ManualRow]
    bars: list[MinutesBar]


def conversations_of(period: Period, *, offices: list[int]) -> list[Conversations]:
    """The desk's log of the period. Two queries; the tallies must be fresh."""
    counts, _same = read_counts(period, period, offices=offices)
    channels = Channel.objects.values_list("pk", "is_spoken", "is_phone")
    return conversations(
        counts.pairs[Dimension.WORK], {str(pk): (is_spoken, is_phone) for pk, is_spoken, is_phone in channels}
    )


def manual_tables(talks: list[Conversations], first: date, last: date) -> ManualTables:
    """What the manuals make of it, beside what was reported for exactly these days. Three queries, one without a manual."""
    versions = list(ManualVersion.objects.issued().select_related("manual").prefetch_related("definitions"))
    if not versions:
        return ManualTables([], _bars(talks, []))
    versions.sort(key=lambda one: (not _in_force(one, last), one.manual.name, -one.number))
    reported = _reported(first, last)
    counted = {one.pk: counted_by(one.definitions.all(), talks) for one in versions}
    base = counted[versions[0].pk]
    rows = [
        ManualRow(
            name=str(one),
            dates=str(one.get_state_display()),
            is_in_force=_in_force(one, last),
            is_example=one.manual.is_example,
            contacts=counted[one.pk].get(Meaning.CONTACT),
            interventions=counted[one.pk].get(Meaning.INTERVENTION),
            contacts_change=_change(counted[one.pk], base, Meaning.CONTACT) if place else "",
            interventions_change=_change(counted[one.pk], base, Meaning.INTERVENTION) if place else "",
            reported=reported.get(one.pk, ""),
        )
        for place, one in enumerate(versions)
    ]
    return ManualTables(rows, _bars(talks, versions))


def counted_by(definitions: Iterable[IndicatorDefinition], talks: list[Conversations]) -> dict[str, int]:
    """Meaning -> how many, for the indicators that are counted from conversations."""
    found = {}
    for one in definitions:
        if one.meaning in MEASURED:
            counted: Counted = count_by(rule_of(one), talks)
            found[one.meaning] = counted.contacts if one.meaning == Meaning.CONTACT else counted.interventions
    return found


def rule_of(definition: IndicatorDefinition) -> CountingRule:
    """An indicator as a rule of the desk that counts it alone; never saved.

    Where an intervention has an upper bound too, longer talks are still interventions: the desk's rule knows none.
    """
    rule = CountingRule(
        name=definition.name,
        unit_minutes=definition.unit_minutes,
        rounding=definition.rounding,
        workers=definition.workers,
        group=definition.group,
        travel=definition.travel,
        phone_counts=definition.phone_counts,
        written_counts=definition.written_counts,
        anonymous_counts=definition.anonymous_counts,
        professional_counts=definition.professional_counts,
    )
    if definition.meaning == Meaning.CONTACT:
        last = MOST_MINUTES if definition.to_minutes is None else definition.to_minutes
        rule.contact_from, rule.contact_to, rule.intervention_from = definition.from_minutes, last, last + 1
    else:
        # nothing is both: a contact of this rule alone would need a minute that no talk has
        rule.intervention_from = definition.from_minutes
        rule.contact_from, rule.contact_to = MOST_MINUTES + 1, MOST_MINUTES
    return rule


def _in_force(version: ManualVersion, day: date) -> bool:
    return (
        version.valid_from is not None
        and version.valid_from <= day
        and (version.valid_until is None or version.valid_until >= day)
    )


def _change(own: dict[str, int], base: dict[str, int], meaning: Meaning) -> str:
    if meaning not in own or meaning not in base:
        return ""
    difference = own[meaning] - base[meaning]
    if not difference:
        return _("stejně")
    sign = "+" if difference > 0 else "−"
    return f"{sign}{written_number(abs(difference))}"


def _reported(first: date, last: date) -> dict[int, str]:
    """Version -> what the city's front desks handed in for exactly these days."""
    values = IndicatorValue.objects.filter(
        report__in=IndicatorReport.objects.handed_in(),
        report__service__record_type=RecordType.FRONT_DESK,
        report__period__first=first,
        report__period__last=last,
        definition__meaning__in=MEASURED,
        value__isnull=False,
    )
    sums: dict[int, dict[str, Decimal]] = {}
    for version, meaning, value in values.values_list("definition__version_id", "definition__meaning", "value"):
        row = sums.setdefault(version, {})
        row[meaning] = row.get(meaning, Decimal(0)) + (value or 0)
    return {
        version: _("kontakty %(contacts)s, intervence %(interventions)s")
        % {
            "contacts": written_decimal(row.get(Meaning.CONTACT)),
            "interventions": written_decimal(row.get(Meaning.INTERVENTION)),
        }
        for version, row in sums.items()
    }


def _bars(talks: list[Conversations], versions: list[ManualVersion]) -> list[MinutesBar]:
    """How long the conversations were; what nobody talked about has no minutes and stands in the first."""
    ends = [*(start - 1 for start in BINS[1:]), MOST_MINUTES]
    numbers = [sum(t.number for t in talks if start <= t.minutes <= end) for start, end in zip(BINS, ends, strict=True)]
    most = max(numbers, default=0)
    bounds = sorted({one.from_minutes for v in versions for one in v.definitions.all() if one.meaning in MEASURED})
    return [
        MinutesBar(
            label=_("%(first)d a víc minut") % {"first": start}
            if end == MOST_MINUTES
            else _("%(first)d–%(last)d minut") % {"first": start, "last": end},
            number=number,
            width=f"{100 * number / most:.1f}%" if most else "0%",
            bounds=", ".join(str(bound) for bound in bounds if start <= bound <= end and bound),
        )
        for start, end, number in zip(BINS, ends, numbers, strict=True)
    ]
