"""Whom to call about what."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from catalogue.knowledge import knowledge
from network.models import Person, Visibility
from network.visiting_cards import card_of
from sociopoint.versions import raise_version
from tests.factories import ContactFactory, LifeSituationFactory, OrganisationFactory, PlaceFactory, UserFactory
from tests.network.factories import PersonFactory, PositionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(client):
    user = UserFactory(worker=True)
    client.force_login(user)
    return user


@pytest.fixture
def partner(client):
    """Somebody of one organisation, signed in."""
    user = UserFactory()
    PositionFactory(person=PersonFactory(user=user, name="Partnerka Sama"))
    client.force_login(user)
    return user


def names(response) -> list[str]:
    return [position.person.name for position in response.context["page"].positions]


@pytest.mark.parametrize("asked", ["novotna", "Novotná", "charita", "DLUHY", "vedouci", "novotna charita"])
def test_a_word_meets_the_name_the_organisation_the_post_and_the_topic(client, worker, asked):
    PositionFactory(
        person=PersonFactory(name="Mgr. Jana Novotná, DiS."),
        organisation=OrganisationFactory(name="Charita Ostrava"),
        title="Vedoucí poradny",
        speciality="Dluhy a exekuce",
    )
    PositionFactory(person=PersonFactory(name="Petr Jiný"))

    response = client.get("/sit/lide/", {"q": asked})

    assert names(response) == ["Mgr. Jana Novotná, DiS."]


def test_people_are_sorted_by_family_name_in_czech_order(client, worker):
    for name in ("Adam Žák", "Ing. Zora Chvátalová", "Jana Hrubá", "Bc. Eva Čechová, DiS.", "Ota Cibulka"):
        PositionFactory(person=PersonFactory(name=name))

    response = client.get("/sit/lide/")

    assert names(response) == [
        "Ota Cibulka",
        "Bc. Eva Čechová, DiS.",
        "Jana Hrubá",
        "Ing. Zora Chvátalová",
        "Adam Žák",
    ]


def test_a_situation_and_a_district_narrow_the_list(client, worker):
    home = PlaceFactory(name="Ostrava")
    poruba = PlaceFactory(name="Poruba", kind="city_district", parent=home)
    debts = LifeSituationFactory(name="Mám dluhy")
    raise_version("lexicon")
    meant = PositionFactory()
    meant.situations.add(debts)
    meant.districts.add(poruba)
    PositionFactory().situations.add(debts)

    chosen = client.get("/sit/lide/", {"situace": debts.slug, "obvod": poruba.pk})
    typed = client.get("/sit/lide/", {"q": "dluhy poruba"})

    assert names(chosen) == [meant.person.name]
    assert names(typed) == [meant.person.name]
    assert knowledge().home == home


def test_the_list_of_a_past_day_shows_who_was_there(client, worker):
    PositionFactory(person=PersonFactory(name="Bývalá"), since=date(2024, 1, 1), until=date(2025, 6, 30))
    PositionFactory(person=PersonFactory(name="Nynější"), since=date(2025, 7, 1))

    today, then = client.get("/sit/lide/"), client.get("/sit/lide/", {"den": "1. 3. 2025"})

    assert (names(today), names(then)) == (["Nynější"], ["Bývalá"])


def test_an_unreadable_day_finds_nobody_and_says_how_to_write_it(client, worker):
    PositionFactory()

    response = client.get("/sit/lide/", {"den": "včera"})

    assert (response.status_code, names(response)) == (422, [])
    assert "16. 11. 2026" in response.content.decode()


def test_a_partner_sees_the_network_and_their_own_but_not_the_desk_s(client, partner):
    own = partner.person.positions.get().organisation
    PositionFactory(person=PersonFactory(name="A Veřejná"), visibility=Visibility.PUBLIC)
    PositionFactory(person=PersonFactory(name="B Síťová"))
    PositionFactory(person=PersonFactory(name="C Tajná"), visibility=Visibility.DESK)
    PositionFactory(person=PersonFactory(name="D Vlastní"), visibility=Visibility.DESK, organisation=own)

    response = client.get("/sit/lide/")

    assert names(response) == ["Partnerka Sama", "B Síťová", "A Veřejná", "D Vlastní"]


def test_a_partner_without_a_position_sees_only_the_public_and_whom_to_ask(client):
    client.force_login(UserFactory())
    PositionFactory(person=PersonFactory(name="A Veřejná"), visibility=Visibility.PUBLIC)
    PositionFactory(person=PersonFactory(name="B Síťová"))

    response = client.get("/sit/lide/")

    assert names(response) == ["A Veřejná"]
    assert "Požádejte koordinátorku" in response.content.decode()


def test_a_person_only_the_desk_may_see_does_not_exist_for_a_partner(client, partner):
    hidden = PositionFactory(visibility=Visibility.DESK).person

    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert client.get(f"{hidden.get_absolute_url()}vizitka.vcf").status_code == 404


def test_a_substitute_only_the_desk_may_see_is_not_named(client, partner):
    hidden = PositionFactory(person=PersonFactory(name="C Tajná"), visibility=Visibility.DESK)
    shown = PositionFactory(organisation=hidden.organisation, substitute=hidden)

    pages = [client.get(path).content.decode() for path in ("/sit/lide/", shown.person.get_absolute_url())]

    assert [("C Tajná" in page) for page in pages] == [False, False]


def test_a_substitute_who_left_too_is_not_named(client, worker):
    yesterday = timezone.localdate() - timedelta(days=1)
    left = PositionFactory(person=PersonFactory(name="C Odešlá"), until=yesterday)
    shown = PositionFactory(organisation=left.organisation, substitute=left)

    pages = [client.get(path).content.decode() for path in ("/sit/lide/", shown.person.get_absolute_url())]

    assert [("C Odešlá" in page) for page in pages] == [False, False]


def test_the_page_of_one_who_left_says_whom_to_call_instead(client, worker):
    heir = PositionFactory(person=PersonFactory(name="Jana Nástupná"))
    yesterday = timezone.localdate() - timedelta(days=1)
    left = PositionFactory(organisation=heir.organisation, until=yesterday, substitute=heir)

    page = client.get(left.person.get_absolute_url()).content.decode()

    assert "Teď v\u00a0síti nikde nepůsobí" in page
    assert "Jana Nástupná" in page


def test_a_card_holds_what_an_address_book_wants(client, worker):
    position = PositionFactory(
        person=PersonFactory(name="Mgr. Jana Nová, DiS."),
        organisation=OrganisationFactory(name="Charita; Ostrava"),
        phone="+420599526912",
        email="jana@charita.example",
        title="Vedoucí",
    )

    response = client.get(f"{position.person.get_absolute_url()}vizitka.vcf")

    assert response["Content-Type"] == "text/vcard; charset=utf-8"
    assert response.content.decode().split("\r\n") == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "N:Nová;Jana;;Mgr.;DiS.",
        "FN:Mgr. Jana Nová\\, DiS.",
        "ORG:Charita\\; Ostrava",
        "TITLE:Vedoucí",
        "TEL;TYPE=WORK,VOICE:+420599526912",
        "EMAIL;TYPE=INTERNET,WORK:jana@charita.example",
        "END:VCARD",
        "",
    ]


def test_a_long_line_of_a_card_is_folded_between_letters(client, worker):
    position = PositionFactory(speciality="ř" * 100)

    card = client.get(f"{position.person.get_absolute_url()}vizitka.vcf").content

    assert max(len(line) for line in card.split(b"\r\n")) == 75
    assert f"NOTE:{'ř' * 100}" in card.decode().replace("\r\n ", "")


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(client, worker, django_assert_num_queries, people):
    for position in PositionFactory.create_batch(people):
        position.situations.add(LifeSituationFactory())
    knowledge()

    with django_assert_num_queries(5):
        client.get("/sit/lide/")


def test_pages_follow_each_other_by_key(client, worker):
    for number in range(31):
        PositionFactory(person=PersonFactory(name=f"Pracovnice {number:02d}"))

    first = client.get("/sit/lide/")
    second = client.get(f"/sit/lide/{first.context['page'].next}")

    assert len(names(first)) == 30
    assert names(second) == ["Pracovnice 30"]
    assert first.context["page"].heading == "31 lidí"


@pytest.mark.parametrize("after", ["nic", "-1", "999999999999999999999", "²"])
def test_a_page_after_nobody_is_empty(client, worker, after):
    PositionFactory()

    response = client.get("/sit/lide/", {"po": after})

    assert (response.status_code, names(response)) == (200, [])


def test_a_card_without_a_contact_of_the_person_has_the_organisation_s_as_the_page_has(client, worker):
    position = PositionFactory()
    ContactFactory(organisation=position.organisation, service=None, value="+420599000111")

    card = client.get(f"{position.person.get_absolute_url()}vizitka.vcf").content.decode()

    assert "TEL;TYPE=WORK,VOICE:+420599000111" in card


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Jana Nová Ph.D.", "Nová;Jana;;;Ph.D."),
        ("Ing. arch. Eva Nová, CSc., MBA", "Nová;Eva;;Ing. arch.;CSc.\\, MBA"),
        ("Jan Jan", "Jan;Jan;;;"),
        ("Sestra Anna Marie Malá", "Malá;Sestra Anna Marie;;;"),
        ("Vedoucí", "Vedoucí;;;;"),
        ("Mgr.", ";;;Mgr.;"),
        ("; DROP", "DROP;\\;;;;"),
    ],
)
def test_an_address_book_sorts_odd_names_by_the_family(name, parts):
    assert f"N:{parts}\r\n" in card_of(Person(name=name), [])
