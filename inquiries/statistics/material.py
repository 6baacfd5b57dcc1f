"""What every table of a report is made of, read once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from urllib.parse import quote_plus, urlencode

from django.db import models

from inquiries.models import CountingRule, PurgeRun
from inquiries.statistics.codes import Codes, codes_of
from inquiries.statistics.dimensions import Dimension
from inquiries.statistics.names import Names
from inquiries.statistics.periods import Period
from inquiries.statistics.reading import Counts, read_counts, read_months
from inquiries.statistics.tables import Row, Table, rows_of

Coded = type[models.TextChoices] | type[models.IntegerChoices]
COUNTED = "pocitane"
"""What `stav` of the list says for all that statistics count."""
UNKNOWN = "nezjisteno"
"""What filters of the lists say for what nobody wrote down."""


@dataclass(frozen=True)
class Links:
    """Addresses of the records behind a number: the lists of inquiries, of referrals, of unmet needs and of follow-ups of the
    period, narrowed. '' where there is no list."""

    period: Period
    address: str = ""
    referral_address: str = ""
    unmet_address: str = ""
    follow_up_address: str = ""

    def __call__(self, **filters: str) -> str:
        if not self.address or any(value == "" for value in filters.values()):
            return ""
        return f"{self.address}?{self._days}&stav={COUNTED}{_further(filters)}"

    def referrals(self, **filters: str) -> str:
        if not self.referral_address:
            return ""
        return f"{self.referral_address}?{self._days}&ukaz=statistika{_further(filters)}"

    def unmet(self, **filters: str) -> str:
        if not self.unmet_address or any(value == "" for value in filters.values()):
            return ""
        return f"{self.unmet_address}?{self._days}{_further(filters)}"

    def follow_ups(self, **filters: str) -> str:
        if not self.follow_up_address:
            return ""
        return f"{self.follow_up_address}?{self._days}{_further(filters)}"

    def of(self, compared: Period) -> Callable[[str], str]:
        """What makes of a link one to the same records of another period; '' stays '', a number that leads nowhere."""
        then = replace(self, period=compared)._days
        return lambda link: link.replace(self._days, then, 1)

    @cached_property
    def _days(self) -> str:
        """Written once: a report of a year has fifteen hundred links."""
        return urlencode({"od": self.period.first.isoformat(), "do": self.period.last.isoformat()})


def _further(filters: dict[str, str]) -> str:
    """More of an address. Values are a few hundred codes that come again and again, names are ours: quoting each anew is slow."""
    return "".join(f"&{name}={_quoted(value)}" for name, value in filters.items())


_quoted = lru_cache(maxsize=4096)(quote_plus)


@dataclass(frozen=True)
class Material:
    """`today` parts overdue follow-ups from those still to come; `rules` are all there are, of any time."""

    now: Counts
    before: Counts
    months: list[tuple[date, int]]
    names: Names
    rules: list[CountingRule]
    links: Links
    today: date
    codes: tuple[Codes, Codes]
    last_purge: PurgeRun | None

    def table(
        self,
        dimension: Dimension,
        *,
        code: str,
        title: str,
        head: str,
        name: Callable[[str], str],
        link: Callable[[str], str] = lambda key: "",
        by_sub: bool = False,
        order: Sequence[str] | None = None,
        lead: str = "",
        look: str = "share",
        is_whole: bool = True,
    ) -> Table:
        """The usual table: one row a key (or a sub) of one dimension, compared with the period before."""
        now, before = (
            counts.subs(dimension) if by_sub else counts.keys(dimension) for counts in (self.now, self.before)
        )
        places = {key: place for place, key in enumerate(order)} if order else None
        rows = rows_of(now, before, name, link, order=places)
        total = self.total() if is_whole else None
        return Table(code, title, head, rows, lead=lead, look=look, total=total, is_whole=is_whole)

    def coded(
        self,
        dimension: Dimension,
        choices: Coded,
        *,
        code: str,
        title: str,
        head: str,
        unknown: str = "",
        asks: str = "",
        is_ordered: bool = False,
        by_sub: bool = False,
        lead: str = "",
    ) -> Table:
        """A table of a coded fact. `asks`: the field of the list of inquiries that finds a row's records."""
        return self.table(
            dimension,
            code=code,
            title=title,
            head=head,
            lead=lead,
            name=labels(choices, unknown),
            link=(lambda key: self.links(**{asks: key or UNKNOWN})) if asks else (lambda key: ""),
            order=values(choices) if is_ordered else None,
            by_sub=by_sub,
        )

    def total(self) -> Row:
        return Row("", self.now.total(), self.before.total(), self.links())


def read_material(period: Period, compared: Period, *, offices: list[int], links: Links, today: date) -> Material:
    """Five to seven queries. The tallies must be fresh."""
    rules = list(CountingRule.objects.all())
    cuts = [today]
    for rule in rules:
        cuts += [rule.valid_from, *([rule.valid_until + timedelta(days=1)] if rule.valid_until else [])]
    now, before = read_counts(period, compared, offices=offices, cut_at=cuts)
    months = read_months(period, offices=offices)
    codes_now, codes_before = codes_of((now, before), offices=offices)
    last_purge = PurgeRun.objects.filter(is_committed=True, finished_at__isnull=False).first()
    names = Names((now, before))
    return Material(now, before, months, names, rules, links, today, (codes_now, codes_before), last_purge)


def labels(choices: Coded, unknown: str) -> Callable[[str], str]:
    """Names of coded values; `unknown` for ''."""
    known = {str(value): str(label) for value, label in choices.choices}
    return lambda key: known.get(key, key) if key else unknown


def values(choices: Coded) -> list[str]:
    return [str(value) for value in choices.values]


def grouped(counter: Counter[str], group_of: Callable[[str], str]) -> Counter[str]:
    """Numbers of finer keys added up to coarser ones."""
    sums: Counter[str] = Counter()
    for key, number in counter.items():
        sums[group_of(key)] += number
    return sums
