"""What the tables of groups refuse, and who was what on a day."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError

from network.models import Mandate, WorkingGroup
from tests.factories import OrganisationFactory, UserFactory
from tests.network.factories import PersonFactory, PositionFactory
from tests.network.factories_groups import MandateFactory, WorkingGroupFactory

pytestmark = pytest.mark.django_db
CHANGED = date(2025, 1, 16)


def test_a_seat_has_one_holder_at_a_time():
    held = MandateFactory(held=(date(2024, 1, 1), CHANGED))

    with pytest.raises(IntegrityError, match="mandate_one_holder_per_seat_at_a_time"):
        MandateFactory(group=held.group, organisation=held.organisation, held=(date(2025, 1, 15), None))


def test_a_seat_changes_hands_on_the_very_day():
    before = MandateFactory(held=(date(2024, 1, 1), CHANGED))
    after = MandateFactory(group=before.group, organisation=before.organisation, held=(CHANGED, None))

    assert list(Mandate.objects.held_on(date(2025, 1, 15))) == [before]
    assert list(Mandate.objects.held_on(CHANGED)) == [after]
    before.refresh_from_db()
    assert before.last_day == date(2025, 1, 15)


def test_one_organisation_may_hold_two_roles():
    member = MandateFactory()

    MandateFactory(group=member.group, organisation=member.organisation, role="contact")

    assert member.group.mandates.held_on(CHANGED).count() == 2


def test_a_deputy_sits_beside_the_holder_but_only_one():
    member = MandateFactory()
    seat = {"group": member.group, "organisation": member.organisation, "deputy_of": member}
    MandateFactory(**seat)

    with pytest.raises(IntegrityError, match="mandate_one_deputy_at_a_time"):
        MandateFactory(**seat)


@pytest.mark.parametrize("other", ["organisation", "group", "deputy"])
def test_a_deputy_stands_in_for_a_seat_of_the_same_organisation(other):
    member = MandateFactory()
    seat = {"group": member.group, "organisation": member.organisation, "deputy_of": member}
    wrong = {
        "organisation": lambda: seat | {"organisation": OrganisationFactory()},
        "group": lambda: seat | {"group": WorkingGroupFactory()},
        "deputy": lambda: seat | {"deputy_of": MandateFactory(**seat)},
    }[other]()

    with pytest.raises(IntegrityError, match="mandate_deputy_of_a_seat_of_the_same_organisation"):
        MandateFactory(**wrong)


@pytest.mark.parametrize("held", [(None, CHANGED), (CHANGED, CHANGED)])
def test_a_mandate_begins_and_lasts(held):
    with pytest.raises(IntegrityError, match="mandate_begins_and_lasts"):
        MandateFactory(held=held)


def test_a_group_ends_after_it_begins():
    with pytest.raises(IntegrityError, match="group_ends_after_it_begins"):
        WorkingGroupFactory(since=CHANGED, until=date(2025, 1, 15))


def test_two_groups_never_share_the_letters_of_resolutions():
    WorkingGroupFactory(code="PS DaR")

    with pytest.raises(IntegrityError, match="group_code_once"):
        WorkingGroupFactory(code="PS DaR")


@pytest.mark.parametrize("how", ["person", "organisation"])
def test_a_partner_sees_own_groups_and_public_ones(how):
    partner = UserFactory()
    own, public = WorkingGroupFactory(), WorkingGroupFactory(is_public=True)
    WorkingGroupFactory()
    if how == "person":
        MandateFactory(group=own, account=partner)
    else:
        position = PositionFactory(person=PersonFactory(user=partner))
        MandateFactory(group=own, organisation=position.organisation)

    assert set(WorkingGroup.objects.visible_to(partner)) == {own, public}
    assert set(WorkingGroup.objects.of(partner)) == {own}


def test_who_left_the_group_no_longer_sees_it():
    partner = UserFactory()
    MandateFactory(account=partner, held=(date(2024, 1, 1), CHANGED))

    assert not WorkingGroup.objects.visible_to(partner).exists()


@pytest.mark.parametrize(("role", "sees"), [("worker", 1), ("coordinator", 1), ("administrator", 0), ("partner", 0)])
def test_the_city_s_desk_sees_every_group(role, sees):
    WorkingGroupFactory()

    assert WorkingGroup.objects.visible_to(UserFactory(role=role)).count() == sees
