"""Who asked, from where, and when."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from inquiries.models import AgeBand, Sex
from inquiries.statistics.dimensions import Dimension
from inquiries.statistics.material import UNKNOWN, Material
from inquiries.statistics.tables import Grid, Table

FIRST_HOUR, LAST_HOUR = 7, 18
"""Shown even when nobody called; others only when somebody did."""
IN_LIST = {"": UNKNOWN, "elsewhere": "mimo"}
"""How the list of inquiries says that a district is not known, or outside the city."""


def people(material: Material) -> Iterator[Table]:
    names, links = material.names, material.links
    yield material.table(
        Dimension.DISTRICT,
        code="obvod",
        title=_("Odkud byli"),
        head=_("Obvod"),
        lead=_("Městský obvod nebo obec, pokud ho řekli"),
        name=names.district,
        link=lambda key: links(obvod=IN_LIST.get(key, key)),
    )
    groups = material.table(
        Dimension.GROUP,
        code="skupina",
        title=_("Pro koho to bylo"),
        head=_("Cílová skupina"),
        lead=_("Jeden člověk může patřit do víc skupin."),
        name=lambda key: names.label("group", key) if key else _("nezapsáno"),
        link=lambda key: links(skupina=names.of("group", key).code if key else UNKNOWN),
        is_whole=False,
    )
    groups.is_summed = True  # by the grid of groups and districts
    yield groups
    age, sex = _("Kolik jim bylo let"), _("Ženy a muži")
    yield material.coded(Dimension.PERSON, AgeBand, code="vek", title=age, head=_("Věk"), asks="vek", is_ordered=True)
    yield material.coded(
        Dimension.PERSON,
        Sex,
        code="pohlavi",
        title=sex,
        head=_("Pohlaví"),
        asks="pohlavi",
        by_sub=True,
        is_ordered=True,
    )


def hours(material: Material) -> Grid:
    """Weekday by hour: when to have two people at the desk."""
    pairs, links = material.now.pairs[Dimension.HOUR], material.links
    numbers: dict[tuple[str, str], int | None] = {(hour, day): number for (day, hour), number in pairs.items()}
    used = {int(hour) for hour, _day in numbers} | set(range(FIRST_HOUR, LAST_HOUR + 1))
    days = [_("Po"), _("Út"), _("St"), _("Čt"), _("Pá"), _("So"), _("Ne")]
    return Grid.of(
        "hodiny",
        _("Kdy se ptali"),
        _("Hodina"),
        rows=[(str(hour), f"{hour}:00") for hour in sorted(used)],
        columns=[(str(number), day) for number, day in enumerate(days, start=1)],
        numbers=numbers,
        lead=_("Začátek dotazu podle dne v týdnu a hodiny."),
        links={(hour, day): links(hodina=hour, den=day) for (hour, day), number in numbers.items() if number},
        row_links={str(hour): links(hodina=str(hour)) for hour in used},
        column_links={str(day): links(den=str(day)) for day in range(1, 8)},
        total_link=links(),
    )


def groups_by_district(material: Material) -> Grid:
    """The table a city plans by, and the one that most easily points at one person: it leaves the office only made safe.

    Sums of districts lead nowhere: they count somebody of two groups twice, and a list shows them once.
    """
    pairs = {pair: number for pair, number in material.now.pairs[Dimension.GROUP].items() if number}
    names = material.names
    groups = material.now.keys(Dimension.GROUP)
    places = material.now.subs(Dimension.GROUP)
    codes = {key: names.of("group", key).code if key else UNKNOWN for key in groups}
    return Grid.of(
        "skupina-obvod",
        _("Pro koho a odkud"),
        _("Cílová skupina"),
        rows=[
            (key, names.label("group", key) if key else _("nezapsáno"))
            for key in sorted(groups, key=lambda key: (key == "", -groups[key]))
        ],
        columns=[
            (key, names.district(key))
            for key in sorted(places, key=lambda key: (key in ("", "elsewhere"), -places[key]))
        ],
        numbers=dict(pairs),
        lead=_("Dotazy podle cílové skupiny a obvodu. Jeden člověk může patřit do víc skupin."),
        links={
            (group, place): material.links(skupina=codes[group], obvod=IN_LIST.get(place, place))
            for group, place in pairs
        },
        row_links={group: material.links(skupina=code) for group, code in codes.items()},
        rows_in="skupina",
    )
