"""The wording of the consent is the city's own; what people agreed with is never rewritten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from inquiries.consent import current_wording
from inquiries.models import Consent, ConsentText
from tests.factories import InquiryFactory, UserFactory

pytestmark = pytest.mark.django_db
LIST, ADD = "/admin/inquiries/consenttext/", "/admin/inquiries/consenttext/add/"


@pytest.fixture
def administration(client):
    client.force_login(UserFactory(administrator=True))
    return client


def write(client, text: str, day) -> object:
    return client.post(ADD, {"text": text, "valid_from": day.strftime("%d.%m.%Y")})


def test_another_wording_is_another_version(administration):
    ConsentText.objects.create(version=4, text="Dosavadní.", valid_from=timezone.localdate() - timedelta(days=9))

    response = write(administration, "Nové znění.", timezone.localdate())

    assert response.status_code == 302
    assert (current_wording().version, current_wording().text) == (5, "Nové znění.")


def test_the_first_wording_of_all_is_version_one(administration):
    write(administration, "První.", timezone.localdate())

    assert ConsentText.objects.get().version == 1


def test_a_wording_of_later_waits_for_its_day(administration):
    ConsentText.objects.create(version=1, text="Dosavadní.", valid_from=timezone.localdate())

    write(administration, "Příští.", timezone.localdate() + timedelta(days=30))

    assert current_wording().text == "Dosavadní."


def test_nobody_can_have_agreed_yesterday_with_what_was_written_today(administration):
    response = write(administration, "Zpětně.", timezone.localdate() - timedelta(days=1))

    assert "Znění nemůže platit zpětně." in response.content.decode().replace("\u00a0", " ")
    assert not ConsentText.objects.exists()


def test_what_is_in_force_can_be_read_but_not_rewritten_nor_deleted(administration):
    wording = ConsentText.objects.create(version=1, text="Souhlasím.", valid_from=timezone.localdate())
    address = f"{LIST}{wording.pk}/change/"

    assert "Souhlasím." in administration.get(address).content.decode()
    assert administration.post(address, {"text": "Jinak.", "valid_from": "1.1.2030"}).status_code == 403
    assert administration.post(f"{LIST}{wording.pk}/delete/", {"post": "yes"}).status_code == 403
    assert ConsentText.objects.get().text == "Souhlasím."


def test_until_its_day_a_wording_may_be_put_right_or_taken_back(administration):
    later = timezone.localdate() + timedelta(days=30)
    wording = ConsentText.objects.create(version=2, text="Souhlsím.", valid_from=later)
    sent = {"text": "Souhlasím.", "valid_from": later.strftime("%d.%m.%Y")}

    assert administration.post(f"{LIST}{wording.pk}/change/", sent).status_code == 302
    assert ConsentText.objects.get().text == "Souhlasím."
    assert administration.post(f"{LIST}{wording.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not ConsentText.objects.exists()


def test_a_wording_somebody_agreed_with_is_never_deleted(administration):
    wording = ConsentText.objects.create(
        version=2, text="Souhlasím.", valid_from=timezone.localdate() + timedelta(days=1)
    )
    Consent.objects.create(
        inquiry=InquiryFactory(), wording=wording, extent="telefon", purpose="schůzka", manner="oral",
        recorded_by=UserFactory(worker=True),
    )  # fmt: skip

    assert administration.post(f"{LIST}{wording.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("role", ["worker", "coordinator", "partner"])
def test_only_administrators_keep_the_wording(client, role):
    client.force_login(UserFactory(role=role))

    assert client.get(LIST, follow=True).status_code == 403
