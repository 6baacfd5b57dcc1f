"""What was proposed is decided by the catalogue's own rules; whoever proposed it learns of it by a letter."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from catalogue import correcting, founding, proposing
from catalogue.correcting import Verdict
from catalogue.models import ChangeProposal
from network.answer_mail import tell_decided
from sociopoint.models import User


@transaction.atomic
def decide(proposal: ChangeProposal, verdicts: Iterable[Verdict], *, by: User) -> None:
    """Fact by fact; the letter leaves with the last one. Raises DecisionRefused."""
    tell_decided(correcting.decide(proposal, verdicts, by=by))


@transaction.atomic
def put_right(proposal: ChangeProposal, *, by: User, note: str) -> None:
    """Raises DecisionRefused."""
    proposing.accept(proposal, by=by, note=note)
    proposal.refresh_from_db()
    tell_decided(proposal)


@transaction.atomic
def found(proposal: ChangeProposal, *, by: User) -> None:
    """The new service or place is made. Raises DecisionRefused."""
    founding.found(proposal, by=by)
    proposal.refresh_from_db()
    tell_decided(proposal)


@transaction.atomic
def turn_down(proposal: ChangeProposal, *, by: User, reason: str) -> None:
    """Raises DecisionRefused."""
    refuse = founding.turn_down if proposal.is_founding else proposing.refuse
    refuse(proposal, by=by, reason=reason)
    proposal.refresh_from_db()
    tell_decided(proposal)
