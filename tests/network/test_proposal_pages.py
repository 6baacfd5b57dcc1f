"""Deciding side by side; a partner sees what became of their own and of nobody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.models import ChangeProposal
from sociopoint.models import OutgoingMail
from tests.factories import FacilityFactory, ServiceFactory, UserFactory
from tests.network.factories import PersonFactory, PositionFactory
from tests.network.factories_people import ProposalFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(client):
    user = UserFactory(coordinator=True)
    client.force_login(user)
    return user


@pytest.fixture
def proposal():
    return ProposalFactory(service=ServiceFactory(summary="Staré znění."), summary="Nové znění.")


def test_before_and_after_stand_side_by_side(client, coordinator, proposal):
    page = client.get(f"/sit/navrhy/{proposal.pk}/").content.decode()

    assert "Staré znění." in page
    assert "Nové znění." in page
    assert "Mezitím" not in page


def test_what_changed_meanwhile_is_shown(client, coordinator, proposal):
    proposal.service.summary = "Třetí znění."
    proposal.service.save()

    page = client.get(f"/sit/navrhy/{proposal.pk}/").content.decode()

    assert "Mezitím se změnilo na" in page
    assert "Třetí znění." in page


def test_accepting_makes_it_public(client, coordinator, proposal):
    row = proposal.fields.get()

    client.post(f"/sit/navrhy/{proposal.pk}/", {f"co-{row.pk}": "prijmout"})

    proposal.service.refresh_from_db()
    assert proposal.service.summary == "Nové znění."


def test_refusing_needs_a_reason_the_partner_reads(client, coordinator, proposal):
    user = UserFactory()
    PositionFactory(person=PersonFactory(user=user), organisation=proposal.service.organisation)
    row = proposal.fields.get()

    silent = client.post(f"/sit/navrhy/{proposal.pk}/", {f"co-{row.pk}": "odmitnout"})
    client.post(f"/sit/navrhy/{proposal.pk}/", {f"co-{row.pk}": "odmitnout", f"proc-{row.pk}": "Ceník říká jinak."})
    client.force_login(user)

    assert silent.status_code == 422
    assert "Ceník říká jinak." in client.get(f"/sit/navrhy/{proposal.pk}/").content.decode()


def test_leaving_all_for_later_decides_nothing(client, coordinator, proposal):
    row = proposal.fields.get()

    assert client.post(f"/sit/navrhy/{proposal.pk}/", {f"co-{row.pk}": "pozdeji"}).status_code == 422


def test_what_was_decided_is_not_decided_again(client, coordinator, proposal):
    row = proposal.fields.get()
    client.post(f"/sit/navrhy/{proposal.pk}/", {f"co-{row.pk}": "prijmout"})

    response = client.post(f"/sit/navrhy/{proposal.pk}/", {f"co-{row.pk}": "prijmout"}, follow=True)

    assert "už někdo rozhodl" in response.content.decode()


@pytest.mark.parametrize(("move", "state"), [("prijmout", "accepted"), ("odmitnout", "refused")])
def test_a_report_of_the_public_has_its_own_moves(client, coordinator, move, state):
    report = ChangeProposal.objects.create(service=ServiceFactory(), topic="hours", source="public")

    client.post(f"/sit/navrhy/{report.pk}/", {"move": move, "reason": "Volali jsme tam."})

    report.refresh_from_db()
    assert (report.state, report.reason, report.decided_by) == (state, "Volali jsme tam.", coordinator)


def test_another_organisation_s_proposal_does_not_exist_for_a_partner(client, proposal):
    user = UserFactory()
    PositionFactory(person=PersonFactory(user=user))
    client.force_login(user)

    assert client.get(f"/sit/navrhy/{proposal.pk}/").status_code == 404
    assert client.post(f"/sit/navrhy/{proposal.pk}/").status_code == 404


def test_a_partner_does_not_read_the_public_s_report_of_their_own_service(client):
    user = UserFactory()
    position = PositionFactory(person=PersonFactory(user=user))
    service = ServiceFactory(organisation=position.organisation)
    report = ChangeProposal.objects.create(service=service, topic="hours", source="public", text="Pan Modrý")
    client.force_login(user)

    assert client.get(f"/sit/navrhy/{report.pk}/").status_code == 404


def test_a_partner_cannot_decide_about_their_own(client, proposal):
    user = UserFactory()
    PositionFactory(person=PersonFactory(user=user), organisation=proposal.service.organisation)
    client.force_login(user)

    response = client.post(f"/sit/navrhy/{proposal.pk}/", {f"co-{proposal.fields.get().pk}": "prijmout"})

    assert response.status_code == 403


def test_the_queue_shows_the_oldest_waiting_first_and_narrows_by_source(client, coordinator, proposal):
    report = ChangeProposal.objects.create(service=ServiceFactory(), topic="hours", source="public")

    everything = client.get("/sit/navrhy/").context["rows"]
    public = client.get("/sit/navrhy/", {"zdroj": "public"}).context["rows"]

    assert everything == [proposal, report]
    assert public == [report]


def test_an_unknown_state_finds_nothing(client, coordinator, proposal):
    response = client.get("/sit/navrhy/", {"stav": "nevim"})

    assert (response.status_code, response.context["rows"]) == (422, [])


@pytest.mark.parametrize("proposals", [1, 3])
def test_the_queue_costs_the_same_for_one_and_three(client, coordinator, django_assert_num_queries, proposals):
    ProposalFactory.create_batch(proposals)

    with django_assert_num_queries(3):
        client.get("/sit/navrhy/")


@pytest.mark.parametrize("facts", [1, 3])
def test_a_proposal_costs_the_same_for_one_fact_and_three(
    client, coordinator, proposal, django_assert_num_queries, facts
):
    for name in ("note", "price_note")[: facts - 1]:
        proposal.fields.create(field=name, before="", after="Nově.")

    with django_assert_num_queries(4):
        client.get(f"/sit/navrhy/{proposal.pk}/")


def test_what_was_about_a_place_that_is_gone_is_closed(client, coordinator, proposal):
    place = FacilityFactory(service=proposal.service)
    proposal.fields.all().delete()
    proposal.fields.create(facility=place, field="name", before="", after="U kašny")
    place.delete()
    address = f"/sit/navrhy/{proposal.pk}/"

    page = client.get(address).content.decode()
    client.post(address, {"move": "odmitnout", "reason": "To místo už není."})

    assert 'name="move"' in page
    proposal.refresh_from_db()
    assert proposal.state == "refused"
    assert "To místo už není." in OutgoingMail.objects.get().text


def test_of_a_service_that_ended_meanwhile_it_is_said(client, coordinator, proposal):
    address, said = f"/sit/navrhy/{proposal.pk}/", "Veřejnost tuhle službu nevidí"
    before = client.get(address).content.decode()
    proposal.service.valid_until = timezone.localdate() - timedelta(days=1)
    proposal.service.save()

    assert said not in before
    assert said in client.get(address).content.decode()
