"""Questions a report is asked before it is sent: ten of everybody (frontdesk-and-network, d.5), and what is usual by the manual.

Each is a sentence that a comment may answer.

Nothing here is a verdict: a service knows why its numbers are as they are, the city only wants to read it once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import fmean, median

from django.utils.translation import gettext as _

from network.models import IndicatorDefinition, Meaning
from network.numbers import written_decimal
from sociopoint.typography import typeset

MOST_CHANGE = Decimal("0.3")
MOST_SCORE = 3.5
FEWEST_PEERS = 5
"""Fewer services of a kind say nothing about what is usual."""
FEWEST_ROUND = 3
NOT_COMPARED = (Meaning.POSTS, Meaning.DIRECT_HOURS)


@dataclass(frozen=True)
class Reported:
    """One indicator of the report with what is known beside it; None is not known."""

    definition: IndicatorDefinition
    value: Decimal | None
    is_zero_confirmed: bool = False
    year_ago: Decimal | None = None
    last_time: Decimal | None = None
    parts: Decimal | None = None
    """Sum of the reports for shorter periods that cover this one."""
    peers: Sequence[float] = ()
    """The same per full-time post at other services of the kind."""


@dataclass(frozen=True)
class Facts:
    reported: list[Reported]
    free_places: int | None = None
    accepted: int = 0
    """People the city's desk referred and the service accepted."""
    other_versions: list[str] = field(default_factory=list)
    """Versions of manuals by which other services of the kind report the same days."""

    def of(self, meaning: Meaning) -> Reported | None:
        return next((one for one in self.reported if one.definition.meaning == meaning), None)

    def value(self, meaning: Meaning) -> Decimal | None:
        found = self.of(meaning)
        return found.value if found else None


@dataclass(frozen=True)
class Odd:
    """`definition` is None where the question is about the report as a whole."""

    rule: int
    definition: IndicatorDefinition | None
    message: str


def odd_things(facts: Facts) -> list[Odd]:
    """By the number of the rule. No query."""
    rules = (
        _changed,
        _unlike_peers,
        _too_many_hours,
        _fewer_talks_than_people,
        _unlike_parts,
        _gone,
        _all_round,
        _refused_with_places,
        _fewer_than_referred,
        _other_version,
        _unusual,
    )
    return [
        Odd(number, definition, typeset(message))
        for number, rule in enumerate(rules, start=1)
        for definition, message in rule(facts)
    ]


Found = Iterator[tuple[IndicatorDefinition | None, str]]


def _changed(facts: Facts) -> Found:
    for one in facts.reported:
        if one.value is None or not one.year_ago:
            continue
        change = (one.value - one.year_ago) / one.year_ago
        if abs(change) > MOST_CHANGE:
            words = {
                "name": one.definition.name,
                "value": written_decimal(one.value),
                "before": written_decimal(one.year_ago),
                "percent": round(abs(change) * 100),
            }
            said = _("%(name)s: o %(percent)d %% víc než před rokem (%(value)s proti %(before)s). Čím to je?")
            if change < 0:
                said = _("%(name)s: o %(percent)d %% méně než před rokem (%(value)s proti %(before)s). Čím to je?")
            yield one.definition, said % words


def _unlike_peers(facts: Facts) -> Found:
    """Modified z-score of Iglewicz and Hoaglin: it stands on medians, so one odd service does not hide another.

    Where more than half of the peers say the same, as zero, the median of the spread says nothing: their mean does instead, as
    the authors advise. Where all say the same, it is odd to be far from it.
    """
    posts = facts.value(Meaning.POSTS)
    for one in facts.reported:
        if not posts or one.value is None or len(one.peers) < FEWEST_PEERS or one.definition.meaning in NOT_COMPARED:
            continue
        usual, own = median(one.peers), float(one.value / posts)
        away = [abs(peer - usual) for peer in one.peers]
        spread = 1.4826 * median(away) or 1.2533 * fmean(away) or float(MOST_CHANGE) * usual / MOST_SCORE
        if abs(own - usual) > MOST_SCORE * spread:
            words = {
                "name": one.definition.name,
                "own": written_decimal(Decimal(own)),
                "usual": written_decimal(Decimal(usual)),
            }
            yield (
                one.definition,
                _("%(name)s: %(own)s na úvazek, podobné služby obvykle %(usual)s. Čím se lišíte?") % words,
            )


