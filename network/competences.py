"""What happens to a competence: written by a coordinator, proposed by a partner or the desk, decided, confirmed, ended.

What is in force never changes under anybody's hands: a change is a row of its own that replaces the earlier one, which stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from network.answer_mail import tell_competence_decided
from network.belonging import organisations_of
from network.models import Competence, CompetenceState
from network.models.competences import COPIED, COPIED_LISTS, CompetenceQuerySet
from network.permissions import is_partner
from sociopoint.permissions import can_edit_network, can_see_whole_network

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sociopoint.models import User


class CompetenceRefused(Exception):
    """Somebody was faster; carries a sentence for the person."""


def seen_by(user: User | AnonymousUser) -> CompetenceQuerySet:
    """What holds is for all of the network; what is only proposed, or was refused, for its own people and the city."""
    rows = Competence.objects.select_related("organisation", "situation")
    if can_see_whole_network(user):
        return rows
    return rows.filter(Q(state=CompetenceState.APPROVED) | Q(organisation__in=organisations_of(user)))


def may_propose(user: User | AnonymousUser, competence: Competence) -> bool:
    """The city about anybody, a partner about their own organisation. One query for a partner."""
    if can_see_whole_network(user):
        return True
    if competence.organisation_id is None or not is_partner(user):
        return False
    return organisations_of(user).filter(pk=competence.organisation_id).exists()


def what_holds_by_now(competence: Competence) -> Competence:
    """Itself, or what somebody has put in its place since: a change of it is then a change of that."""
    while competence.state == CompetenceState.REPLACED:
        in_force_since = (CompetenceState.APPROVED, CompetenceState.REPLACED)
        after = competence.later.filter(state__in=in_force_since).order_by("pk").last()
        if after is None:
            break
        competence = after
    return competence


@transaction.atomic
def write(values: Mapping[str, Any], *, by: User, replaces: Competence | None = None) -> Competence:
    """In force at once when a coordinator writes it, else a proposal. Raises CompetenceRefused when it changed
    meanwhile, ValidationError when it breaks a rule of the table."""
    before = _locked(replaces.pk) if replaces is not None else None
    if before is not None and before.state != CompetenceState.APPROVED:
        raise CompetenceRefused(_("Tuhle kompetenci mezitím někdo změnil. Podívejte se na ni znovu."))
    row = Competence(**{name: values[name] for name in COPIED}, replaces=before, proposed_by=by)
    decides = can_edit_network(by)
    row.state = CompetenceState.APPROVED if decides else CompetenceState.PROPOSED
    if decides:
        row.decided_by, row.decided_at = by, timezone.now()
        _retire(before)
    row.validate_constraints()
    row.save()
    for name in COPIED_LISTS:
        getattr(row, name).set(values.get(name) or [])
    return row


@transaction.atomic
def approve(competence: Competence, *, by: User) -> Competence:
    """The proposal comes into force in place of what it changes. Raises CompetenceRefused when it is decided already,
    ValidationError when the same is in force by now."""
    row = _waiting(competence, by)
    if row.replaces_id:
        before = _locked(row.replaces_id)
        if before.state != CompetenceState.APPROVED:
            raise CompetenceRefused(_("To, co návrh mění, už neplatí. Zapište kompetenci znovu."))
        _retire(before)
    row.state, row.decided_by, row.decided_at = CompetenceState.APPROVED, by, timezone.now()
    row.validate_constraints()
    row.save(update_fields=["state", "decided_by", "decided_at"])
    tell_competence_decided(row)
    return row


@transaction.atomic
def refuse(competence: Competence, *, by: User, reason: str) -> Competence:
    row = _waiting(competence, by)
    row.state, row.refusal = CompetenceState.REFUSED, reason
    row.decided_by, row.decided_at = by, timezone.now()
    row.save(update_fields=["state", "refusal", "decided_by", "decided_at"])
    tell_competence_decided(row)
    return row


@transaction.atomic
def confirm(competence: Competence, *, by: User, who: str) -> Competence:
    """Somebody of the organisation says that it still holds; `who` is their function."""
    row = _locked(competence.pk)
    if row.state != CompetenceState.APPROVED:
        raise CompetenceRefused(_("Potvrdit jde jen to, co platí."))
    row.verified_on, row.verified_by = timezone.localdate(), who
    row.save(update_fields=["verified_on", "verified_by"])
    return row


@transaction.atomic
def end(competence: Competence, *, by: User, on: date) -> Competence:
    """The last day it holds; it stays to be read. Raises PermissionDenied for anybody but a coordinator."""
    if not can_edit_network(by):
        raise PermissionDenied
    row = _locked(competence.pk)
    if row.state != CompetenceState.APPROVED:
        raise CompetenceRefused(_("Ukončit jde jen to, co platí."))
    if row.valid_from and on < row.valid_from:
        raise CompetenceRefused(_("Konec nesmí být před začátkem."))
    row.valid_until = on
    row.save(update_fields=["valid_until"])
    return row


def _waiting(competence: Competence, by: User) -> Competence:
    if not can_edit_network(by):
        raise PermissionDenied
    row = _locked(competence.pk)
    if row.state != CompetenceState.PROPOSED:
        raise CompetenceRefused(_("O návrhu už rozhodl někdo jiný."))
    return row


def _retire(before: Competence | None) -> None:
    """It held until yesterday; one that begins today or later never did."""
    if before is None:
        return
    yesterday = timezone.localdate() - timedelta(days=1)
    before.state = CompetenceState.REPLACED
    if before.valid_until is None or before.valid_until > yesterday:
        before.valid_until = max(yesterday, before.valid_from) if before.valid_from else yesterday
    before.save(update_fields=["state", "valid_until"])


def _locked(pk: int) -> Competence:
    return Competence.objects.select_for_update(of=("self",)).get(pk=pk)
