"""Partners keep the people of their own organisation, coordinators all."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from network.models import AGREED_WORDS, Mailbox, Position, Unit
from tests.factories import UserFactory
from tests.network.factories import PersonFactory, PositionFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation(client):
    """The one a signed-in partner belongs to."""
    user = UserFactory()
    position = PositionFactory(person=PersonFactory(user=user))
    client.force_login(user)
    return position.organisation


def test_a_colleague_is_added_with_a_phone_as_it_is_dialled(client, organisation):
    facts = {"name": "Jana Nová", "phone": "599 526 912", "visibility": "network", "since": "2026-01-01"}

    client.post(f"/sit/organizace/{organisation.pk}/clovek/", facts)

    added = Position.objects.get(person__name="Jana Nová")
    assert (added.organisation, added.phone, added.since) == (organisation, "+420599526912", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Napište jméno."),
        ({"phone": "zavolejte"}, "Telefon napište číslicemi"),
        ({"email": "jana"}, "Tohle není celý e-mail."),
        ({"visibility": "všichni"}, "Vyberte jednu z\u00a0nabízených možností."),
        ({"visibility": "public"}, "Na veřejný web jen se souhlasem."),
        ({"visibility": "public", "consent": "own"}, "Vyberte jednu z\u00a0nabízených možností."),
        ({"visibility": "public", "consent": "earlier"}, "Vyberte jednu z\u00a0nabízených možností."),
    ],
)
def test_what_cannot_be_kept_is_said_in_czech(client, organisation, wrong, sentence):
    facts = {"name": "Jana Nová", "visibility": "network"} | wrong

    response = client.post(f"/sit/organizace/{organisation.pk}/clovek/", facts)

    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_a_correction_changes_the_row_and_the_name(client, organisation):
    position = PositionFactory(organisation=organisation, title="Pracovnice")

    client.post(f"/sit/pusobeni/{position.pk}/", {"name": "Jana Opravená", "title": "Vedoucí", "visibility": "desk"})

    position.refresh_from_db()
    assert (position.person.name, position.title, position.visibility) == ("Jana Opravená", "Vedoucí", "desk")
    assert "opravena" in position.person.plain_name


PUBLIC = {"name": "Jana Nová", "visibility": "public"}


def test_a_contact_made_public_keeps_how_when_and_with_what_words_its_person_agreed(client, organisation):
    client.post(f"/sit/organizace/{organisation.pk}/clovek/", PUBLIC | {"consent": "written"})

    added = Position.objects.get(person__name="Jana Nová")
    assert (added.consent, added.consented_on, added.consent_words) == (
        "written",
        timezone.localdate(),
        str(AGREED_WORDS),
    )
    page = client.get(added.person.get_absolute_url()).content.decode()
    assert "napsal/a nám to" in page


def test_a_later_correction_keeps_the_day_and_words_of_the_consent(client, organisation):
    position = PositionFactory(organisation=organisation, visibility="public", person__name="Jana Nová")

    client.post(f"/sit/pusobeni/{position.pk}/", PUBLIC | {"consent": "oral", "title": "Vedoucí"})

    position.refresh_from_db()
    assert (position.title, position.consented_on, position.consent_words) == (
        "Vedoucí",
        date(2026, 3, 2),
        "Souhlasím se zveřejněním.",
    )


def test_a_contact_that_is_public_no_more_keeps_no_consent(client, organisation):
    position = PositionFactory(organisation=organisation, visibility="public", person__name="Jana Nová")

    client.post(f"/sit/pusobeni/{position.pk}/", PUBLIC | {"consent": "oral", "visibility": "network"})

    position.refresh_from_db()
    assert (position.visibility, position.consent, position.consented_on, position.consent_words) == (
        "network",
        "",
        None,
        "",
    )


def test_whoever_writes_about_themselves_agrees_by_it(client, organisation):
    own = organisation.positions.get()

    client.post(f"/sit/pusobeni/{own.pk}/", {"name": own.person.name, "visibility": "public", "consent": "own"})

    own.refresh_from_db()
    assert (own.visibility, own.consent) == ("public", "own")


def test_another_position_of_oneself_is_agreed_to_by_writing_it(client, organisation):
    own = organisation.positions.get()
    sent = {"name": own.person.name, "title": "Vedoucí", "visibility": "public", "consent": "own"}

    client.post(f"/sit/organizace/{organisation.pk}/clovek/?clovek={own.person.pk}", sent)

    assert own.person.positions.get(title="Vedoucí").consent == "own"


def test_a_contact_public_before_consents_were_kept_is_asked_about_when_next_corrected(client, organisation):
    position = PositionFactory(organisation=organisation, person__name="Jana Nová")
    Position.objects.filter(pk=position.pk).update(visibility="public", consent="earlier")
    address = f"/sit/pusobeni/{position.pk}/"

    assert client.post(address, PUBLIC).status_code == 422
    assert client.post(address, PUBLIC | {"consent": "oral"}).status_code == 302

    position.refresh_from_db()
    assert (position.consent, position.consented_on) == ("oral", timezone.localdate())


def test_a_partner_does_not_rename_somebody_who_works_elsewhere_too(client, organisation):
    position = PositionFactory(organisation=organisation, person__name="Jana Nová")
    PositionFactory(person=position.person)

    client.post(f"/sit/pusobeni/{position.pk}/", {"name": "Jana Jiná", "title": "Vedoucí", "visibility": "network"})

    position.refresh_from_db()
    assert (position.person.name, position.title) == ("Jana Nová", "Vedoucí")


def test_leaving_ends_the_position_and_deletes_nobody(client, organisation):
    position, heir = PositionFactory.create_batch(2, organisation=organisation)
    today = timezone.localdate()

    client.post(f"/sit/pusobeni/{position.pk}/konec/", {"until": today.isoformat(), "substitute": heir.pk})

    position.refresh_from_db()
    assert (position.until, position.substitute) == (today, heir)


def test_an_end_before_the_beginning_is_refused(client, organisation):
    position = PositionFactory(organisation=organisation, since=date(2026, 5, 1))

    response = client.post(f"/sit/pusobeni/{position.pk}/konec/", {"until": "2026-04-30"})

    assert response.status_code == 422
    assert "Konec nemůže být dřív než začátek." in response.content.decode()


def test_an_end_by_mistake_is_taken_back(client, organisation):
    position = PositionFactory(organisation=organisation, until=timezone.localdate() + timedelta(days=3))

    client.post(f"/sit/pusobeni/{position.pk}/zpet/")

    position.refresh_from_db()
    assert position.until is None


@pytest.mark.parametrize("address", ["clovek/", "utvar/", "schranky/"])
def test_another_organisation_s_record_is_not_a_partner_s_to_keep(client, organisation, address):
    other = PositionFactory().organisation

    assert client.get(f"/sit/organizace/{other.pk}/{address}").status_code == 403


def test_another_organisation_s_people_are_not_a_partner_s_to_change(client, organisation):
    position = PositionFactory()

    assert client.post(f"/sit/pusobeni/{position.pk}/", {"name": "X", "visibility": "network"}).status_code == 403
    assert client.get(f"/sit/pusobeni/{PositionFactory(visibility='desk').pk}/").status_code == 404


def test_units_and_letter_boxes_are_kept(client, organisation):
    unit = UnitFactory(organisation=organisation, name="Terén")

    client.post(f"/sit/organizace/{organisation.pk}/utvar/", {"name": "Poradna"})
    repeated = client.post(f"/sit/utvary/{unit.pk}/", {"name": "Poradna"})
    for email in ("Prijem@sluzba.example", ""):
        client.post(f"/sit/organizace/{organisation.pk}/schranky/", {"referrals": email, "statistics": "s@x.example"})

    assert repeated.status_code == 422
    assert set(Unit.objects.values_list("name", flat=True)) == {"Poradna", "Terén"}
    assert list(Mailbox.objects.values_list("purpose", "email")) == [("statistics", "s@x.example")]


def test_letter_boxes_are_for_those_who_write_to_them(client, organisation):
    box = Mailbox.objects.create(organisation=PositionFactory().organisation, purpose="referrals", email="p@x.example")

    page = client.get(f"/sit/organizace/{box.organisation_id}/").content.decode()

    assert "p@x.example" not in page


def test_a_purpose_has_one_letter_box():
    box = Mailbox.objects.create(organisation=PositionFactory().organisation, purpose="referrals", email="p@x.example")

    with pytest.raises(IntegrityError, match="mailbox_one_for_a_purpose"):
        Mailbox.objects.create(organisation=box.organisation, purpose="referrals", email="q@x.example")


def test_a_purpose_is_a_known_one():
    with pytest.raises(IntegrityError, match="mailbox_for_a_known_purpose"):
        Mailbox.objects.create(organisation=PositionFactory().organisation, purpose="jokes", email="q@x.example")


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_of_an_organisation_costs_the_same_for_one_and_three(
    client, organisation, django_assert_num_queries, people
):
    PositionFactory.create_batch(people, organisation=organisation)

    with django_assert_num_queries(9):
        client.get(f"/sit/organizace/{organisation.pk}/")
