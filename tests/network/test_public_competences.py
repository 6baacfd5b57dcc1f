"""What citizens read of the agreements: only the public ones, the "no" first, at once and at no cost."""

from __future__ import annotations

import pytest

from network.models import Competence
from tests.factories import LifeSituationFactory, OrganisationFactory, ServiceFactory
from tests.network.factories_competences import CompetenceFactory

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


@pytest.fixture
def service():
    return ServiceFactory(organisation=OrganisationFactory(name="Poradna Most"))


def test_a_service_says_beforehand_whom_its_organisation_does_not_help(client, service):
    CompetenceFactory(organisation=service.organisation, handover="call_first", is_public=True)
    CompetenceFactory(
        organisation=service.organisation,
        verb="does_not",
        for_whom="občané EU",
        exception="těžké případy",
        is_public=True,
    )

    page = text(client.get(service.get_absolute_url()))

    assert "Nepomáhá: občané EU. Výjimka: těžké případy." in page
    assert page.index("Nepomáhá: občané EU.") < page.index("Než přijdete, zavolejte tam.")


def test_what_is_not_public_is_not_shown(client, service):
    CompetenceFactory(organisation=service.organisation, verb="does_not", for_whom="občané EU")

    assert "občané EU" not in text(client.get(service.get_absolute_url()))


def test_what_holds_for_a_kind_holds_for_each_of_it(client):
    service = ServiceFactory(organisation=OrganisationFactory(kind="police"))
    CompetenceFactory(organisation=None, organisation_kind="police", verb="does_not", what="ubytování", is_public=True)

    assert "Nedělá: ubytování." in text(client.get(service.get_absolute_url()))


def test_a_change_shows_on_the_very_next_request(client, service):
    row = CompetenceFactory(organisation=service.organisation, verb="does_not", what="půjčky", is_public=True)
    assert "Nedělá: půjčky." in text(client.get(service.get_absolute_url()))

    Competence.objects.filter(pk=row.pk).update(what="dary")

    page = text(client.get(service.get_absolute_url()))
    assert "Nedělá: dary." in page
    assert "půjčky" not in page


def test_the_page_of_a_service_still_costs_one_query(client, service, django_assert_num_queries):
    CompetenceFactory(organisation=service.organisation, verb="does_not", what="půjčky", is_public=True)
    client.get(service.get_absolute_url())

    with django_assert_num_queries(1):
        client.get(service.get_absolute_url())


def test_a_service_that_ended_says_nothing_of_agreements(client, service):
    CompetenceFactory(organisation=service.organisation, verb="does_not", what="půjčky", is_public=True)
    service.valid_until = "2020-01-01"
    service.save(update_fields=["valid_until"])

    assert "Nedělá: půjčky." not in text(client.get(service.get_absolute_url()))


def test_a_situation_names_who_does_what_and_who_does_not(client, django_assert_max_num_queries):
    topic = LifeSituationFactory(slug="dluhy")
    debt = LifeSituationFactory(slug="exekuce", parent=topic)
    CompetenceFactory(
        organisation=OrganisationFactory(name="Úřad"), situation=topic, verb="decides", what="dávky", is_public=True
    )
    CompetenceFactory(
        organisation=OrganisationFactory(name="Banka"),
        situation=debt,
        verb="does_not",
        what="poradenství",
        is_public=True,
    )
    CompetenceFactory(organisation=OrganisationFactory(name="Tajná"), situation=debt)

    client.get("/situace/exekuce/")

    with django_assert_max_num_queries(10):
        response = client.get("/situace/exekuce/")

    assert [one.name for one in response.context["agreements"]] == ["Banka", "Úřad"]
    assert "Nedělá: poradenství." in text(response)
    assert "Rozhoduje: dávky." in text(response)
