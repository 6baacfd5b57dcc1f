"""What one version says that another does not, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from network.procedure_text import TextStep

ALIKE = 0.6
"""Steps whose wording is at least so alike are taken for one that was reworded."""


@dataclass(frozen=True)
class Change:
    """`kind`: added, removed or changed; `facts`: (term, before, after) of what differs."""

    kind: str
    name: str
    title: str
    facts: list[tuple[str, str, str]]


def differences(before: Sequence[TextStep], after: Sequence[TextStep]) -> list[Change]:
    """In the order of the newer version, what is gone last."""
    pairs = _paired(before, after)
    changes = []
    for step in after:
        old = pairs.get(step.label)
        if old is None:
            changes.append(Change("added", _("Přibylo"), step.title, []))
        elif facts := _facts(old, step):
            changes.append(Change("changed", _("Změnilo se"), f"{step.label}. {step.title}", facts))
    kept = {id(step) for step in pairs.values()}
    gone = [step for step in before if id(step) not in kept]
    return changes + [Change("removed", _("Už tam není"), step.title, []) for step in gone]


def _paired(before: Sequence[TextStep], after: Sequence[TextStep]) -> dict[str, TextStep]:
    """Label of the newer step -> the older one: the same deed first, then the most alike of the rest."""
    left = list(before)
    pairs: dict[str, TextStep] = {}
    for exact in (True, False):
        for step in after:
            if step.label in pairs or not left:
                continue
            best = max(left, key=lambda old: _likeness(old, step))
            if _likeness(best, step) >= (1 if exact else ALIKE):
                pairs[step.label] = best
                left.remove(best)
    return pairs


def _likeness(one: TextStep, other: TextStep) -> float:
    return 1 if one.what == other.what else SequenceMatcher(None, one.what, other.what).ratio() * 0.999


def _facts(before: TextStep, after: TextStep) -> list[tuple[str, str, str]]:
    old, new = _all_facts(before), _all_facts(after)
    terms = dict.fromkeys([*old, *new])
    return [(term, old.get(term, ""), new.get(term, "")) for term in terms if old.get(term, "") != new.get(term, "")]


def _all_facts(step: TextStep) -> dict[str, str]:
    return {
        _("Pořadí"): step.label,
        _("Kdo"): step.who,
        _("Co"): step.what,
        _("Do kdy"): step.due,
        _("Jen když"): step.when,
        **dict(step.facts),
    }
