"""Hours of training a person has by certificates of a year."""

from __future__ import annotations

import pytest
from django.utils import timezone

from network import registering, yearly_hours
from network.models import Certificate
from tests.factories import UserFactory
from tests.network.factories import PersonFactory, PositionFactory
from tests.network.factories_trainings import RegistrationFactory, TrainingFactory

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year


def attended(person, organisation, hours):
    row = RegistrationFactory(person=person, organisation=organisation, training=TrainingFactory(hours=hours))
    registering.note_attendance(row.training, attended={row.pk}, by=UserFactory(coordinator=True))
    return row


@pytest.fixture
def partner():
    return UserFactory()


@pytest.fixture
def organisation(partner):
    return PositionFactory(person__user=partner, organisation__name="Poradna").organisation


def test_hours_of_a_person_add_up_by_organisation(client, organisation):
    person = PersonFactory(name="Sociální pracovnice 7")
    attended(person, organisation, 6)
    attended(person, organisation, 2.5)
    client.force_login(UserFactory(coordinator=True))

    sheet = client.get(f"/sit/skoleni/hodiny/{YEAR}.csv").content.decode("utf-8-sig")

    assert sheet.splitlines()[1:] == ["Sociální pracovnice 7;Poradna;8,5;2"]
    assert "8,5" in client.get("/sit/skoleni/hodiny/").content.decode()


def test_people_of_an_organisation_stand_by_family_name_and_whole_hours_are_numbers(organisation):
    for name in ("Anna Žáková", "Eva Dvořáková", "Zita Čermáková"):
        attended(PersonFactory(name=name), organisation, 6)

    rows = yearly_hours.rows(UserFactory(coordinator=True), YEAR)

    assert [(name, hours) for name, _organisation, hours, _number in rows] == [
        ("Zita Čermáková", 6),
        ("Eva Dvořáková", 6),
        ("Anna Žáková", 6),
    ]


def test_a_partner_sees_own_organisation_and_own_hours_only(client, partner, organisation):
    elsewhere = RegistrationFactory().organisation
    attended(PersonFactory(name="Kolegyně 1"), organisation, 6)
    attended(PersonFactory(name="Cizí 1"), elsewhere, 6)
    attended(partner.person, elsewhere, 4)
    client.force_login(partner)

    names = {row["name"] for row in client.get("/sit/skoleni/hodiny/").context["page"]}

    assert names == {"Kolegyně 1", partner.person.name}


@pytest.mark.parametrize("asked", ["1999", "nic", "99999999999", "9" * 5_000, "²"])
def test_a_year_without_anything_or_unreadable_is_this_one(client, organisation, asked):
    client.force_login(UserFactory(coordinator=True))

    response = client.get("/sit/skoleni/hodiny/", {"rok": asked})

    assert response.context["year"] == YEAR
    assert "Za tenhle rok tu žádné osvědčení není." in response.content.decode()


@pytest.mark.parametrize("address", ["1990.csv", f"{YEAR}.pdf", f"{YEAR + 1}.csv"])
def test_there_is_no_sheet_of_another_kind_or_of_no_year(client, address):
    client.force_login(UserFactory(coordinator=True))

    assert client.get(f"/sit/skoleni/hodiny/{address}").status_code == 404


def test_the_page_asks_little(client, organisation, django_assert_max_num_queries):
    for number in range(3):
        attended(PersonFactory(name=f"Člověk {number}"), organisation, 6)
    client.force_login(UserFactory(coordinator=True))

    with django_assert_max_num_queries(6):
        client.get("/sit/skoleni/hodiny/")

    assert Certificate.objects.count() == 3
