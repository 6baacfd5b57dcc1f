"""What of the agreements a citizen may read: only what is marked public, short, the "no" first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from network.competence_book import Agreed, agreements_version, competence_book
from network.competence_words import handing_over_for_public, limits, said_no, said_whom_not, sentence
from network.models import Verb
from situations.models import LifeSituation
from sociopoint.typography import typeset

MOST_LINES = 4
MOST_ORGANISATIONS = 8


@dataclass(frozen=True)
class PublicLine:
    """`is_no`: shown with a cross, before all others."""

    text: str
    is_no: bool


@dataclass(frozen=True)
class WhoDoesWhat:
    """One organisation in one situation, as a citizen reads it; `url` is '' for a kind of organisations."""

    name: str
    url: str
    lines: list[PublicLine]


def lines_about(organisation: int, kind: str, version: int) -> list[PublicLine]:
    """For the pages of its services. No query unless the agreements changed since this process read them last."""
    if not version:
        return []
    found: dict[str, PublicLine] = {}
    for row in competence_book(version).of(organisation, kind):
        if row.is_public:
            for line in _lines(row, with_situation=True):
                found.setdefault(line.text, line)
    return sorted(found.values(), key=lambda line: not line.is_no)[:MOST_LINES]


def who_does_what(situation: LifeSituation) -> list[WhoDoesWhat]:
    """Who decides, helps or does not in this situation. One query where nothing was ever agreed, three more at a change."""
    version = agreements_version()
    if not version:
        return []
    rows = competence_book(version).about(situation.pk)
    shown: list[WhoDoesWhat] = []
    for name, url, theirs in rows:
        lines = list(dict.fromkeys(line for row in theirs if row.is_public for line in _lines(row)))
        if lines:
            shown.append(WhoDoesWhat(typeset(name), url, sorted(lines, key=lambda line: not line.is_no)))
    return sorted(shown, key=lambda one: not one.lines[0].is_no)[:MOST_ORGANISATIONS]


def _lines(row: Agreed, *, with_situation: bool = False) -> Iterator[PublicLine]:
    if row.is_negative:
        yield PublicLine(typeset(said_no(row)), is_no=True)
        return
    if row.excludes:
        yield PublicLine(typeset(said_whom_not(row)), is_no=True)
    for said in limits(row):
        yield PublicLine(typeset(said), is_no=False)
    how = handing_over_for_public(row)
    if with_situation:
        if how:
            yield PublicLine(typeset(how), is_no=False)
        return
    verb = sentence(str(Verb(row.verb).label))[:-1]
    what = f"{verb}: {row.what.rstrip('.')}." if row.what else f"{verb}."
    yield PublicLine(typeset(" ".join(part for part in (what, how) if part)), is_no=False)
