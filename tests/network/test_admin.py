"""The network on the administrators' desk: what is found there, what may be put right, and that no deed has a way round."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from network import registering
from network.models import (
    Certificate,
    Competence,
    Document,
    IndicatorManual,
    Mandate,
    ManualVersion,
    Meeting,
    Person,
    Procedure,
    ProcedureVersion,
    Registration,
    Training,
    Unit,
    WorkingGroup,
)
from tests.catalogue.admin.conftest import Desk
from tests.factories import LifeSituationFactory, OrganisationFactory, UserFactory
from tests.network.factories import PersonFactory, PositionFactory
from tests.network.factories_competences import CompetenceFactory
from tests.network.factories_groups import DocumentFactory, MandateFactory, MeetingFactory, WorkingGroupFactory
from tests.network.factories_indicators import IndicatorDefinitionFactory
from tests.network.factories_procedures import valid_version
from tests.network.factories_trainings import RegistrationFactory, TrainingFactory

pytestmark = pytest.mark.django_db
READ = [Certificate, Competence, Mandate, ManualVersion, Meeting, ProcedureVersion, Registration]
KEPT = [Document, IndicatorManual, Person, Procedure, Training, WorkingGroup]


def address(model, page, *args):
    return reverse(f"admin:network_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def desk(client):
    client.force_login(UserFactory(administrator=True))
    return Desk(client)


@pytest.fixture
def network():
    """A row of everything the network shows there."""
    organisation = OrganisationFactory(name="Poradna Čtyřlístek")
    unit = Unit.objects.create(organisation=organisation, name="Dluhová poradna")
    person = PersonFactory(name="Jana Malá")
    PositionFactory(person=person, organisation=organisation, unit=unit, title="vedoucí")
    seat = MandateFactory(person=person, organisation=organisation, group__name="Děti a rodina")
    MeetingFactory(group=seat.group, place="Místnost 504")
    DocumentFactory(title="Statut")
    CompetenceFactory(organisation=organisation, situation=LifeSituationFactory(name="Dluhy"))
    valid_version(procedure__title="Kde dnes spát")
    IndicatorDefinitionFactory()
    attended = RegistrationFactory(training__title="Dluhy v rodině", person=person, state="attended")
    Certificate.objects.create(registration=attended, number="2026/1", code="tajny", hours=6)


@pytest.mark.parametrize("model", [*READ, *KEPT, Unit], ids=lambda model: model.__name__)
def test_a_record_is_found_and_opens_with_its_history(desk, network, model):
    row = model.objects.first()

    assert desk.get(address(model, "changelist"), q="a").status_code == 200
    assert desk.get(address(model, "change", row.pk)).status_code == 200
    assert desk.get(address(model, "history", row.pk)).status_code == 200


@pytest.mark.parametrize(
    ("model", "asked"),
    [
        (Person, "mala poradna"),
        (Unit, "dluhova ctyrlistek"),
        (WorkingGroup, "deti"),
        (Mandate, "mala deti"),
        (Meeting, "504"),
        (Document, "statut"),
        (Training, "rodine"),
        (Registration, "mala dluhy"),
        (Competence, "ctyrlistek dluhy"),
        (Procedure, "spat"),
    ],
)
def test_words_find_it_without_accents(desk, network, model, asked):
    found = desk.get(address(model, "changelist"), q=asked).context["cl"].result_list
    nothing = desk.get(address(model, "changelist"), q=f"{asked} nesmysl").context["cl"].result_list

    assert [len(found), len(nothing)] == [1, 0]


def test_a_person_of_two_organisations_is_found_once(desk, network):
    person = Person.objects.get(name="Jana Malá")
    PositionFactory(person=person, organisation=OrganisationFactory(name="Poradna druhá"))

    page = desk.get(address(Person, "changelist"), q="poradna")

    assert list(page.context["cl"].result_list) == [person]


@pytest.mark.parametrize("model", READ, ids=lambda model: model.__name__)
def test_what_only_a_deed_changes_is_read_only(desk, network, model):
    row = model.objects.first()

    assert desk.post(address(model, "add")).status_code == 403
    assert desk.post(address(model, "change", row.pk), {"state": "approved"}).status_code == 403
    assert desk.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    if admin.site._registry[model].parts:
        assert desk.post(address(model, "undo", row.pk), {"krok": "x"}).status_code == 403


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_nothing_of_the_network_is_made_or_deleted_here(desk, network, model):
    row = model.objects.first()

    assert desk.get(address(model, "add")).status_code == 403
    assert desk.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert model.objects.filter(pk=row.pk).exists()


def test_a_name_is_put_right_and_the_change_undone(desk, network):
    person = Person.objects.get(name="Jana Malá")

    desk.save(address(Person, "change", person.pk), name="Jana Velká")

    person.refresh_from_db()
    assert (person.name, person.plain_name) == ("Jana Velká", "jana velka")
    history = desk.get(address(Person, "history", person.pk))
    key = history.context["steps"][0].key
    desk.post(address(Person, "undo", person.pk), {"krok": key})
    person.refresh_from_db()
    assert person.name == "Jana Malá"


def test_whose_account_a_person_has_is_not_written_here(desk, network):
    person = Person.objects.get(name="Jana Malá")

    desk.save(address(Person, "change", person.pk), user=[str(UserFactory().pk)])

    person.refresh_from_db()
    assert person.user is None


def test_a_unit_of_another_organisation_is_refused(desk, network):
    person = Person.objects.get(name="Jana Malá")
    other = Unit.objects.create(organisation=OrganisationFactory(), name="Jiný")

    response = desk.save(address(Person, "change", person.pk), **{"positions-0-unit": [str(other.pk)]})

    assert "Tento útvar patří jiné organizaci." in response.content.decode()


def test_nobody_is_made_public_here_without_having_agreed_either(desk, network):
    person = Person.objects.get(name="Jana Malá")
    page = address(Person, "change", person.pk)

    refused = desk.save(page, **{"positions-0-visibility": ["public"]})
    assert "Na veřejný web jen se souhlasem." in refused.content.decode()

    desk.save(page, **{"positions-0-visibility": ["public"], "positions-0-consent": ["oral"]})
    kept = person.positions.get()
    assert (kept.visibility, kept.consent, kept.consented_on) == ("public", "oral", timezone.localdate())


def test_a_deed_is_not_undone_past_its_rules(desk):
    training = TrainingFactory(capacity=2)
    coordinator = UserFactory(coordinator=True)
    registering.change_capacity(training, capacity=5, by=coordinator)
    page = desk.get(address(Training, "history", training.pk))
    key = page.context["steps"][0].key

    response = desk.client.post(address(Training, "undo", training.pk), {"krok": key}, follow=True)

    training.refresh_from_db()
    assert training.capacity == 5
    assert "Tenhle krok se udělal na stránkách sítě." in response.content.decode()


def test_the_code_of_a_group_stays_once_it_numbers_a_resolution(desk):
    group = WorkingGroupFactory(code="PS DaR")
    line = (
        MeetingFactory(group=group)
        .items.create(title="Bod")
        .lines.create(meeting=group.meetings.get(), kind="resolution", text="Věta.")
    )
    group.resolutions.create(year=2025, number=1, label="1/2025-PS DaR", text="Věta.", line=line)

    desk.save(address(WorkingGroup, "change", group.pk), code=["PS X"], name=["Děti"])

    group.refresh_from_db()
    assert (group.code, group.name) == ("PS DaR", "Děti")


def test_a_document_for_members_needs_its_group(desk):
    document = DocumentFactory()

    response = desk.save(address(Document, "change", document.pk), readers=["group"])

    assert "Vyberte skupinu, jejíž členové dokument uvidí." in response.content.decode()


def test_the_code_of_a_certificate_is_not_shown(desk, network):
    page = desk.get(address(Certificate, "change", Certificate.objects.get().pk)).content.decode()

    assert "2026/1" in page
    assert "tajny" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_people_costs_the_same_for_one_as_for_three(desk, django_assert_num_queries, rows):
    for _number in range(rows):
        PositionFactory(since=date(2024, 1, 1))

    with django_assert_num_queries(6):
        response = desk.get(address(Person, "changelist"))

    assert response.context["cl"].result_count == rows
