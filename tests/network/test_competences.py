"""Competences from a proposal to an end, and who may do what of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from network import competences
from network.models import Competence, CompetenceState
from tests.factories import LifeSituationFactory, OrganisationFactory, UserFactory
from tests.network.factories import PersonFactory, PositionFactory
from tests.network.factories_competences import CompetenceFactory

pytestmark = pytest.mark.django_db
NEW = "/sit/kompetence/nova/"


@pytest.fixture
def coordinator():
    return UserFactory(coordinator=True)


@pytest.fixture
def partner():
    """A partner who speaks for one organisation."""
    user = UserFactory()
    PositionFactory(person=PersonFactory(user=user), organisation=OrganisationFactory(name="Poradna Most"))
    return user


def own_of(partner):
    return partner.person.positions.get().organisation


def form(**values) -> dict[str, object]:
    return {"organisation_name": "Poradna Most", "verb": "does_not", "handover": "call_first"} | values


def test_a_coordinator_writes_what_holds_at_once(client, coordinator):
    OrganisationFactory(name="Poradna Most")
    client.force_login(coordinator)

    response = client.post(NEW, form(excludes="občanům EU", exception="v těžkých případech"))

    row = Competence.objects.get()
    assert response["Location"] == row.get_absolute_url()
    assert (row.state, row.who, row.excludes, row.decided_by) == (
        "approved",
        "Poradna Most",
        "občanům EU",
        coordinator,
    )


def test_what_a_partner_sends_waits_and_nothing_changes_meanwhile(client, partner, coordinator):
    row = CompetenceFactory(organisation=own_of(partner), what="radí s dluhy")
    client.force_login(partner)

    client.post(f"/sit/kompetence/{row.pk}/uprava/", form(verb="performs", what="radí s dluhy a exekucemi"))

    proposal = Competence.objects.waiting().get()
    row.refresh_from_db()
    assert (proposal.replaces, proposal.what) == (row, "radí s dluhy a exekucemi")
    assert (row.state, row.what) == ("approved", "radí s dluhy")

    competences.approve(proposal, by=coordinator)

    row.refresh_from_db()
    assert row.state == CompetenceState.REPLACED
    assert list(Competence.objects.in_force(timezone.localdate())) == [proposal]


def test_the_page_of_a_change_shows_both_wordings(client, coordinator):
    row = CompetenceFactory(what="radí s dluhy")
    proposal = CompetenceFactory(proposed=True, replaces=row, organisation=row.organisation, what="radí s bydlením")
    client.force_login(coordinator)

    changes = client.get(proposal.get_absolute_url()).context["changes"]

    assert [(one["before"].replace("\xa0", " "), one["after"].replace("\xa0", " ")) for one in changes] == [
        ("radí s dluhy", "radí s bydlením")
    ]


def test_a_refusal_says_why_and_leaves_what_holds(client, coordinator):
    row = CompetenceFactory()
    proposal = CompetenceFactory(proposed=True, replaces=row, organisation=row.organisation)
    client.force_login(coordinator)

    without = client.post(f"/sit/kompetence/{proposal.pk}/neprijmout/", {"reason": " "})
    client.post(f"/sit/kompetence/{proposal.pk}/neprijmout/", {"reason": "To dělá jiná poradna."})

    proposal.refresh_from_db()
    assert without.status_code == 422
    assert (proposal.state, proposal.refusal) == ("refused", "To dělá jiná poradna.")
    assert list(Competence.objects.in_force(timezone.localdate())) == [row]


def test_a_proposal_is_decided_once(coordinator):
    proposal = CompetenceFactory(proposed=True)
    competences.approve(proposal, by=coordinator)

    with pytest.raises(competences.CompetenceRefused):
        competences.refuse(proposal, by=coordinator, reason="pozdě")


def test_only_a_coordinator_decides(partner):
    with pytest.raises(PermissionDenied):
        competences.approve(CompetenceFactory(proposed=True), by=partner)


def test_a_partner_neither_sees_nor_proposes_for_others(client, partner):
    theirs = CompetenceFactory(proposed=True)
    holding = CompetenceFactory()
    client.force_login(partner)

    assert client.get(theirs.get_absolute_url()).status_code == 404
    assert client.get(holding.get_absolute_url()).status_code == 200
    assert client.get(f"/sit/kompetence/{holding.pk}/uprava/").status_code == 403
    assert client.post(f"/sit/kompetence/{holding.pk}/plati/", {"who": "vedoucí"}).status_code == 403
    assert client.post(NEW, form(organisation_name=holding.organisation.name)).status_code == 422


def test_a_partner_of_no_organisation_writes_nothing(client):
    client.force_login(UserFactory())

    assert client.get(NEW).status_code == 403


def test_confirming_says_when_and_by_whom(client, partner):
    row = CompetenceFactory(organisation=own_of(partner))
    client.force_login(partner)

    client.post(f"/sit/kompetence/{row.pk}/plati/", {"who": "vedoucí poradny"})

    row.refresh_from_db()
    assert (row.verified_on, row.verified_by) == (timezone.localdate(), "vedoucí poradny")


def test_an_end_leaves_it_to_be_read(client, coordinator):
    row = CompetenceFactory()
    client.force_login(coordinator)
    yesterday = timezone.localdate() - timedelta(days=1)

    client.post(f"/sit/kompetence/{row.pk}/konec/", {"on": yesterday.isoformat()})

    assert not Competence.objects.in_force(timezone.localdate()).exists()
    assert client.get(row.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"organisation_name": ""}, "organisation_name"),
        ({"organisation_name": "Neznámá"}, "organisation_name"),
        ({"organisation_name": "Poradna"}, "organisation_name"),
        ({"organisation_kind": "police"}, "organisation_kind"),
        ({"verb": ""}, "verb"),
        ({"verb": "dreams"}, "verb"),
        ({"valid_from": "zítra"}, "valid_from"),
        ({"valid_until": "31. 12. 9999"}, "valid_until"),
        ({"age_from": "-1"}, "age_from"),
        ({"situation": "999999"}, "situation"),
        ({"valid_from": "2026-03-01", "valid_until": "2026-02-01"}, "__all__"),
        ({"verified_on": "2026-03-01"}, "__all__"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(client, coordinator, values, field):
    OrganisationFactory(name="Poradna Most")
    OrganisationFactory(name="Poradna Most na jihu")
    client.force_login(coordinator)

    response = client.post(NEW, form(**values))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not Competence.objects.exists()


def test_the_same_twice_is_refused_with_a_sentence(client, coordinator):
    row = CompetenceFactory(organisation=OrganisationFactory(name="Poradna Most"), verb="does_not")
    client.force_login(coordinator)

    response = client.post(NEW, form())

    assert response.status_code == 422
    assert "Totéž už o organizaci" in str(response.context["form"].errors)
    assert Competence.objects.get() == row


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("view", ["seznam", "tabulka", "navrhy"])
def test_the_list_costs_the_same_for_one_as_for_three(client, coordinator, django_assert_num_queries, view, number):
    topic = LifeSituationFactory()
    CompetenceFactory.create_batch(number, situation=topic)
    CompetenceFactory.create_batch(number, situation=topic, proposed=True)
    client.force_login(coordinator)

    with django_assert_num_queries({"seznam": 5, "tabulka": 6, "navrhy": 5}[view]):
        client.get(f"/sit/kompetence/?pohled={view}")


def test_the_list_finds_by_organisation_and_says_when_it_does_not(client, coordinator):
    CompetenceFactory(organisation=OrganisationFactory(name="Poradna Most"))
    CompetenceFactory()
    client.force_login(coordinator)

    assert [one["row"].who for one in client.get("/sit/kompetence/?q=most").context["rows"]] == ["Poradna Most"]
    assert client.get("/sit/kompetence/?q=%00%25nic").context["rows"] == []


def test_the_table_puts_the_no_first(client, coordinator):
    topic = LifeSituationFactory()
    office = OrganisationFactory(name="Úřad")
    CompetenceFactory(organisation=office, situation=topic, verb="informs")
    CompetenceFactory(organisation=office, situation=topic, verb="does_not")
    client.force_login(coordinator)

    table = client.get("/sit/kompetence/?pohled=tabulka").context["matrix"]

    assert table.columns == ["Úřad"]
    assert [said[0] for said in table.rows[0][1][0].said] == ["nedělá", "informuje"]
