from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import FieldError
from django.db import DataError, IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from inquiries.models import (
    Actor,
    Consent,
    ConsentText,
    ContactCard,
    Deed,
    FollowUpState,
    Inquiry,
    InquiryNeed,
    InquiryState,
    InquiryWorker,
    Note,
    Reading,
    ReferralState,
    TimelineEntry,
    WorkerRole,
)
from inquiries.states import FOLLOW_UP_MOVES, INQUIRY_MOVES, REFERRAL_MOVES, RESULT_OF_STATE
from tests.factories import (
    FollowUpFactory,
    InquiryFactory,
    LifeSituationFactory,
    NoteFactory,
    OfficeFactory,
    ReferralFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def test_a_day_in_a_name_is_that_of_the_desk_also_after_midnight(worker):
    after_midnight = datetime(2026, 11, 25, 0, 30, tzinfo=ZoneInfo("Europe/Prague"))
    follow_up = FollowUpFactory(due_at=after_midnight)
    attempt = follow_up.attempts.create(by=worker, reached=False, at=after_midnight)
    reading = Reading(by=worker, kind="opened", at=after_midnight)

    assert [str(one).split()[-1] for one in (follow_up, attempt)] == ["2026-11-25"] * 2
    assert str(reading) == "2026-11-25 opened"


def refused(change) -> bool:
    """Whether the database refuses what `change` does, leaving the test's transaction usable."""
    try:
        with transaction.atomic():
            change()
    except (IntegrityError, ProgrammingError, DataError):
        return True
    return False


def test_no_two_inquiries_get_one_number():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT inquiry_public_id(n)), min(length(inquiry_public_id(n))), "
            "max(length(inquiry_public_id(n))) FROM generate_series(610000, 630000) n"
        )

        assert cursor.fetchone() == (20001, 6, 7)


def test_a_new_inquiry_knows_its_number_at_once():
    inquiry = InquiryFactory()

    assert inquiry.public_id.startswith("D-")
    assert Inquiry.objects.get(public_id=inquiry.public_id) == inquiry


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "lost"},
        {"state": "closed"},
        {"closing_reason": "informed"},
        {"state": "closed", "closed_at": timezone.now()},
        {"state": "follow_up"},
        {"persons_present": 0},
        {"minutes_direct": 1441},
        {"help_level": 4},
        {"ended_at": timezone.now() - timedelta(days=1)},
    ],
)
def test_the_table_refuses_an_impossible_inquiry(wrong):
    office = OfficeFactory()

    assert refused(lambda: InquiryFactory(office=office, **wrong))


def test_a_closed_inquiry_cannot_go_anywhere_but_back_to_work():
    inquiry = InquiryFactory(state="closed", closing_reason="informed", closed_at=timezone.now())

    def go(state):
        Inquiry.objects.filter(pk=inquiry.pk).update(state=state, closing_reason="", closed_at=None)

    assert refused(lambda: go("void"))
    assert not refused(lambda: go("open"))


@pytest.mark.parametrize("moves", [INQUIRY_MOVES, REFERRAL_MOVES, FOLLOW_UP_MOVES])
def test_every_state_but_the_last_ones_leads_somewhere(moves):
    assert all(end in type(end) for ends in moves.values() for end in ends)
    assert all(start not in ends for start, ends in moves.items())


def test_every_referral_state_has_its_word_in_statistics():
    assert set(RESULT_OF_STATE) == set(ReferralState)


def test_a_referral_has_exactly_one_target():
    inquiry = InquiryFactory(open=True)

    assert refused(lambda: ReferralFactory(inquiry=inquiry, service=None))
    assert refused(lambda: ReferralFactory(inquiry=inquiry, other="Někdo jiný"))
    assert not refused(lambda: ReferralFactory(inquiry=inquiry, service=None, other="Někdo jiný"))


def test_a_contact_goes_along_with_a_consent_only():
    inquiry, worker = InquiryFactory(open=True), UserFactory(worker=True)
    wording = ConsentText.objects.create(version=1, text="Souhlasím.", valid_from=timezone.localdate())

    assert refused(lambda: ReferralFactory(inquiry=inquiry, sent=True, shares_contact=True))
    consent = Consent.objects.create(
        inquiry=inquiry, wording=wording, extent="telefon", purpose="domluva", manner="oral", recorded_by=worker
    )
    assert not refused(lambda: ReferralFactory(inquiry=inquiry, sent=True, shares_contact=True, consent=consent))


