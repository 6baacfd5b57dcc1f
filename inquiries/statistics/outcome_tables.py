"""How handing over, following up and helping ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from inquiries.models import FollowUpState, NeedOutcome, ReferralMode, ReferralResult, ReferralState, WhyPlanned
from inquiries.states import RESULT_OF_STATE
from inquiries.statistics.dimensions import Dimension
from inquiries.statistics.material import Material, grouped, labels, values
from inquiries.statistics.reading import Counts
from inquiries.statistics.tables import Grid, Row, Sum, Table, rows_of

MOST_TARGETS = 20
MOST_CASES = 60
"""Rows of the screen; files hold all. A year of a large city has eight hundred, which nobody reads."""
OTHER_CASES = "ostatni|"
OUTSIDE = "mimo"
"""How the list of referrals says that the target is in no catalogue."""
NOT_WRITTEN = "nezjisteno"
"""How the list of needs says that a kind or a place is not known."""

KNOWN_RESULTS = Sum(
    "predani", frozenset(values(ReferralResult)) - {str(ReferralResult.PENDING), str(ReferralResult.UNKNOWN)}
)
ON_TIME = (Sum("dohledy", frozenset({"on_time"})), Sum("dohledy", frozenset({"on_time", "late", "overdue"})))
"""The part and the whole of follow-ups in time."""


def result_of(state: str) -> str:
    return str(RESULT_OF_STATE[ReferralState(state)])


def referral_results(counts: Counts) -> Counter[str]:
    """ReferralResult -> referrals."""
    return grouped(counts.keys(Dimension.REFERRAL), result_of)


def referrals(material: Material) -> Iterator[Table]:
    """By result, by way, to whom, and why they were refused."""
    links = material.links
    total = Row(
        "", material.now.total(Dimension.REFERRAL), material.before.total(Dimension.REFERRAL), links.referrals()
    )
    rows = rows_of(
        referral_results(material.now),
        referral_results(material.before),
        labels(ReferralResult, ""),
        lambda key: links.referrals(vysledek=key),
        order={key: place for place, key in enumerate(values(ReferralResult))},
    )
    lead = _("Předání podle toho, co o nich dnes víme.")
    yield Table("predani", _("Jak dopadla předání"), _("Výsledek"), rows, lead=lead, look="compared", total=total)
    modes = rows_of(
        material.now.subs(Dimension.REFERRAL),
        material.before.subs(Dimension.REFERRAL),
        labels(ReferralMode, ""),
        lambda key: links.referrals(jak=key),
    )
    yield Table("predani-jak", _("Jak jsme předávali"), _("Způsob"), modes, total=total)
    yield _targets(material)
    reasons = rows_of(
        material.now.keys(Dimension.DECLINE),
        material.before.keys(Dimension.DECLINE),
        lambda key: material.names.label("decline", key),
        lambda key: links.referrals(duvod=key),
    )
    lead = _("Jedno odmítnutí může mít víc důvodů.")
    yield Table("odmitnuti", _("Proč partneři odmítli"), _("Důvod"), reasons, lead=lead, is_whole=False)


def _targets(material: Material) -> Table:
    """The services people are handed over to most."""
    names = material.names
    rows = rows_of(
        material.now.keys(Dimension.TARGET),
        None,
        lambda key: names.label("target", key) if key else _("mimo katalog"),
        lambda key: material.links.referrals(komu=key or OUTSIDE),
    )[:MOST_TARGETS]
    lead, title = _("Nejvýš %(most)d služeb a organizací.") % {"most": MOST_TARGETS}, _("Komu předáváme nejčastěji")
    head = _("Služba nebo organizace")
    return Table("komu", title, head, rows, lead=lead, is_whole=False, is_summed=True)


def follow_ups(counts: Counts, material: Material) -> Counter[str]:
    """on_time, late, overdue (planned for a day that has passed), planned, cancelled -> number."""
    sums: Counter[str] = Counter()
    for number, (_first, last) in enumerate(counts.slices):
        for (key, _why), found in counts.in_slice(number, Dimension.FOLLOW_UP).items():
            sums["overdue" if key == "planned" and last < material.today else key] += found
    return sums


def follow_up_tables(material: Material) -> Iterator[Table]:
    links = material.links
    said = {
        "on_time": _("včas"),
        "late": _("pozdě"),
        "overdue": _("po termínu, ještě ne"),
        "planned": _("teprve přijdou"),
        "cancelled": _("zrušené"),
    }
    rows = rows_of(
        follow_ups(material.now, material),
        follow_ups(material.before, material),
        lambda key: said[key],
        lambda key: links.follow_ups(jak=key),
        order={key: place for place, key in enumerate(said)},
    )
    total = Row(
        "", material.now.total(Dimension.FOLLOW_UP), material.before.total(Dimension.FOLLOW_UP), links.follow_ups()
    )
    lead = _("Dohledy podle dne, na který byly naplánované.")
    yield Table("dohledy", _("Dohledy včas"), _("Kdy"), rows, lead=lead, look="compared", total=total)
    results: Counter[str] = Counter()
    for (result, state), number in material.now.pairs[Dimension.FOLLOWED].items():
        results[result or f"state-{state}"] += number
    named = dict(NeedOutcome.choices) | {f"state-{value}": label for value, label in FollowUpState.choices}
    rows = rows_of(results, None, lambda key: str(named[key]), lambda key: links.follow_ups(vysledek=key))
    alone = Row("", total.number, None, total.link)
    yield Table("dohledy-vysledek", _("Co dohledy zjistily"), _("Výsledek"), rows, total=alone)
    why = rows_of(
        material.now.subs(Dimension.FOLLOW_UP),
        None,
        labels(WhyPlanned, ""),
        lambda key: links.follow_ups(proc=key),
    )
    yield Table("dohledy-proc", _("Proč se dohlíželo"), _("Důvod"), why, total=alone)


def unmet_needs(material: Material) -> Iterator[Table]:
    names, links = material.names, material.links
    total = Row("", material.now.total(Dimension.UNMET), material.before.total(Dimension.UNMET), links.unmet())
    rows = rows_of(
        material.now.keys(Dimension.UNMET),
        material.before.keys(Dimension.UNMET),
        lambda key: names.label("reason", key),
        lambda key: links.unmet(duvod=names.of("reason", key).code),
    )
    yield Table(
        "nenaplneno",
        _("Proč to nešlo"),
        _("Důvod"),
        rows,
        look="compared",
        total=total,
        is_of_unmet=True,
        lead=_("Nenaplněné potřeby podle důvodu."),
    )
    by_topic = grouped(material.now.subs(Dimension.UNMET), names.topic_of)
    rows = rows_of(
        by_topic,
        None,
        lambda key: names.label("situation", key),
        lambda key: links.unmet(situace=names.of("situation", key).code),
    )
    yield Table(
        "nenaplneno-situace",
        _("V čem to nešlo"),
        _("Situace"),
        rows,
        total=Row("", total.number, None, total.link),
        is_of_unmet=True,
    )


def unmet_kinds(material: Material) -> Table:
    """What help was missing, whatever the place and the reason."""
    kinds = material.now.keys(Dimension.UNMET_CASE)
    rows = rows_of(kinds, None, _kind_of_help(material), lambda key: _of_kind(material, key))
    total = Row("", sum(kinds.values()), None, material.links.unmet())
    return Table("nenaplneno-druh", _("Jaká pomoc chybí"), _("Druh pomoci"), rows, total=total, is_of_unmet=True)


def unmet_cases(material: Material) -> Grid:
    """Kind of help and district by reason: what is missing where and why, the most missed first."""
    numbers: dict[tuple[str, str], int] = {}
    for (kind, sub), number in material.now.pairs[Dimension.UNMET_CASE].items():
        district, _bar, reason = sub.partition("|")
        numbers[f"{kind}|{district}", reason] = number
    rows, columns = _sums(numbers, 0), _sums(numbers, 1)
    shown = sorted(rows, key=lambda row: (row.startswith("|"), -rows[row], row))
    others = shown[MOST_CASES:] if material.links.unmet_address and len(shown) > MOST_CASES + 1 else []
    if others:
        del shown[MOST_CASES:]
        numbers = _put_together(numbers, set(others))
    names, name = material.names, _kind_of_help(material)
    labels = [(row, f"{name(row.split('|')[0])}, {names.district(row.split('|')[1])}") for row in shown]
    return Grid.of(
        "nenaplneno-pripady",
        _("Co chybí, kde a proč"),
        _("Druh pomoci a obvod"),
        rows=[*labels, *([(OTHER_CASES, _("ostatní dohromady"))] if others else [])],
        columns=[(key, names.label("reason", key)) for key in sorted(columns, key=lambda key: (-columns[key], key))],
        numbers={**numbers},
        lead=_("Nenaplněné potřeby podle druhu pomoci, obvodu a důvodu."),
        note=_("Ukazujeme %(most)d nejčastějších řádků. Všechny jsou v souborech ke stažení.") % {"most": MOST_CASES}
        if others
        else "",
        links={cell: _of_case(material, *cell) for cell in numbers if cell[0] != OTHER_CASES},
        row_links={row: _of_place(material, row) for row in shown},
        column_links={key: material.links.unmet(duvod=names.of("reason", key).code) for key in columns},
        total_link=material.links.unmet(),
        columns_in="nenaplneno",
        parts_in="nenaplneno-druh",
        parts={row: row.split("|")[0] for row in shown},
    )


def _sums(numbers: dict[tuple[str, str], int], place: int) -> dict[str, int]:
    """Sums of the rows (0) or of the columns (1)."""
    sums: dict[str, int] = {}
    for cell, number in numbers.items():
        sums[cell[place]] = sums.get(cell[place], 0) + number
    return sums


def _put_together(numbers: dict[tuple[str, str], int], rows: set[str]) -> dict[tuple[str, str], int]:
    """The rows as one, so that sums of columns stay what they are."""
    kept = {cell: number for cell, number in numbers.items() if cell[0] not in rows}
    others = _sums({cell: number for cell, number in numbers.items() if cell[0] in rows}, 1)
    return kept | {(OTHER_CASES, column): number for column, number in others.items()}


def _kind_of_help(material: Material) -> Callable[[str], str]:
    return lambda key: material.names.label("kind", key) if key else _("nezapsáno")


def _of_kind(material: Material, kind: str) -> str:
    return material.links.unmet(druh=kind or NOT_WRITTEN)


def _of_place(material: Material, row: str) -> str:
    kind, district = row.split("|")
    return material.links.unmet(druh=kind or NOT_WRITTEN, obvod=district or NOT_WRITTEN)


def _of_case(material: Material, row: str, reason: str) -> str:
    kind, district = row.split("|")
    code = material.names.of("reason", reason).code
    return material.links.unmet(druh=kind or NOT_WRITTEN, obvod=district or NOT_WRITTEN, duvod=code)
