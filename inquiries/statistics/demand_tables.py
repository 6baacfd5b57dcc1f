"""With what, how and how urgently people came."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from inquiries.models import ClosingReason, FirstTime, HelpLevel, Identity, InquiryKind, Language, OnBehalf
from inquiries.statistics.dimensions import Dimension
from inquiries.statistics.material import UNKNOWN, Material, grouped
from inquiries.statistics.periods import MONTHS, Length, Period
from inquiries.statistics.tables import Row, Table, rows_of
from sociopoint.typography import NBSP


def topics(material: Material) -> Table:
    """The first level of the tree; an inquiry counts once, by its first need."""
    names, links = material.names, material.links
    now, before = (
        grouped(counts.keys(Dimension.SITUATION), lambda key: names.topic_of(key) if key else "")
        for counts in (material.now, material.before)
    )
    rows = rows_of(now, before, _situation(material), lambda key: links(hlavni=_slug(material, key) or UNKNOWN))
    return Table(
        "situace",
        _("S čím lidé přišli"),
        _("Situace"),
        rows,
        lead=_("Počet dotazů podle hlavní životní situace."),
        look="compared",
        total=material.total(),
    )


def situations(material: Material) -> Table:
    """Every need, also the second and third of one inquiry, as exactly as it was written down."""
    names, links = material.names, material.links

    table = material.table(
        Dimension.NEED,
        code="potreby",
        title=_("Všechny potřeby podrobně"),
        head=_("Situace"),
        name=lambda key: names.label("situation", key),
        link=lambda key: links(situace=_slug(material, key)),
        lead=_("Přesná situace. Jeden dotaz může mít víc potřeb."),
        look="compared",
        is_whole=False,
    )
    table.total = Row("", material.now.total(Dimension.NEED), material.before.total(Dimension.NEED))
    table.measure()
    return table


def simple_tables(material: Material) -> Iterator[Table]:
    """One coded fact a table."""
    links, table = material.links, material.coded
    yield material.table(
        Dimension.CHANNEL,
        code="kanal",
        title=_("Jak se ptali"),
        head=_("Způsob"),
        lead=_("Způsob kontaktu"),
        name=lambda key: material.names.label("channel", key),
        link=lambda key: links(kanal=material.names.of("channel", key).code),
    )
    yield table(Dimension.KIND, InquiryKind, code="druh", title=_("Co to bylo"), head=_("Druh"), asks="druh")
    yield table(
        Dimension.HELP,
        HelpLevel,
        code="uroven",
        title=_("Jak jsme pomohli"),
        head=_("Pomoc"),
        lead=_("Fakta, zvážení možností, nebo společné vyřizování."),
        unknown=_("nezapsáno"),
        asks="uroven",
        is_ordered=True,
    )
    ending, unfinished = _("Jak dotazy skončily"), _("ještě se řeší")
    yield table(
        Dimension.ENDED, ClosingReason, code="konec", title=ending, head=_("Konec"), unknown=unfinished, asks="konec"
    )
    again, unknown = _("Poprvé, nebo znovu"), _("neví se")
    yield table(
        Dimension.FIRST_TIME,
        FirstTime,
        code="poprve",
        title=again,
        head=_("Kolikrát"),
        unknown=unknown,
        asks="poprve",
        is_ordered=True,
    )
    named = _("Jménem, nebo beze jména")
    yield table(Dimension.ASKED, Identity, code="totoznost", title=named, head=_("Jak"), asks="jmenem", is_ordered=True)
    whose = _("Za koho se ptali")
    yield table(
        Dimension.ASKED,
        OnBehalf,
        code="za-koho",
        title=whose,
        head=_("Za koho"),
        asks="zakoho",
        by_sub=True,
        is_ordered=True,
    )
    spoken, unknown = _("Jakou řečí"), _("nezjištěno")
    yield table(
        Dimension.LANGUAGE, Language, code="jazyk", title=spoken, head=_("Jazyk"), unknown=unknown, asks="jazyk"
    )
    yield from _lists(material)


def _lists(material: Material) -> Iterator[Table]:
    """Facts from lists that an administrator keeps."""
    names, links = material.names, material.links
    yield material.table(
        Dimension.FIRST_TIME,
        code="odkud-vi",
        title=_("Odkud o nás věděli"),
        head=_("Odkud"),
        name=lambda key: names.label("heard_from", key) if key else _("nezjištěno"),
        link=lambda key: links(odkudvi=names.of("heard_from", key).code if key else UNKNOWN),
        by_sub=True,
    )
    yield material.table(
        Dimension.SOURCE,
        code="zdroj",
        title=_("Z čeho jsme odpověděli"),
        head=_("Zdroj"),
        lead=_("Jedna odpověď může mít víc zdrojů."),
        name=lambda key: names.label("source", key) if key else _("nezapsáno"),
        link=lambda key: links(zdroj=names.of("source", key).code if key else UNKNOWN),
        is_whole=False,
    )
    yield material.table(
        Dimension.RISK,
        code="ohrozeni",
        title=_("Ohrožení"),
        head=_("Druh"),
        lead=_("Jeden dotaz může mít víc druhů ohrožení."),
        name=lambda key: names.label("risk", key),
        link=lambda key: links(ohrozeni=names.of("risk", key).code),
        is_whole=False,
    )


def months(material: Material) -> Table | None:
    """Month by month; None within one month. The first and the last are whole, also where the period is not."""
    if len(material.months) < 2:
        return None
    rows = [
        Row(
            f"{str(MONTHS[start.month - 1][0]).capitalize()}{NBSP}{start.year}",
            number,
            link=replace(material.links, period=Period(Length.DAYS, start, _last_day(start)))(),
            key=f"{start:%Y-%m}",
        )
        for start, number in material.months
    ]
    return Table(
        "mesice",
        _("Měsíc po měsíci"),
        _("Měsíc"),
        rows,
        lead=_("Celé měsíce, kterých se období týká."),
        is_whole=False,
        is_summed=True,
    )


def _last_day(of_month: date) -> date:
    return (of_month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _situation(material: Material) -> Callable[[str], str]:
    return lambda key: material.names.label("situation", key) if key else _("bez situace")


def _slug(material: Material, key: str) -> str:
    return material.names.of("situation", key).code if key else ""
