"""The closing report of an import, in Czech: what was added, changed and ended, what was kept, what to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.register.findings import Findings

SHOWN = 10  # identifiers listed before only the count is given


@dataclass
class Report:
    """Counts of one import; lists hold what a line names: an identifier of a service, and what of it."""

    findings: Findings = field(default_factory=Findings)
    current: int = 0
    added: int = 0
    added_ended: int = 0
    changed: list[str] = field(default_factory=list)
    changed_fields: Counter[str] = field(default_factory=Counter)
    ended: list[str] = field(default_factory=list)
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)

    @property
    def changed_nothing(self) -> bool:
        return not (self.added or self.changed or self.ended)

    def text(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield _("Import registru sociálních služeb")
        if self.changed_nothing:
            yield _("Nic se nezměnilo.")
        yield _("Platných služeb v souboru: %(count)d") % {"count": self.current}
        yield _("Přidáno: %(count)d (z toho už ukončených %(ended)d)") % {
            "count": self.added,
            "ended": self.added_ended,
        }
        yield _("Změněno: %(listed)s") % {"listed": listed(self.changed)}
        for name, count in self.changed_fields.most_common():
            yield f"  {name}: {count}"
        yield _("Ukončeno: %(listed)s") % {"listed": listed(self.ended)}
        yield _("Beze změny: %(count)d") % {"count": self.unchanged}
        yield _("Ponecháno ručně: %(listed)s") % {"listed": listed(self.kept)}
        yield from self._warnings()

    def _warnings(self) -> Iterator[str]:
        kinds = self.findings.by_kind()
        if not kinds:
            yield _("Varování: žádné")
            return
        total = sum(about.total() for _finding, about in kinds)
        yield ngettext("Varování: %(count)d", "Varování: %(count)d", total) % {"count": total}
        for finding, about in kinds:
            named = [what if times == 1 else f"{what} ({times}×)" for what, times in about.items()]
            yield f"  {finding.title}: {listed(named, about.total())}"


def listed(names: list[str], total: int | None = None) -> str:
    """`12: a, b, c … a dalších 9`; only the number when there is nothing to name."""
    count = len(names) if total is None else total
    if not names:
        return str(count)
    shown = ", ".join(names[:SHOWN])
    rest = len(names) - SHOWN
    return f"{count}: {shown}" + (_(" … a dalších %(rest)d") % {"rest": rest} if rest > 0 else "")
