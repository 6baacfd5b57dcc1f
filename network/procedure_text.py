"""A version of a procedure in words: what every form of it (text, checklist, diagram, paper) is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.models import DueFrom, DueUnit, ProcedureStep
from sociopoint.typography import typeset

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class TextStep:
    """`label`: `3`, in a branch `3a`. `when` opens a branch; facts are (term, value) of what somebody wrote."""

    pk: int
    label: str
    parent: str
    when: str
    who: str
    what: str
    due: str
    facts: list[tuple[str, str]]

    @property
    def title(self) -> str:
        """`Sociální pracovnice: zjistí, kde bude člověk dnes spát`."""
        return f"{self.who}: {self.what}"


def text_of(steps: Iterable[ProcedureStep]) -> list[TextStep]:
    """In the order people read: a step, then its branches. No query when organisations came with the steps."""
    rows = sorted(steps, key=lambda step: step.order)
    under: dict[int | None, list[ProcedureStep]] = {}
    for step in rows:
        under.setdefault(step.parent_id, []).append(step)
    return list(_numbered(under, None, ""))


def _numbered(under: dict[int | None, list[ProcedureStep]], parent: int | None, before: str) -> Iterator[TextStep]:
    for place, step in enumerate(under.get(parent, [])):
        label = f"{before}{LETTERS[place % len(LETTERS)]}" if before else str(place + 1)
        yield TextStep(
            pk=step.pk,
            label=label,
            parent=before,
            when=typeset(step.when),
            who=typeset(step.who),
            what=typeset(step.what),
            due=typeset(due_text(step)),
            facts=[(term, typeset(value)) for term, value in _facts(step) if value],
        )
        yield from _numbered(under, step.pk, label)


def _facts(step: ProcedureStep) -> list[tuple[str, str]]:
    return [
        (_("Za jakých podmínek"), step.conditions),
        (_("Co z toho vzejde"), step.output),
        (_("Komu to předá"), step.hands_to),
        (_("Když to nejde"), step.if_not),
        (_("Podle čeho"), step.legal_basis),
    ]


def due_text(step: ProcedureStep) -> str:
    """`do 3 pracovních dnů od začátku`, `ihned`, '' where nobody set it."""
    if step.due_unit == DueUnit.AT_ONCE:
        return _("ihned")
    if step.due is None:
        return ""
    length = _length(DueUnit(step.due_unit), step.due)
    return _("%(length)s od začátku") % {"length": length} if step.due_from == DueFrom.TRIGGER else length


def _length(unit: DueUnit, n: int) -> str:
    words = {
        DueUnit.MINUTES: ngettext("do %(n)d minuty", "do %(n)d minut", n),
        DueUnit.HOURS: ngettext("do %(n)d hodiny", "do %(n)d hodin", n),
        DueUnit.WORKING_DAYS: ngettext("do %(n)d pracovního dne", "do %(n)d pracovních dnů", n),
        DueUnit.DAYS: ngettext("do %(n)d dne", "do %(n)d dnů", n),
        DueUnit.WEEKS: ngettext("do %(n)d týdne", "do %(n)d týdnů", n),
    }
    return words[unit] % {"n": n}
