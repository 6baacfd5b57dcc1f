from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from inquiries.models import ContactCard, Reading, SubjectRequest, Tombstone
from inquiries.return_code import give_code
from tests.factories import InquiryFactory, LifeSituationFactory, NoteFactory, OfficeFactory, UserFactory

ADDRESS = "/pult/zadosti/"


@pytest.fixture
def theirs(worker):
    """An inquiry with words and a contact of somebody."""
    inquiry = InquiryFactory(open=True, assignee=worker, situation=LifeSituationFactory(name="Mám dluhy"))
    NoteFactory(inquiry=inquiry, text="Vymyšlená poznámka.")
    ContactCard.objects.create(inquiry=inquiry, phone="+420603000000", expires_on=timezone.localdate())
    return inquiry


@pytest.fixture
def signed_in(client, worker):
    client.force_login(worker)
    return client


@pytest.fixture
def begin(signed_in):
    def send(**typed):
        return signed_in.post(ADDRESS, {"kind": "access", "known_by": "Zavolal z toho čísla."} | typed)

    return send


def test_a_person_is_found_by_phone_or_code_and_by_nothing_else(begin, theirs, worker):
    code = give_code(theirs, by=worker)
    InquiryFactory()

    begin(phone="603 000 000")
    begin(code=code)
    begin(email="nikdo@sociopoint.example")

    found = [list(row.inquiries.all()) for row in SubjectRequest.objects.order_by("pk")]
    assert found == [[theirs], [theirs], []]
    assert SubjectRequest.objects.first().due_on == timezone.localdate() + timedelta(days=30)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Vyplňte telefon, e-mail nebo kód"),
        ({"phone": "číslo"}, "Telefon napište číslicemi"),
        ({"code": "jen dvě"}, "Kód má čtyři slova"),
        ({"phone": "603000000", "known_by": ""}, "podle čeho jste ho poznali"),
    ],
)
def test_a_bad_field_says_what_to_write(begin, typed, sentence):
    response = begin(**typed)

    assert (response.status_code, SubjectRequest.objects.count()) == (422, 0)
    assert sentence in response.content.decode()


def test_the_package_holds_everything_and_handing_it_out_is_written_down(begin, signed_in, theirs):
    begin(phone="603000000")
    address = f"{ADDRESS}{SubjectRequest.objects.get().pk}/"

    packed = json.loads(signed_in.post(f"{address}balicek/", {"podoba": "json"}).content)
    page = signed_in.post(f"{address}balicek/", {"podoba": "stranka"}).content.decode()

    assert packed["inquiries"][0]["texts"][0]["text"] == "Vymyšlená poznámka."
    assert packed["inquiries"][0]["contact"]["phone"] == "+420603000000"
    assert "Vymyšlená poznámka." in page
    assert Reading.objects.filter(kind="exported", inquiry_id=theirs.pk).count() == 2


def test_erasing_wants_a_tick_and_leaves_facts(begin, signed_in, theirs):
    begin(phone="603000000", kind="erase")
    address = f"{ADDRESS}{SubjectRequest.objects.get().pk}/"
    signed_in.post(f"{address}smazat/")
    assert theirs.notes.count() == 1

    signed_in.post(f"{address}smazat/", {"opravdu": "ano"})

    theirs.refresh_from_db()
    assert (theirs.notes.count(), ContactCard.objects.count(), theirs.needs.count()) == (0, 0, 1)
    assert Tombstone.objects.count() == 2


def test_restricting_is_marked_and_the_end_needs_an_answer(begin, signed_in, theirs):
    begin(phone="603000000", kind="restrict")
    row = SubjectRequest.objects.get()
    signed_in.post(f"{ADDRESS}{row.pk}/omezit/")
    assert signed_in.post(f"{ADDRESS}{row.pk}/uzavrit/", {"answer": ""}).status_code == 422

    signed_in.post(f"{ADDRESS}{row.pk}/uzavrit/", {"answer": "Odpověděli jsme dopisem."})

    theirs.refresh_from_db()
    row.refresh_from_db()
    assert (theirs.is_restricted, row.state) == (True, "done")
    assert signed_in.get(theirs.get_absolute_url()).status_code == 200
    assert signed_in.post(f"{theirs.get_absolute_url()}uzavrit/", {"reason": "advised"}).status_code == 403
    assert [line.step for line in row.protocol.all()] == ["found", "restricted", "answered"]


def test_another_office_and_other_roles_see_nothing(begin, client, theirs, coordinator):
    begin(phone="603000000")
    address = f"{ADDRESS}{SubjectRequest.objects.get().pk}/"
    stranger = UserFactory(worker=True)
    OfficeFactory(name="Jiné pracoviště").workers.add(stranger)

    client.force_login(stranger)
    assert client.get(address).status_code == 404
    client.force_login(coordinator)
    assert client.get(address).status_code == 403