def _too_many_hours(facts: Facts) -> Found:
    talks, hours = facts.of(Meaning.INTERVENTION), facts.value(Meaning.DIRECT_HOURS)
    if talks is None or talks.value is None or hours is None:
        return
    needed = talks.value * talks.definition.unit_minutes / 60
    if needed > hours:
        words = {"needed": written_decimal(needed), "hours": written_decimal(hours)}
        yield talks.definition, _("Intervence by zabraly %(needed)s hodin, přímé práce je jen %(hours)s.") % words


def _fewer_talks_than_people(facts: Facts) -> Found:
    contacts, talks, people = (facts.of(one) for one in (Meaning.CONTACT, Meaning.INTERVENTION, Meaning.CLIENTS))
    if people is None or people.value is None or (contacts is None and talks is None):
        return
    values = [one.value for one in (contacts, talks) if one is not None]
    together = sum((value for value in values if value is not None), Decimal(0))
    if None not in values and together < people.value:
        words = {"talks": written_decimal(together), "people": written_decimal(people.value)}
        yield people.definition, _("Lidí je %(people)s, ale kontaktů a intervencí jen %(talks)s.") % words


def _unlike_parts(facts: Facts) -> Found:
    for one in facts.reported:
        if one.definition.meaning in (Meaning.CLIENTS, Meaning.POSTS):
            continue  # one person may come in each quarter, posts are not added up
        if one.value is not None and one.parts is not None and one.value != one.parts:
            words = {
                "name": one.definition.name,
                "parts": written_decimal(one.parts),
                "value": written_decimal(one.value),
            }
            yield one.definition, _("%(name)s: kratší období dávají dohromady %(parts)s, tady je %(value)s.") % words


def _gone(facts: Facts) -> Found:
    for one in facts.reported:
        if one.last_time and not one.value and not one.is_zero_confirmed:
            words = {"name": one.definition.name, "before": written_decimal(one.last_time)}
            yield one.definition, _("%(name)s: minule %(before)s, teď nic. Opravdu?") % words


def _all_round(facts: Facts) -> Found:
    values = [one.value for one in facts.reported if one.value and one.definition.meaning not in NOT_COMPARED]
    if len(values) >= FEWEST_ROUND and all(value % 10 == 0 for value in values):
        yield None, _("Všechna čísla jsou zaokrouhlená na desítky. Jsou spočítaná, nebo odhadnutá?")


def _refused_with_places(facts: Facts) -> Found:
    refused = facts.of(Meaning.REFUSED)
    if refused is not None and refused.value and facts.free_places:
        words = {"refused": written_decimal(refused.value), "places": facts.free_places}
        yield (
            refused.definition,
            _("Odmítnutých je %(refused)s, a v katalogu hlásíte volná místa (%(places)d). Proč?") % words,
        )


def _fewer_than_referred(facts: Facts) -> Found:
    new = facts.of(Meaning.NEW_CLIENTS)
    if new is not None and new.value is not None and facts.accepted > new.value:
        words = {"accepted": facts.accepted, "new": written_decimal(new.value)}
        yield (
            new.definition,
            _("Z pultu jste přijali lidí: %(accepted)d, nových jich ale vykazujete jen %(new)s.") % words,
        )


def _other_version(facts: Facts) -> Found:
    if facts.other_versions:
        first, *more = facts.other_versions
        said = _("Podobné služby vykazují stejné dny podle jiného manuálu: %(version)s.")
        if more:
            said = _("Podobné služby vykazují stejné dny podle jiných manuálů: %(version)s a další.")
        yield None, said % {"version": first}


def _unusual(facts: Facts) -> Found:
    """Outside the soft limits of the definition; a confirmed zero has been thought of already."""
    for one in facts.reported:
        least, most = one.definition.usual_from, one.definition.usual_to
        if one.value is None or one.is_zero_confirmed:
            continue
        words = {"name": one.definition.name, "value": written_decimal(one.value)}
        if least is not None and one.value < least:
            words["least"] = written_decimal(least)
            yield one.definition, _("%(name)s: %(value)s, podle manuálu obvykle nejméně %(least)s. Čím to je?") % words
        if most is not None and one.value > most:
            words["most"] = written_decimal(most)
            yield one.definition, _("%(name)s: %(value)s, podle manuálu obvykle nejvýš %(most)s. Čím to je?") % words
