"""A new service, or a new place of one: proposed with all its facts, made and public only once somebody of the city accepts.

The facts lie in the proposal as texts of `catalogue.proposable`; those of a new service's first place begin with `place.`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue import indexing
from catalogue.decided import tell_of
from catalogue.models import (
    FOUNDING,
    ChangeProposal,
    Facility,
    FieldState,
    Organisation,
    Place,
    ProposalSource,
    ProposalState,
    ProposalTopic,
    RecordType,
    Service,
    ServiceForm,
    ServiceKind,
)
from catalogue.proposable import ADDRESS_FACTS, FACTS, FOUNDED_WITH, YES, Fact, facts_of, write
from catalogue.proposing import DecisionRefused
from catalogue.relocating import relocate
from sociopoint.models import User
from sociopoint.permissions import can_approve_changes

OF_PLACE = "place."
DOUBLE_CLICK = timedelta(minutes=1)
Facts = Mapping[str, str]
"""Name of a fact -> its text."""


@transaction.atomic
def propose_place(
    service: Service, place: Facts, *, by: User, source: ProposalSource, text: str = ""
) -> ChangeProposal:
    """Whoever calls has asked whether `by` may speak for the service, here and below."""
    facts = _to_be_kept(place)
    return _proposed(facts, by, service=service, topic=ProposalTopic.NEW_PLACE, source=source, text=text)


@transaction.atomic
def propose_service(
    organisation: Organisation, service: Facts, place: Facts, *, by: User, source: ProposalSource, text: str = ""
) -> ChangeProposal:
    """`place`: where it begins; empty where it has no place, such as a phone line."""
    facts = {**service, **{f"{OF_PLACE}{name}": value for name, value in _to_be_kept(place).items()}}
    return _proposed(facts, by, organisation=organisation, topic=ProposalTopic.NEW_SERVICE, source=source, text=text)


@transaction.atomic
def found(proposal: ChangeProposal, *, by: User) -> Service | Facility:
    """Make the record through the checks of any correction. Raises DecisionRefused with a sentence, and nothing is made."""
    kept = _held(proposal, by)
    texts = dict(kept.fields.values_list("field", "after"))
    try:
        if kept.topic == ProposalTopic.NEW_PLACE and kept.service is not None:
            if kept.service.valid_until is not None and kept.service.valid_until < timezone.localdate():
                raise DecisionRefused(_("Služba mezitím skončila. Návrh odmítněte a napište proč."))
            made: Service | Facility = _make_place(kept.service, texts)
        elif kept.organisation is not None:
            made = _make_service(kept.organisation, texts)
        else:
            raise DecisionRefused(_("Tenhle návrh nic nezakládá."))
    except ValidationError as error:
        raise DecisionRefused(" ".join(error.messages)) from None
    indexing.refresh([made.service_id if isinstance(made, Facility) else made.pk])
    _close(kept, ProposalState.ACCEPTED, by=by)
    return made


@transaction.atomic
def turn_down(proposal: ChangeProposal, *, by: User, reason: str) -> None:
    """Nothing is made; the partner reads why."""
    kept = _held(proposal, by)
    if not reason.strip():
        raise DecisionRefused(_("Napište, proč návrh odmítáte."))
    _close(kept, ProposalState.REFUSED, by=by, reason=reason.strip())


def fact_named(proposal: ChangeProposal, field: str) -> Fact | None:
    """The fact a row of the proposal tells; None for one that is no more."""
    about_place = proposal.topic == ProposalTopic.NEW_PLACE or field.startswith(OF_PLACE)
    target = Facility if about_place else Service
    return (FOUNDED_WITH[target] | FACTS[target]).get(field.removeprefix(OF_PLACE))


def _to_be_kept(place: Facts) -> Facts:
    """Of a place whose address is secret nothing that says where it is, so that no proposal, story or letter can tell."""
    if place.get("is_secret") != YES:
        return place
    return {name: text for name, text in place.items() if name not in (*ADDRESS_FACTS, "place")}


def _proposed(facts: Facts, by: User, **about: Any) -> ChangeProposal:
    """The same twice at once is one proposal (a double click), decided or not."""
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    said = {name: text for name, text in facts.items() if text}
    just_now = ChangeProposal.objects.filter(proposed_by=by, proposed_at__gte=timezone.now() - DOUBLE_CLICK, **about)
    for one in just_now.prefetch_related("fields"):
        if {row.field: row.after for row in one.fields.all()} == said:
            return one
    made = ChangeProposal.objects.create(proposed_by=by, **about)
    for name, text in said.items():
        made.fields.create(field=name, after=text)
    return made


def _held(proposal: ChangeProposal, by: User) -> ChangeProposal:
    if not can_approve_changes(by):
        raise PermissionDenied
    rows = ChangeProposal.objects.select_for_update(of=("self",)).select_related("service", "organisation")
    kept = rows.get(pk=proposal.pk)
    if kept.state != ProposalState.NEW or kept.topic not in FOUNDING:
        raise DecisionRefused(_("O návrhu už někdo rozhodl."))
    return kept


def _close(proposal: ChangeProposal, state: ProposalState, *, by: User, reason: str = "") -> None:
    now, of_facts = timezone.now(), FieldState.REFUSED if state == ProposalState.REFUSED else FieldState.ACCEPTED
    proposal.fields.update(state=of_facts, reason=reason, decided_by=by, decided_at=now)
    proposal.state, proposal.reason, proposal.decided_by, proposal.decided_at = state, reason, by, now
    proposal.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    tell_of(proposal)


def _make_service(organisation: Organisation, texts: Facts) -> Service:
    kind = ServiceKind.objects.filter(code=texts.get("kind", "")).first()
    if kind is None:
        raise DecisionRefused(_("Takový druh služby už v katalogu není. Návrh odmítněte a napište proč."))
    service = Service.objects.create(
        organisation=organisation,
        kind=kind,
        name=texts.get("name", ""),
        record_type=RecordType.REGISTERED if kind.section else RecordType.RELATED,
    )
    for form in texts.get("forms", "").splitlines():
        ServiceForm.objects.create(service=service, form=form)
    write(service, [(fact, texts[name]) for name, fact in FACTS[Service].items() if name in texts])
    place = {name.removeprefix(OF_PLACE): text for name, text in texts.items() if name.startswith(OF_PLACE)}
    if place:
        _make_place(service, place)
    return service


def _make_place(service: Service, texts: Facts) -> Facility:
    is_secret = texts.get("is_secret") == YES
    town = None if is_secret else Place.objects.filter(pk=int(texts.get("place") or 0)).first()
    if town is None and not is_secret:
        raise DecisionRefused(_("Obec z návrhu už v seznamu míst není. Návrh odmítněte a napište proč."))
    order = service.facilities.count()
    facility = Facility.objects.create(service=service, place=town, is_secret=is_secret, order=order)
    write(facility, [(fact, texts[name]) for name, fact in facts_of(facility).items() if name in texts])
    relocate(facility)
    return facility
