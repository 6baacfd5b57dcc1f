"""Proposals to correct a service: making them, and deciding about them."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.decided import tell_of
from catalogue.models import ChangeProposal, Organisation, ProposalSource, ProposalState, ProposalTopic, Service
from sociopoint.models import User


class DecisionRefused(Exception):
    """The text is a sentence for the person who decides."""


def propose(
    about: Service | Organisation,
    *,
    topic: ProposalTopic,
    source: ProposalSource,
    text: str = "",
    cause: str = "",
    by: User | None = None,
) -> ChangeProposal:
    """A proposal in the queue. With a `cause`, one open proposal of it for a record: the first stays."""
    owner = {"service": about} if isinstance(about, Service) else {"organisation": about}
    facts = {"topic": topic, "source": source, "text": text.strip(), "proposed_by": by}
    if not cause:
        return ChangeProposal.objects.create(**owner, **facts)
    proposal, _is_new = ChangeProposal.objects.get_or_create(
        **owner, cause=cause, state=ProposalState.NEW, defaults=facts
    )
    return proposal


def accept(proposal: ChangeProposal, *, by: User, note: str = "") -> None:
    """The administrator corrected the record, or found it right after a correction elsewhere."""
    _decide(proposal, ProposalState.ACCEPTED, by, note)


def refuse(proposal: ChangeProposal, *, by: User, reason: str) -> None:
    """The record is right as it is; raises DecisionRefused without a reason."""
    if not reason.strip():
        raise DecisionRefused(_("Napište, proč návrh odmítáte."))
    _decide(proposal, ProposalState.REFUSED, by, reason)


@transaction.atomic
def _decide(proposal: ChangeProposal, state: ProposalState, by: User, reason: str) -> None:
    current = ChangeProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if current.state != ProposalState.NEW:
        raise DecisionRefused(_("O návrhu už někdo rozhodl."))
    current.state, current.reason = state, reason.strip()
    current.decided_by, current.decided_at = by, timezone.now()
    current.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    tell_of(current)
