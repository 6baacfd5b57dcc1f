"""The queue of proposals: new ones first, decided in bulk, a refusal with its reason, nothing decided twice."""

from __future__ import annotations

import pytest

from catalogue.models import ChangeProposal, ProposalSource, ProposalTopic
from catalogue.proposing import accept, propose
from tests.factories import ServiceFactory

QUEUE = "/admin/catalogue/changeproposal/"


def proposed(name, text="") -> ChangeProposal:
    return propose(ServiceFactory(name=name), topic=ProposalTopic.CONTACT, source=ProposalSource.PUBLIC, text=text)


def decide(desk, action, *proposals, **values):
    return desk.post(QUEUE, {"action": action, "_selected_action": [one.pk for one in proposals]} | values)


def test_the_new_ones_stand_first_and_lead_to_the_service(desk, administrator):
    old, new = proposed("Stará"), proposed("Nová", text="Volá se jinam.")
    accept(old, by=administrator)
    accept(proposed("Třetí"), by=administrator)

    rows = desk.get(QUEUE).context["cl"].result_list
    page = desk.get(f"{QUEUE}{new.pk}/change/").content.decode()

    assert rows[0] == new
    assert "Volá se jinam." in page
    assert f"/admin/catalogue/service/{new.service_id}/change/" in page


def test_accepting_is_asked_about_and_then_written(desk, administrator):
    one, two = proposed("Jedna"), proposed("Dvě")

    asked = decide(desk, "accept_chosen", one, two)
    assert asked.status_code == 200
    assert ChangeProposal.objects.filter(state="new").count() == 2
    decide(desk, "accept_chosen", one, two, potvrzeno="ano", duvod="Telefon opraven.")

    assert set(ChangeProposal.objects.values_list("state", "reason", "decided_by")) == {
        ("accepted", "Telefon opraven.", administrator.pk)
    }


def test_a_refusal_needs_a_reason(desk):
    one = proposed("Jedna")

    asked = decide(desk, "refuse_chosen", one, potvrzeno="ano", duvod=" ")
    assert "Napište, proč návrh odmítáte." in asked.content.decode()
    decide(desk, "refuse_chosen", one, potvrzeno="ano", duvod="Platí to.")

    one.refresh_from_db()
    assert (one.state, one.reason) == ("refused", "Platí to.")


def test_what_was_decided_stays_decided(desk, administrator):
    one = proposed("Jedna")
    accept(one, by=administrator, note="První")

    decide(desk, "refuse_chosen", one, potvrzeno="ano", duvod="Druhý")

    one.refresh_from_db()
    assert (one.state, one.reason) == ("accepted", "První")


@pytest.mark.parametrize("proposals", [1, 3])
def test_the_queue_costs_the_same_for_one_as_for_three(desk, django_assert_num_queries, proposals):
    for number in range(proposals):
        proposed(f"Služba {number}")

    with django_assert_num_queries(4):
        desk.get(QUEUE)
