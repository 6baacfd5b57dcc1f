"""What the network agreed on about whoever a person is to be handed over to: the "no" first, each with how old it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from inquiries.models import AgeBand, Inquiry
from network.competence_book import Agreed, CompetenceBook
from network.competence_words import aged, handing_over, limits, refusal, said_whom_not

AGES: dict[str, tuple[int, int]] = {
    AgeBand.CHILD: (0, 14),
    AgeBand.TEENAGER: (15, 17),
    AgeBand.YOUNG: (18, 26),
    AgeBand.ADULT: (27, 64),
    AgeBand.SENIOR: (65, 79),
    AgeBand.OLD: (80, 200),
}
"""Years of each band; a band nobody found out fits everything."""


@dataclass
class Agreements:
    """Sentences about one organisation: `against` concern this very person, `limits` perhaps, `before` anybody sets out."""

    against: list[str] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)


@dataclass
class Asked:
    """What is known of the person, read only when some agreement depends on it."""

    inquiry: Inquiry
    written: Collection[int] = ()
    """Situations of a record that is not saved yet."""

    @cached_property
    def situations(self) -> frozenset[int]:
        """One query for a saved inquiry whose record is not at hand."""
        if self.written or not self.inquiry.pk:
            return frozenset(self.written)
        return frozenset(self.inquiry.needs.values_list("situation_id", flat=True))

    @cached_property
    def groups(self) -> frozenset[int]:
        """One query for a saved inquiry."""
        return frozenset(self.inquiry.target_groups.values_list("pk", flat=True)) if self.inquiry.pk else frozenset()


def agreements_of(organisation: int, kind: str, *, book: CompetenceBook, asked: Asked, today: date) -> Agreements:
    """No query where nothing was agreed, two at most for any number of organisations asked about with the same `asked`."""
    found = Agreements()
    for row in book.of(organisation, kind):
        if row.situations and asked.situations and not row.situations & asked.situations:
            continue
        if row.is_negative:
            (found.against if _concerns(row, asked) else found.limits).append(refusal(row, today))
        else:
            found.against += _with_age(_unfit(row, asked.inquiry), row, today)
            found.against += _with_age(filter(None, [said_whom_not(row)]), row, today)
            found.limits += _with_age(limits(row), row, today)
            found.before += _with_age(filter(None, [handing_over(row)]), row, today)
    return Agreements(*(list(dict.fromkeys(said)) for said in (found.against, found.limits, found.before)))


def _concerns(row: Agreed, asked: Asked) -> bool:
    """Unless it is known that it concerns somebody else: better to ask once too often than to send in vain."""
    if row.situations and not asked.situations:
        return False
    return not row.groups or not asked.groups or bool(row.groups & asked.groups)


def _unfit(row: Agreed, inquiry: Inquiry) -> Iterator[str]:
    youngest, oldest = AGES.get(inquiry.age_band, (0, 200))
    if row.age_from and inquiry.age_band in AGES and oldest < row.age_from:
        yield _("Podle domluvy berou lidi od %(age)d let.") % {"age": row.age_from}
    if row.age_to and inquiry.age_band in AGES and youngest > row.age_to:
        yield _("Podle domluvy berou lidi do %(age)d let.") % {"age": row.age_to}
    district = inquiry.district
    if district is not None and row.places and not row.places & set(district.lineage):
        yield _("Podle domluvy berou jen lidi odtud: %(places)s.") % {"places": ", ".join(row.place_names)}


def _with_age(sentences: Iterable[str], row: Agreed, today: date) -> list[str]:
    return [f"{said} {aged(row, today)}" for said in sentences]
