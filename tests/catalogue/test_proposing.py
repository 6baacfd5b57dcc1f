from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalogue.models import ChangeProposal, ProposalSource, ProposalTopic
from catalogue.proposing import DecisionRefused, accept, propose, refuse
from tests.factories import ServiceFactory, UserFactory

pytestmark = pytest.mark.django_db


def wrong_phone(service, **facts) -> ChangeProposal:
    return propose(service, topic=ProposalTopic.CONTACT, source=ProposalSource.PUBLIC, **facts)


def test_two_people_may_report_the_same_but_a_signal_waits_once():
    service = ServiceFactory()
    wrong_phone(service)
    wrong_phone(service)
    signals = [
        propose(service, topic=ProposalTopic.SILENT, source=ProposalSource.REFERRALS, cause="silent") for _ in "ab"
    ]

    assert signals[0] == signals[1]
    assert service.proposals.count() == 3


def test_a_decided_signal_may_come_again():
    service, administrator = ServiceFactory(), UserFactory(administrator=True)
    first = propose(service, topic=ProposalTopic.SILENT, source=ProposalSource.REFERRALS, cause="silent")
    accept(first, by=administrator)

    second = propose(service, topic=ProposalTopic.SILENT, source=ProposalSource.REFERRALS, cause="silent")

    assert second != first


def test_a_decision_says_who_when_and_why():
    proposal, administrator = wrong_phone(ServiceFactory()), UserFactory(administrator=True)
    with pytest.raises(DecisionRefused):
        refuse(proposal, by=administrator, reason=" ")

    refuse(proposal, by=administrator, reason="Číslo platí, ověřeno.")

    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by, proposal.reason) == ("refused", administrator, "Číslo platí, ověřeno.")
    with pytest.raises(DecisionRefused):
        accept(proposal, by=administrator)


@pytest.mark.parametrize(
    "wrong", [{"state": "accepted"}, {"decided_at": timezone.now()}, {"state": "refused", "reason": ""}]
)
def test_the_table_refuses_half_a_decision(wrong):
    proposal = wrong_phone(ServiceFactory())

    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeProposal.objects.filter(pk=proposal.pk).update(**wrong)
