from __future__ import annotations

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from catalogue.models import ChangeProposal, Closure
from network.models import Ask, Invitation
from tests.factories import OrganisationFactory, ServiceFactory, UserFactory
from tests.network.factories import PersonFactory


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = Invitation

    person = factory.SubFactory(PersonFactory)
    email = factory.Sequence(lambda number: f"zvana-{number}@sluzba.example")
    invited_by = factory.SubFactory(UserFactory, coordinator=True)
    invited_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyAttribute(lambda invitation: invitation.invited_at + timedelta(days=7))


class AskFactory(DjangoModelFactory):
    class Meta:
        model = Ask

    organisation = factory.SubFactory(OrganisationFactory)
    email = "udaje@sluzba.example"


class ClosureFactory(DjangoModelFactory):
    class Meta:
        model = Closure

    service = factory.SubFactory(ServiceFactory)
    begins = factory.LazyFunction(timezone.localdate)
    ends = factory.LazyAttribute(lambda closure: closure.begins + timedelta(days=3))
    text = "Stěhujeme se."
    reported_by = factory.SubFactory(UserFactory)


class ProposalFactory(DjangoModelFactory):
    """A partner's correction with one fact waiting: the summary."""

    class Meta:
        model = ChangeProposal
        skip_postgeneration_save = True

    service = factory.SubFactory(ServiceFactory)
    topic = "correction"
    source = "partner"
    proposed_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def summary(proposal, create, extracted, **kwargs):
        before = proposal.about.summary if proposal.service else ""
        proposal.fields.create(field="summary", before=before, after=extracted or "Nové znění.")
