"""What the tables of people refuse."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError

from network.models import Position
from tests.network.factories import PositionFactory, UnitFactory

pytestmark = pytest.mark.django_db


def test_a_position_ends_after_it_begins():
    with pytest.raises(IntegrityError, match="position_ends_after_it_begins"):
        PositionFactory(since=date(2026, 2, 1), until=date(2026, 1, 31))


def test_nobody_stands_in_for_themselves():
    position = PositionFactory()
    position.substitute = position

    with pytest.raises(IntegrityError, match="position_not_its_own_substitute"):
        position.save(update_fields=["substitute"])


def test_nobody_is_public_without_having_agreed():
    with pytest.raises(IntegrityError, match="position_public_with_consent"):
        PositionFactory(visibility="public", consent="")


@pytest.mark.parametrize(
    "kept", [{"consented_on": None}, {"consent_words": ""}, {"consent": "earlier"}, {"consent": "perhaps"}]
)
def test_a_consent_has_its_day_and_words(kept):
    with pytest.raises(IntegrityError, match="position_consent_has_day_and_words"):
        PositionFactory(visibility="public", **kept)


def test_an_organisation_names_a_unit_once():
    unit = UnitFactory(name="Sociální odbor")

    with pytest.raises(IntegrityError, match="unit_once_in_an_organisation"):
        UnitFactory(name="Sociální odbor", organisation=unit.organisation)


@pytest.mark.parametrize(
    ("day", "holds"),
    [(date(2026, 1, 31), False), (date(2026, 2, 1), True), (date(2026, 3, 1), True), (date(2026, 3, 2), False)],
)
def test_who_was_what_on_a_past_day(day, holds):
    PositionFactory(since=date(2026, 2, 1), until=date(2026, 3, 1))

    assert Position.objects.held_on(day).exists() is holds


def test_an_open_end_means_until_now():
    position = PositionFactory()

    assert list(Position.objects.held_on(date(2026, 1, 1))) == [position]
