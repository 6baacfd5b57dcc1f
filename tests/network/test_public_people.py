"""Whom anybody may call: only who made their position public, at once and at no cost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from network.models import Person, Position, Unit
from tests.factories import OrganisationFactory, ServiceFactory
from tests.network.factories import PersonFactory, PositionFactory

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


@pytest.fixture
def service():
    return ServiceFactory(organisation=OrganisationFactory(name="Poradna Most"))


def position(service, **facts):
    person = PersonFactory(name=facts.pop("name", "Jana Malá"))
    facts = {"title": "vedoucí poradny", "phone": "599123456", "visibility": "public"} | facts
    return PositionFactory(person=person, organisation=service.organisation, **facts)


@pytest.mark.parametrize("about", ["service", "organisation"])
def test_a_public_person_is_told_with_role_phone_and_email(client, service, about):
    position(service, email="poradna@most.example", speciality="dluhy")
    shown = service if about == "service" else service.organisation

    page = text(client.get(shown.get_absolute_url()))

    assert "S kým mluvit" in page
    assert "<strong>vedoucí poradny</strong><br>Jana Malá<br>dluhy" in page
    assert 'href="tel:' in page
    assert "mailto:poradna@most.example" in page


@pytest.mark.parametrize(
    "facts",
    [
        {"visibility": "network"},
        {"visibility": "desk"},
        {"phone": "", "email": ""},
        {"until": timezone.localdate() - timedelta(days=3)},
        {"since": timezone.localdate() + timedelta(days=3)},
    ],
)
@pytest.mark.parametrize("about", ["service", "organisation"])
def test_nobody_else_is_told(client, service, facts, about):
    position(service, **facts)
    PositionFactory(visibility="public", phone="599000111")
    shown = service if about == "service" else service.organisation

    page = text(client.get(shown.get_absolute_url()))

    assert "Jana Malá" not in page
    assert "S kým mluvit" not in page


def test_who_has_no_phone_is_called_through_the_unit(client, service):
    unit = Unit.objects.create(organisation=service.organisation, name="Recepce", phone="599777888")
    position(service, phone="", unit=unit)

    assert "599 777 888" in text(client.get(service.get_absolute_url()))


def change_role(row) -> None:
    Position.objects.filter(pk=row.pk).update(title="ředitelka")


def change_name(row) -> None:
    Person.objects.filter(pk=row.person_id).update(name="ředitelka")


def hide(row) -> None:
    Position.objects.filter(pk=row.pk).update(visibility="network", title="ředitelka")
    position(row, name="ředitelka")


@pytest.mark.parametrize("change", [change_role, change_name, hide])
@pytest.mark.parametrize("about", ["service", "organisation"])
def test_a_change_shows_on_the_very_next_request(client, service, change, about):
    row = position(service)
    shown = service if about == "service" else service.organisation
    assert "ředitelka" not in text(client.get(shown.get_absolute_url()))

    change(row)

    assert "ředitelka" in text(client.get(shown.get_absolute_url()))


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_of_a_service_still_costs_one_query(client, service, django_assert_num_queries, people):
    for number in range(people):
        position(service, name=f"Pracovnice {number}")
    client.get(service.get_absolute_url())

    with django_assert_num_queries(1):
        client.get(service.get_absolute_url())


def test_a_service_that_ended_leads_to_nobody(client, service):
    position(service)
    service.valid_until = "2020-01-01"
    service.save(update_fields=["valid_until"])

    assert "Jana Malá" not in text(client.get(service.get_absolute_url()))


def test_what_is_written_is_escaped(client, service):
    position(service, name="<script>alert(1)</script>", title="")

    assert "<script>alert(1)" not in client.get(service.get_absolute_url()).content.decode()
