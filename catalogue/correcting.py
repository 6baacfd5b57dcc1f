"""Corrections fact by fact: a partner proposes, a coordinator decides; what is accepted is an editor's own correction.

The last approved version stays public until then. An accepted fact differs from what the register said last, so its import
keeps it, as it keeps every correction by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue import indexing
from catalogue.decided import tell_of
from catalogue.hiding import hide, show_again
from catalogue.models import (
    ChangeProposal,
    Facility,
    FieldState,
    Organisation,
    ProposalSource,
    ProposalState,
    ProposalTopic,
    ProposedField,
    Service,
)
from catalogue.proposable import ADDRESS_FACTS, SECRECY, YES, Fact, facts_of, read, write
from catalogue.proposing import DecisionRefused
from catalogue.relocating import relocate
from sociopoint.models import User
from sociopoint.permissions import can_approve_changes


@dataclass(frozen=True)
class Change:
    """A fact of the service or organisation itself, or of one of its places, as it should be."""

    facility: Facility | None
    fact: Fact
    after: str


@dataclass(frozen=True)
class Verdict:
    """What was decided about one proposed fact."""

    field: int
    is_accepted: bool
    reason: str = ""


@transaction.atomic
def propose_correction(
    about: Service | Organisation, changes: Iterable[Change], *, by: User, source: ProposalSource, text: str = ""
) -> ChangeProposal | None:
    """The open correction of the record with these facts waiting in it; None when nothing differs from what is public.

    A fact proposed before is replaced, one put back to what is public is withdrawn. That an address is secret holds at once,
    and nothing of the address is kept. Whoever calls has asked whether `by` may speak for the record.
    """
    type(about).objects.select_for_update().get(pk=about.pk)
    owner = {"service": about} if isinstance(about, Service) else {"organisation": about}
    proposal = ChangeProposal.objects.filter(**owner, state=ProposalState.NEW, topic=ProposalTopic.CORRECTION).first()
    changes, hidden = _without_hidden_addresses(changes)
    for change in changes:
        before = read(change.facility or about, change.fact)
        if proposal is not None:
            waiting = proposal.fields.filter(state=FieldState.WAITING, field=change.fact.name)
            waiting.filter(facility=change.facility).delete()
        if before == change.after:
            continue
        proposal = proposal or ChangeProposal.objects.create(
            **owner, topic=ProposalTopic.CORRECTION, source=source, proposed_by=by
        )
        proposal.fields.create(
            facility=change.facility,
            field=change.fact.name,
            before=before,
            after=change.after,
            state=FieldState.WAITING,
        )
    if proposal is None:
        return None
    if not proposal.fields.exists():
        proposal.delete()
        return None
    proposal.proposed_by, proposal.proposed_at = by, timezone.now()
    proposal.text = text or proposal.text
    proposal.save(update_fields=["proposed_by", "proposed_at", "text"])
    _close_if_decided(proposal, by)
    for place in hidden:
        hide(place)
    return proposal


@transaction.atomic
def decide(proposal: ChangeProposal, verdicts: Iterable[Verdict], *, by: User) -> ChangeProposal:
    """Accept or refuse some of the facts; the rest goes on waiting. Raises DecisionRefused with a sentence."""
    if not can_approve_changes(by):
        raise PermissionDenied
    kept = ChangeProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if kept.state != ProposalState.NEW:
        raise DecisionRefused(_("O návrhu už někdo rozhodl."))
    about = kept.about
    rows = {row.pk: row for row in kept.fields.select_for_update(of=("self",)).filter(state=FieldState.WAITING)}
    accepted = []
    for verdict in verdicts:
        row = rows.get(verdict.field)
        if row is None:
            raise DecisionRefused(_("O některém údaji mezitím někdo rozhodl. Podívejte se na návrh znovu."))
        if not verdict.is_accepted and not verdict.reason.strip():
            raise DecisionRefused(_("Napište, proč údaj odmítáte."))
        row.state = FieldState.ACCEPTED if verdict.is_accepted else FieldState.REFUSED
        row.reason = "" if verdict.is_accepted else verdict.reason.strip()
        row.decided_by, row.decided_at = by, timezone.now()
        row.save(update_fields=["state", "reason", "decided_by", "decided_at"])
        accepted += [row] if verdict.is_accepted else []
        if row.field == SECRECY.name and row.facility is not None and not verdict.is_accepted:
            show_again(row.facility)
    _apply(about, accepted)
    _refresh(about)
    _close_if_decided(kept, by)
    tell_of(kept)
    return kept


@transaction.atomic
def apply_at_once(about: Service | Organisation, changes: Iterable[Change], *, by: User) -> ChangeProposal | None:
    """An editor's own correction, kept in the story of the record; what partners proposed goes on waiting.

    None when nothing differs. Raises DecisionRefused with a sentence.
    """
    if not can_approve_changes(by):
        raise PermissionDenied
    type(about).objects.select_for_update().get(pk=about.pk)
    changes, hidden = _without_hidden_addresses(changes)
    stands = [(change, read(change.facility or about, change.fact)) for change in changes]
    differing = [(change, before) for change, before in stands if before != change.after]
    if not differing:
        return None
    owner = {"service": about} if isinstance(about, Service) else {"organisation": about}
    decided = {"decided_by": by, "decided_at": timezone.now()}
    proposal = ChangeProposal.objects.create(
        **owner,
        topic=ProposalTopic.CORRECTION,
        source=ProposalSource.DESK,
        proposed_by=by,
        state=ProposalState.ACCEPTED,
        **decided,
    )
    rows = [
        proposal.fields.create(
            facility=change.facility,
            field=change.fact.name,
            before=before,
            after=change.after,
            state=FieldState.ACCEPTED,
            **decided,
        )
        for change, before in differing
    ]
    for place in hidden:
        hide(place)
    _apply(about, rows)
    _refresh(about)
    return proposal


def _without_hidden_addresses(changes: Iterable[Change]) -> tuple[list[Change], list[Facility]]:
    """What may be kept of the changes, and the public places that become secret by them."""
    kept = list(changes)
    hidden = [one.facility for one in kept if one.fact == SECRECY and one.after == YES and one.facility is not None]
    numbers = {place.pk for place in hidden}
    return [
        one
        for one in kept
        if one.facility is None or one.facility.pk not in numbers or one.fact.name not in ADDRESS_FACTS
    ], hidden


def now_of(row: ProposedField, about: Service | Organisation, facility: Facility | None) -> str:
    """How the fact stands at this moment, which may differ from when it was proposed."""
    target = facility or about
    return read(target, facts_of(target)[row.field])


def _apply(about: Service | Organisation, rows: Sequence[ProposedField]) -> None:
    facilities = _places(about, rows)
    for number in dict.fromkeys(row.facility_id for row in rows):
        target = facilities[number] if number else about
        mine = [row for row in rows if row.facility_id == number and row.field != SECRECY.name]
        facts = facts_of(target)
        if any(row.field not in facts for row in mine):
            raise DecisionRefused(_("Adresa tohoto místa se mezitím začala tajit. Tenhle údaj odmítněte."))
        try:
            write(target, [(facts[row.field], row.after) for row in mine])
        except ValidationError as error:
            raise DecisionRefused(" ".join(error.messages)) from None
        if isinstance(target, Facility) and any(row.field in ADDRESS_FACTS[:2] for row in mine):
            relocate(target)


def _places(about: Service | Organisation, rows: Sequence[ProposedField]) -> dict[int, Facility]:
    numbers = {row.facility_id for row in rows if row.facility_id}
    if not numbers or not isinstance(about, Service):
        return {}
    places = about.facilities.select_for_update(of=("self",)).select_related("place")
    return {place.pk: place for place in places.filter(pk__in=numbers)}


def _refresh(about: Service | Organisation) -> None:
    """The search follows in the same transaction."""
    if isinstance(about, Service):
        indexing.refresh([about.pk])
    else:
        indexing.refresh_organisation(about.pk)


def _close_if_decided(proposal: ChangeProposal, by: User) -> None:
    """With the last fact decided the whole proposal is: accepted when anything of it was."""
    states = list(proposal.fields.values_list("state", "reason"))
    if any(state == FieldState.WAITING for state, _reason in states):
        return
    refused = [reason for state, reason in states if state == FieldState.REFUSED]
    proposal.state = ProposalState.REFUSED if len(refused) == len(states) else ProposalState.ACCEPTED
    proposal.reason = "; ".join(dict.fromkeys(refused))[:300]
    proposal.decided_by, proposal.decided_at = by, timezone.now()
    proposal.save(update_fields=["state", "reason", "decided_by", "decided_at"])
