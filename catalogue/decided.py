"""Who hears that a proposal was decided: apps above the catalogue, which it does not know."""

from __future__ import annotations

from collections.abc import Callable

from catalogue.models import ChangeProposal

Listener = Callable[[ChangeProposal], None]
_listeners: list[Listener] = []


def on_decision(listener: Listener) -> None:
    """`listener` is called in the transaction of each decision, also of one that leaves some facts waiting."""
    _listeners.append(listener)


def tell_of(proposal: ChangeProposal) -> None:
    for listener in _listeners:
        listener(proposal)