def test_a_referral_is_sent_only_to_an_address():
    inquiry = InquiryFactory(open=True)

    assert refused(lambda: ReferralFactory(inquiry=inquiry, sent=True, target_email=""))


def test_a_declined_referral_stays_declined():
    referral = ReferralFactory(sent=True)
    type(referral).objects.filter(pk=referral.pk).update(state="declined")

    assert refused(lambda: type(referral).objects.filter(pk=referral.pk).update(state="accepted"))


def test_a_finished_follow_up_has_a_time_and_a_result():
    follow_up = FollowUpFactory()
    rows = type(follow_up).objects.filter(pk=follow_up.pk)

    assert refused(lambda: rows.update(state=FollowUpState.DONE, finished_at=timezone.now()))
    assert refused(lambda: rows.update(state=FollowUpState.DONE, result="met"))
    assert refused(lambda: rows.update(state=FollowUpState.FAILED, result="met", finished_at=timezone.now()))
    assert not refused(lambda: rows.update(state=FollowUpState.DONE, result="met", finished_at=timezone.now()))


def test_needs_are_ordered_and_not_repeated():
    inquiry, situation = InquiryFactory(), LifeSituationFactory()
    InquiryNeed.objects.create(inquiry=inquiry, situation=situation, order=0)

    assert refused(lambda: InquiryNeed.objects.create(inquiry=inquiry, situation=situation, order=1))


def test_one_worker_leads():
    inquiry = InquiryFactory()
    first, second = UserFactory(worker=True), UserFactory(worker=True)
    InquiryWorker.objects.create(inquiry=inquiry, worker=first)

    assert refused(lambda: InquiryWorker.objects.create(inquiry=inquiry, worker=second))
    assert not refused(lambda: InquiryWorker.objects.create(inquiry=inquiry, worker=second, role=WorkerRole.HELPED))


def test_words_are_not_readable_in_the_table():
    note = NoteFactory(text="Bydlí u sestry v Porubě.")

    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM inquiries_note WHERE id = %s", [note.pk])
        stored = cursor.fetchone()[0]

    assert "sestry" not in stored
    assert Note.objects.get(pk=note.pk).text == "Bydlí u sestry v Porubě."


def test_words_cannot_be_searched():
    with pytest.raises(FieldError):
        Note.objects.filter(text__contains="sestry").exists()


def test_a_contact_is_found_by_its_hash_and_is_never_empty():
    inquiry = InquiryFactory()
    card = ContactCard.objects.create(inquiry=inquiry, phone="+420603000000", expires_on=timezone.localdate())

    assert ContactCard.objects.get(phone_hash=card.phone_hash).phone == "+420603000000"
    assert refused(lambda: ContactCard.objects.create(inquiry=InquiryFactory(), expires_on=timezone.localdate()))


def test_the_timeline_names_a_worker_for_a_workers_deed():
    inquiry = InquiryFactory()

    assert refused(lambda: TimelineEntry.objects.create(inquiry=inquiry, deed=Deed.STARTED, actor=Actor.WORKER))


def test_readings_are_never_changed_and_are_kept_two_years():
    worker = UserFactory(worker=True)
    fresh = Reading.objects.create(by=worker, kind="opened", inquiry_id=1)
    old = Reading.objects.create(by=worker, kind="opened", inquiry_id=1, at=timezone.now() - timedelta(days=800))

    assert refused(lambda: Reading.objects.filter(pk=fresh.pk).update(kind="printed"))
    assert refused(lambda: Reading.objects.filter(pk=fresh.pk).delete())
    assert not refused(lambda: Reading.objects.filter(pk=old.pk).delete())


def test_readings_cannot_be_emptied(db):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE inquiries_reading ENABLE TRIGGER USER")

    def empty():
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE inquiries_reading")

    assert refused(empty)


@pytest.mark.parametrize(("role", "seen"), [("worker", 1), ("coordinator", 2), ("administrator", 0), ("partner", 0)])
def test_workers_see_their_own_office_and_coordinators_all(role, seen):
    here, elsewhere = OfficeFactory(), OfficeFactory(name="Jiné pracoviště")
    InquiryFactory(office=here)
    InquiryFactory(office=elsewhere)
    user = UserFactory(role=role)
    here.workers.add(user)

    assert Inquiry.objects.visible_to(user).count() == seen


def test_a_state_is_a_known_one():
    assert InquiryState("open").label == "řeší se"
