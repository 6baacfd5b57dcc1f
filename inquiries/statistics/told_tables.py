"""What people told of referrals when the desk came back to them (frontdesk-and-network, d.3): whether they tried, got through, and
got it solved, and why they did not try.

A referral counts once, in the period it was made, by the last answer: so it adds up over any days, and of those handed over in a
period it says what is known of them today, as the table of results does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from inquiries.models import Told, WhyNotTried
from inquiries.statistics.dimensions import Dimension
from inquiries.statistics.material import Material, grouped, labels, values
from inquiries.statistics.reading import Counts
from inquiries.statistics.tables import Row, Table, rows_of

NOT_SAID = "nerekl"
"""How the list of referrals says that nobody knows why they did not try."""
REACHED, SOLVED, WHY = 0, 1, 2
"""Places in what the tallies keep beside `tried`."""


def tried(counts: Counts) -> Counter[str]:
    """Told -> referrals, as all below."""
    return counts.keys(Dimension.TOLD)


def reached(counts: Counts) -> Counter[str]:
    return grouped(counts.subs(Dimension.TOLD), lambda sub: sub.split("|")[REACHED])


def solved(counts: Counts) -> Counter[str]:
    return grouped(counts.subs(Dimension.TOLD), lambda sub: sub.split("|")[SOLVED])


def why_not(counts: Counts) -> Counter[str]:
    """WhyNotTried or '' -> referrals nobody tried."""
    return grouped(counts.subs(Dimension.TOLD, Told.NO), lambda sub: sub.split("|")[WHY])


def told_tables(material: Material) -> Iterator[Table]:
    yield _answers(
        material,
        "zkusili",
        tried,
        title=_("Zkusili to?"),
        lead=_(
            "Předání z tohoto období, na která jsme se člověka později zeptali. Když víckrát, platí poslední odpověď."
        ),
        asks="zkusil",
    )
    yield _reasons(material)
    yield _answers(
        material,
        "dovolali",
        reached,
        title=_("Dovolali se tam?"),
        lead=_("Ze stejných předání. Kdo to nezkusil, ten se nedovolal."),
        asks="dovolal",
    )
    yield _answers(
        material,
        "vyreseno",
        solved,
        title=_("Vyřešilo se to?"),
        lead=_("Ze stejných předání. Vyřešit se to mohlo i jinak."),
        asks="vyreseno",
    )


def _answers(
    material: Material, code: str, count: Callable[[Counts], Counter[str]], *, title: str, lead: str, asks: str
) -> Table:
    """One question. `asks`: the field of the list of referrals that finds who answered so."""
    rows = rows_of(
        count(material.now),
        count(material.before),
        labels(Told, ""),
        lambda key: material.links.referrals(**{asks: key}),
        order={key: place for place, key in enumerate(values(Told))},
    )
    now, before = (counts.total(Dimension.TOLD) for counts in (material.now, material.before))
    total = Row("", now, before, material.links.referrals(zeptali="1"))
    return Table(code, title, _("Odpověď"), rows, lead=lead, look="compared", total=total)


def _reasons(material: Material) -> Table:
    rows = rows_of(
        why_not(material.now),
        why_not(material.before),
        labels(WhyNotTried, _("neřekl")),
        lambda key: material.links.referrals(procne=key or NOT_SAID),
    )
    now, before = (tried(counts)[Told.NO] for counts in (material.now, material.before))
    total = Row("", now, before, material.links.referrals(zkusil=str(Told.NO)))
    return Table(
        "proc-nezkusili",
        _("Proč to nezkusili"),
        _("Důvod"),
        rows,
        look="compared",
        total=total,
        part_of=("zkusili", str(Told.NO)),
    )
