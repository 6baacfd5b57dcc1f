"""What a partner sees of their own organisation: its services, what waits for a decision, what others said is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from catalogue.models import (
    WITH_FACTS,
    ChangeProposal,
    Closure,
    FieldState,
    Organisation,
    ProposalSource,
    ProposalState,
    ProposalTopic,
    ProposedField,
    Service,
)
from catalogue.proposable import CODE_LISTS, Fact, Target, facts_of, read, shown
from network.belonging import organisations_of
from network.permissions import is_partner
from sociopoint.permissions import can_approve_changes

if TYPE_CHECKING:
    from sociopoint.models import User

    Proposals = QuerySet[ChangeProposal]

SHOWN_PROPOSALS = 20


def proposals_visible_to(user: User) -> Proposals:
    """Whoever decides sees all; a partner the corrections of their own organisations, never another's."""
    rows = ChangeProposal.objects.select_related("service__organisation", "organisation", "proposed_by", "decided_by")
    if can_approve_changes(user):
        return rows
    if not is_partner(user):
        return rows.none()
    own = organisations_of(user).values("pk")
    return rows.filter(Q(organisation__in=own) | Q(service__organisation__in=own), source=ProposalSource.PARTNER)


def services_of(organisation: Organisation) -> list[Service]:
    """Those still given, with what was said of them lately. Two queries."""
    closures = Prefetch("closures", Closure.objects.not_over().select_related("facility"))
    offered = Service.objects.offered().filter(organisation=organisation)
    return list(offered.select_related("kind").prefetch_related(closures))


def proposals_of(organisation: Organisation) -> list[ChangeProposal]:
    """Corrections by partners, those waiting first, then the latest decided. Two queries."""
    rows = ChangeProposal.objects.filter(
        Q(organisation=organisation) | Q(service__organisation=organisation), source=ProposalSource.PARTNER
    )
    fields = Prefetch("fields", ProposedField.objects.select_related("facility"))
    related = rows.select_related("service", "organisation").prefetch_related(fields)
    return sorted(related.order_by("-pk")[:SHOWN_PROPOSALS], key=lambda one: one.state != ProposalState.NEW)


def reports_of(organisation: Organisation) -> list[ChangeProposal]:
    """What somebody says is wrong and nobody decided yet; only the topic is a provider's to see. One query."""
    rows = ChangeProposal.objects.filter(service__organisation=organisation, state=ProposalState.NEW)
    return list(rows.exclude(topic__in=WITH_FACTS).select_related("service").order_by("-pk")[:SHOWN_PROPOSALS])


def waiting_in(about: Service | Organisation) -> dict[tuple[int | None, str], str]:
    """What is proposed of a record and not decided: (place or None, fact) -> text. One query."""
    owner = {"proposal__service": about} if isinstance(about, Service) else {"proposal__organisation": about}
    rows = ProposedField.objects.filter(**owner, state=FieldState.WAITING, proposal__state=ProposalState.NEW)
    rows = rows.filter(proposal__topic=ProposalTopic.CORRECTION)
    return {(place, field): after for place, field, after in rows.values_list("facility", "field", "after")}


@dataclass(frozen=True)
class RecordInWords:
    """What the public reads of one service, or of the organisation itself: a term and its text."""

    heading: str
    rows: list[tuple[str, str]]


def record_in_words(organisation: Organisation) -> list[RecordInWords]:
    """Everything somebody may be asked whether it holds. A handful of queries, whatever the number of services."""
    services = Service.objects.offered().filter(organisation=organisation)
    related = services.prefetch_related("contacts", "further_kinds", "target_groups", "facilities").order_by("name")
    told = [RecordInWords(organisation.name, _rows(organisation))]
    for service in related:
        rows = _rows(service)
        for facility in service.facilities.all():
            if facility.provided_until is None or facility.provided_until >= timezone.localdate():
                rows += [(f"{term} ({facility})", text) for term, text in _rows(facility)]
        told.append(RecordInWords(service.name, rows))
    return told


def _rows(target: Target) -> list[tuple[str, str]]:
    """Facts with something in them; the name is the heading."""
    facts = [fact for fact in facts_of(target).values() if fact.name != "name"]
    return [(str(fact.label), text) for fact in facts if (text := _in_words(target, fact))]


def _in_words(target: Target, fact: Fact) -> str:
    """Rows of a code list by their own names: looked up by its codes, each list would cost a query."""
    if fact.shape in CODE_LISTS:
        return "\n".join(row.name for row in getattr(target, fact.name).all())
    text = read(target, fact)
    return shown(fact, text) if text else ""
