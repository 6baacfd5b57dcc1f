from __future__ import annotations

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from network.models import Invitation
from tests.factories import UserFactory
from tests.network.factories import PersonFactory


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = Invitation

    person = factory.SubFactory(PersonFactory)
    email = factory.Sequence(lambda number: f"zvana-{number}@sluzba.example")
    invited_by = factory.SubFactory(UserFactory, coordinator=True)
    invited_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyAttribute(lambda invitation: invitation.invited_at + timedelta(days=7))
