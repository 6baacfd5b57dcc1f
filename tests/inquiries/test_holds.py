from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from inquiries.holding import HoldRefused, place_hold, release_hold
from inquiries.models import ContactCard, Deed, Inquiry, LegalHold, SubjectRequest
from inquiries.retention import purge, shred_words
from inquiries.subject_requests import erase
from tests.factories import InquiryFactory, NoteFactory, OfficeFactory

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


@pytest.fixture
def inquiry():
    """Closed long ago, with words and a contact that are past their time."""
    at = timezone.now() - 4 * YEAR
    made = InquiryFactory(state="closed", closing_reason="advised", closed_at=at, retention_from=at)
    NoteFactory(inquiry=made)
    ContactCard.objects.create(inquiry=made, phone="+420603000000", expires_on=timezone.localdate())
    return made


@pytest.fixture
def in_a_year():
    return timezone.localdate() + YEAR


def test_what_is_held_is_not_shredded_until_it_is_released(inquiry, worker, coordinator, in_a_year):
    hold = place_hold(inquiry, by=worker, reason="Okresní soud, sp. zn. 1 C 1.", until=in_a_year)

    assert (purge(commit=True).words, inquiry.notes.count()) == ([], 1)

    release_hold(hold, by=coordinator)
    purge(commit=True)
    assert (inquiry.notes.count(), ContactCard.objects.count()) == (0, 0)
    deeds = [entry.deed for entry in inquiry.timeline.all()]
    assert deeds[:2] == [Deed.HELD, Deed.RELEASED]


def test_a_hold_placed_after_the_shredder_had_looked_still_holds(inquiry, worker, in_a_year):
    found = purge(commit=False)
    place_hold(inquiry, by=worker, reason="Stížnost.", until=in_a_year)

    assert (shred_words(found.words), inquiry.notes.count()) == (0, 1)


def test_an_erasure_leaves_what_is_held_and_says_so(inquiry, worker, in_a_year):
    free = InquiryFactory(open=True, return_code_hash="b" * 64)
    NoteFactory(inquiry=free)
    request = SubjectRequest.objects.create(kind="erase", known_by="Zavolal.", handled_by=worker)
    request.inquiries.add(inquiry, free)
    place_hold(inquiry, by=worker, reason="Stížnost.", until=in_a_year)

    assert erase(request, by=worker) == 1

    assert (inquiry.notes.count(), free.notes.count()) == (1, 0)
    assert [(line.step, line.number) for line in request.protocol.all()] == [("erased", 1), ("held", 1)]
    assert Inquiry.objects.get(pk=free.pk).return_code_hash == ""


def test_a_hold_ends_once_and_not_in_the_past(inquiry, worker, coordinator):
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(HoldRefused):
        place_hold(inquiry, by=worker, reason="Soud.", until=yesterday)
    hold = place_hold(inquiry, by=worker, reason="Soud.", until=timezone.localdate())

    release_hold(hold, by=coordinator)

    with pytest.raises(HoldRefused):
        release_hold(hold, by=coordinator)


def test_a_double_click_places_one_hold_and_a_rewritten_form_another(client, inquiry, worker, in_a_year):
    client.force_login(worker)
    address = f"{inquiry.get_absolute_url()}zadrzeni/"
    form = client.get(address).context["form"]
    sent = {"reason": "Soud.", "until": in_a_year.isoformat(), "sent": str(form["sent"].value())}

    for typed in (sent, sent, sent | {"reason": "Policie."}):
        assert client.post(address, typed).status_code == 302

    assert sorted(hold.reason for hold in inquiry.holds.all()) == ["Policie.", "Soud."]
    assert inquiry.timeline.filter(deed=Deed.HELD).count() == 2


def test_a_form_sent_again_after_its_hold_was_released_holds_again(client, inquiry, worker, coordinator, in_a_year):
    client.force_login(worker)
    address = f"{inquiry.get_absolute_url()}zadrzeni/"
    sent = {
        "reason": "Soud.",
        "until": in_a_year.isoformat(),
        "sent": str(client.get(address).context["form"]["sent"].value()),
    }
    client.post(address, sent)
    release_hold(inquiry.holds.get(), by=coordinator)

    client.post(address, sent)

    assert (inquiry.holds.count(), inquiry.holds.in_force().count()) == (2, 1)
    assert purge(commit=True).words == []


@pytest.mark.parametrize(
    ("facts", "rule"),
    [({"reason": ""}, "legal_hold_says_why"), ({"released_at": timezone.now()}, "legal_hold_released_by_somebody")],
)
def test_the_database_wants_a_reason_and_a_name(inquiry, worker, in_a_year, facts, rule):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        LegalHold.objects.create(
            **{"inquiry": inquiry, "reason": "Soud.", "until": in_a_year, "placed_by": worker} | facts
        )


def test_a_worker_places_one_and_a_coordinator_releases_it(client, inquiry, worker, coordinator, in_a_year):
    address = f"{inquiry.get_absolute_url()}zadrzeni/"
    client.force_login(worker)
    client.post(address, {"reason": "Okresní soud.", "until": in_a_year.isoformat()})
    hold = LegalHold.objects.get()

    page = client.get(inquiry.get_absolute_url()).text
    assert "Okresní soud." in page
    assert "Uvolnit" not in page
    assert client.post(f"/pult/zadrzeni/{hold.pk}/uvolnit/").status_code == 403

    client.force_login(coordinator)
    assert "Okresní soud." in client.get("/pult/zadrzeni/").text
    assert client.post(f"/pult/zadrzeni/{hold.pk}/uvolnit/").status_code == 302
    hold.refresh_from_db()
    assert hold.released_by == coordinator
    assert "Zadržené teď není nic." in client.get("/pult/zadrzeni/").text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"reason": ""}, "Napište, kdo si to vyžádal a proč."),
        ({"until": "2020-01-01"}, "Ten den už byl."),
        ({"until": "2199-01-01"}, "nejvýš na pět let"),
        ({"until": "brzy"}, "Datum napište"),
    ],
)
def test_a_bad_field_says_what_to_write(client, inquiry, worker, in_a_year, typed, sentence):
    client.force_login(worker)

    response = client.post(
        f"{inquiry.get_absolute_url()}zadrzeni/", {"reason": "Soud.", "until": in_a_year.isoformat()} | typed
    )

    assert (response.status_code, LegalHold.objects.count()) == (422, 0)
    assert sentence in response.text


def test_a_restricted_inquiry_may_be_held(client, worker, in_a_year):
    inquiry = InquiryFactory(open=True, is_restricted=True)
    client.force_login(worker)

    client.post(f"{inquiry.get_absolute_url()}zadrzeni/", {"reason": "Soud.", "until": in_a_year.isoformat()})

    assert inquiry.holds.in_force().count() == 1


def test_another_office_is_a_secret(client, worker, in_a_year):
    elsewhere = InquiryFactory(open=True, office=OfficeFactory(name="Jiné pracoviště"))
    LegalHold.objects.create(inquiry=elsewhere, reason="Cizí.", until=in_a_year, placed_by=worker)
    client.force_login(worker)

    assert client.get(f"{elsewhere.get_absolute_url()}zadrzeni/").status_code == 404
    assert "Cizí." not in client.get("/pult/zadrzeni/").text
