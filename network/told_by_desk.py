"""The few things the network asks of the desk, which lies above it: the desk tells how, once, when the program starts."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from catalogue.models import Organisation


@dataclass(frozen=True)
class OwedAnswer:
    """A person the desk sent to an organisation, which has not answered yet. Nothing about the person: the link to what it is
    about, and with it the right to answer, is in the mailbox `email` alone."""

    organisation: int
    target: str
    respond_by: date
    email: str


@dataclass
class ToldByDesk:
    """Filled in by `inquiries.apps`. Each question costs one query."""

    risk_flags: Callable[[], list[tuple[str, str]]] = list
    """(code, name) of dangers a worker may mark."""
    accepted_referrals: Callable[[Collection[int], date, date], dict[int, int]] = lambda services, first, last: {}
    """How many of the people the desk referred in those days each service accepted."""
    owed_answers: Callable[[QuerySet[Organisation]], list[OwedAnswer]] = lambda organisations: []
    """What these organisations owe, the soonest first."""
    carry_over: Callable[[int, int], None] = lambda double, kept: None
    """What the desk knows of a double goes on with the service that stays; a handful of queries."""


told_by_desk = ToldByDesk()
