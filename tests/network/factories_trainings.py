"""Trainings, announcements and documents: the smallest valid rows."""

from __future__ import annotations

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from network.models import Registration, Training, TrainingDate
from tests.factories import OrganisationFactory, UserFactory
from tests.network.factories import PersonFactory


class TrainingFactory(DjangoModelFactory):
    """Open for registrations today."""

    class Meta:
        model = Training

    title = factory.Sequence(lambda number: f"Školení {number}")
    hours = 6
    capacity = 2
    closes_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=10))


class TrainingDateFactory(DjangoModelFactory):
    class Meta:
        model = TrainingDate

    training = factory.SubFactory(TrainingFactory)
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=20))
    ends_at = factory.LazyAttribute(lambda date: date.starts_at + timedelta(hours=6))


class RegistrationFactory(DjangoModelFactory):
    class Meta:
        model = Registration

    training = factory.SubFactory(TrainingFactory)
    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    state = "confirmed"
    registered_by = factory.SubFactory(UserFactory, coordinator=True)
