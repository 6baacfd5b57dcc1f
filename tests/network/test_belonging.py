"""Which organisations somebody speaks for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from network.belonging import organisations_of
from tests.factories import UserFactory
from tests.network.factories import PersonFactory, PositionFactory

pytestmark = pytest.mark.django_db


def test_a_position_held_today_speaks_for_its_organisation():
    user = UserFactory()
    position = PositionFactory(person=PersonFactory(user=user))
    PositionFactory()

    assert list(organisations_of(user)) == [position.organisation]


def test_one_who_left_yesterday_speaks_for_nobody():
    user = UserFactory()
    PositionFactory(person=PersonFactory(user=user), until=timezone.localdate() - timedelta(days=1))

    assert list(organisations_of(user)) == []


def test_one_who_begins_tomorrow_does_not_speak_yet():
    user = UserFactory()
    PositionFactory(person=PersonFactory(user=user), since=timezone.localdate() + timedelta(days=1))

    assert list(organisations_of(user)) == []


def test_two_positions_in_one_organisation_name_it_once():
    user = UserFactory()
    person = PersonFactory(user=user)
    position = PositionFactory(person=person)
    PositionFactory(person=person, organisation=position.organisation, title="Náhradník")

    assert list(organisations_of(user)) == [position.organisation]


def test_an_account_bound_to_nobody_and_a_stranger_speak_for_nobody():
    PositionFactory()

    assert list(organisations_of(UserFactory())) == []
    assert list(organisations_of(AnonymousUser())) == []
