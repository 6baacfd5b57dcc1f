"""Anybody may say that something about a service is wrong; it waits for the administrator."""

from __future__ import annotations

import pytest

from catalogue import reporting
from catalogue.models import ChangeProposal
from tests.factories import ServiceFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def service():
    return ServiceFactory(name="Poradna")


@pytest.fixture
def report(client, service):
    return lambda **sent: client.post(f"/sluzby/{service.pk}/chyba/", sent)


def test_the_page_of_a_service_leads_to_it(client, service):
    assert f'href="/sluzby/{service.pk}/chyba/"' in client.get(service.get_absolute_url()).content.decode()


def test_a_report_waits_in_the_queue(report, service):
    response = report(topic="contact", text="Správně je 599 000 001.")

    assert "Děkujeme, opravíme to" in response.content.decode()
    proposal = ChangeProposal.objects.get()
    assert (proposal.service, proposal.topic, proposal.source) == (service, "contact", "public")
    assert (proposal.text, proposal.proposed_by) == ("Správně je 599 000 001.", None)


def test_staff_report_under_their_name(client, report):
    worker = UserFactory(worker=True)
    client.force_login(worker)

    report(topic="hours")

    assert (ChangeProposal.objects.get().source, ChangeProposal.objects.get().proposed_by) == ("desk", worker)


def test_a_partner_reports_as_the_public_does(client, report):
    client.force_login(UserFactory())

    report(topic="hours")

    assert ChangeProposal.objects.get().source == "public"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Vyberte, co nesedí."),
        ({"topic": "nesmysl"}, "Vyberte jednu z\u00a0nabízených možností."),
        ({"topic": "silent"}, "Vyberte jednu z\u00a0nabízených možností."),
        ({"topic": "other"}, "Napište, co je jinak."),
        ({"topic": "price", "text": "x" * 1001}, "Zkraťte to na 1\u00a0000\u00a0znaků."),
    ],
)
def test_what_cannot_be_used_is_said(report, sent, sentence):
    response = report(**sent)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not ChangeProposal.objects.exists()


def test_a_robot_is_thanked_and_ignored(report):
    assert report(topic="price", web="http://spam.example").status_code == 200

    assert not ChangeProposal.objects.exists()


def test_too_many_reports_wait(report, monkeypatch):
    monkeypatch.setattr(reporting, "seconds_to_wait", lambda *args, **kwargs: 5 * 3600)

    response = report(topic="price", text="Stojí to 100 Kč.")

    assert (response.status_code, response["Retry-After"]) == (429, "18000")
    assert "Stojí to 100 Kč." in response.content.decode()
    assert "Zkuste to znovu za 5 hodin" in response.content.decode().replace("\N{NO-BREAK SPACE}", " ").replace(
        "&nbsp;", " "
    )
    assert not ChangeProposal.objects.exists()


def test_a_service_that_is_not_published_has_no_report(client):
    hidden = ServiceFactory(published=False)

    assert client.get(f"/sluzby/{hidden.pk}/chyba/").status_code == 404
