from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalogue.models import ChangeProposal
from inquiries.models import (
    Compartment,
    ContactCard,
    Inquiry,
    LegalHold,
    Note,
    PurgeRun,
    Reading,
    RetentionRule,
    Tombstone,
)
from inquiries.retention import WORDS_ELSEWHERE, purge
from sociopoint.models import Heartbeat
from sociopoint.secrecy import encrypted_fields
from tests.factories import (
    FollowUpFactory,
    InquiryFactory,
    LifeSituationFactory,
    NoteFactory,
    ReferralFactory,
    ServiceFactory,
    UnmetNeedFactory,
)

pytestmark = pytest.mark.usefixtures("desk")


@pytest.fixture
def ended():
    """`ended(days=400)` is an inquiry with a note, a contact and a brief, closed so many days ago."""

    def make(days, **facts):
        at = timezone.now() - timedelta(days=days)
        inquiry = InquiryFactory(
            **{"state": "closed", "closing_reason": "advised", "closed_at": at, "retention_from": at} | facts,
            situation=LifeSituationFactory(),
        )
        NoteFactory(inquiry=inquiry)
        ReferralFactory(inquiry=inquiry, brief="Vymyšlené shrnutí.")
        expires = timezone.localdate() + timedelta(days=1000)
        ContactCard.objects.create(inquiry=inquiry, phone="+420603000000", expires_on=expires)
        return inquiry

    return make


def words_of(inquiry):
    return [note.text for note in inquiry.notes.all()] + [referral.brief for referral in inquiry.referrals.all()]


@pytest.mark.parametrize(
    ("days", "facts", "shredded"),
    [
        (364, {}, False),
        (366, {}, True),
        (366, {"is_crisis": True}, False),
        (731, {"is_crisis": True}, True),
    ],
)
def test_words_go_when_their_rule_says(ended, days, facts, shredded):
    inquiry = ended(days, **facts)

    purge(commit=True)

    assert (words_of(inquiry) == [""]) is shredded
    assert Tombstone.objects.filter(inquiry_id=inquiry.pk, compartment="words").exists() is shredded


def test_without_commit_nothing_changes_and_everything_is_said(ended):
    inquiry, said = ended(400), io.StringIO()

    call_command("purge", stdout=said)

    assert "dotazů s texty ke skartaci: 1" in said.getvalue()
    assert len(words_of(inquiry)) == 2
    assert ContactCard.objects.count() == 1
    assert (PurgeRun.objects.get().is_committed, PurgeRun.objects.get().words) == (False, 1)


def test_contacts_go_before_words(ended):
    inquiry = ended(61)

    purge(commit=True)

    assert not ContactCard.objects.filter(inquiry=inquiry).exists()
    assert len(words_of(inquiry)) == 2


def test_a_card_goes_on_its_own_day_unless_a_call_is_promised(ended):
    past = timezone.localdate() - timedelta(days=1)
    expired, promised = ended(1), ended(1)
    ContactCard.objects.update(expires_on=past)
    FollowUpFactory(inquiry=promised, due_at=timezone.now() + timedelta(days=2))

    purge(commit=True)

    assert list(ContactCard.objects.values_list("inquiry", flat=True)) == [promised.pk]
    assert Tombstone.objects.filter(inquiry_id=expired.pk, days=None).exists()


def test_a_call_that_is_late_still_has_its_number(ended):
    late, forgotten = ended(1), ended(1)
    ContactCard.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    FollowUpFactory(inquiry=late, due_at=timezone.now() - timedelta(hours=4))
    FollowUpFactory(inquiry=forgotten, due_at=timezone.now() - timedelta(days=31))

    purge(commit=True)

    assert list(ContactCard.objects.values_list("inquiry", flat=True)) == [late.pk]


def test_what_is_only_to_be_kept_is_kept(ended):
    inquiry = ended(400, is_restricted=True)
    ContactCard.objects.update(expires_on=timezone.localdate() - timedelta(days=1))

    found = purge(commit=True)

    assert (found.words, found.contacts, found.overdue) == ([], [], 0)
    assert (len(words_of(inquiry)), ContactCard.objects.count()) == (2, 1)

    Inquiry.objects.update(is_restricted=False)
    purge(commit=True)
    assert (words_of(inquiry), ContactCard.objects.count()) == ([""], 0)


def test_a_legal_hold_stops_everything_until_its_day(ended, worker):
    inquiry = ended(400)
    hold = LegalHold.objects.create(inquiry=inquiry, reason="Stížnost.", until=timezone.localdate(), placed_by=worker)

    assert (purge(commit=True).held, len(words_of(inquiry))) == (1, 2)

    LegalHold.objects.filter(pk=hold.pk).update(until=timezone.localdate() - timedelta(days=1))
    purge(commit=True)
    assert words_of(inquiry) == [""]


def test_facts_and_the_return_code_stay_as_they_were(ended):
    inquiry = ended(400, return_code_hash="a" * 64, help_level=2, age_band="80+")
    before = Inquiry.objects.filter(pk=inquiry.pk).values().get()

    purge(commit=True)

    after = Inquiry.objects.filter(pk=inquiry.pk).values().get()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"shredded_at"}
    assert inquiry.needs.count() == 1
    assert inquiry.referrals.get().target_name


def test_words_written_after_the_shredder_came_go_too(ended):
    inquiry = ended(400)
    purge(commit=True)
    NoteFactory(inquiry=inquiry)
    inquiry.referrals.update(partner_message="Místo se uvolnilo.")

    run = purge(commit=True)

    assert (len(run.words), run.overdue) == (1, 0)
    assert (words_of(inquiry), inquiry.referrals.get().partner_message) == ([""], "")
    assert purge(commit=True).words == []


def test_words_of_who_came_back_later_have_their_whole_time(ended):
    inquiry = ended(400)
    purge(commit=True)
    Inquiry.objects.filter(pk=inquiry.pk).update(retention_from=timezone.now())
    NoteFactory(inquiry=inquiry)

    assert purge(commit=True).words == []


def test_a_run_for_good_is_told_to_the_health_of_the_product_and_a_dry_one_is_not(ended):
    purge(commit=False)
    assert not Heartbeat.objects.filter(name="purge").exists()

    purge(commit=True)

    assert Heartbeat.objects.get(name="purge").at >= timezone.now() - timedelta(minutes=1)


def test_who_read_what_is_forgotten_after_two_years_and_no_sooner(desk, worker):
    days = (729, 730, 732)
    for age in days:
        at = timezone.now() - timedelta(days=age)
        Reading.objects.create(by=worker, kind="opened", inquiry_id=age, at=at)

    assert purge(commit=False).readings == 1
    assert purge(commit=True).readings == 1

    assert set(Reading.objects.values_list("inquiry_id", flat=True)) == {729, 730}


def test_a_second_run_finds_nothing_left(ended):
    ended(400)
    purge(commit=True)

    again = purge(commit=True)

    assert (again.words, again.contacts) == ([], [])


def test_a_draft_nobody_came_back_to_is_void(db):
    draft = InquiryFactory()
    Inquiry.objects.filter(pk=draft.pk).update(changed_at=timezone.now() - timedelta(days=8))

    assert purge(commit=True).drafts == [draft.pk]

    draft.refresh_from_db()
    assert draft.state == "void"


def test_a_link_that_would_show_a_shredded_contact_shows_nothing(ended, worker):
    from inquiries.consent import record_consent

    inquiry = ended(61)
    consent = record_consent(inquiry, by=worker, extent="telefon", purpose="domluva", manner="oral")
    referral = ReferralFactory(inquiry=inquiry, sent=True, consent=consent, shares_contact=True)

    purge(commit=True)

    referral.refresh_from_db()
    assert referral.shares_contact is False


def test_the_most_particular_rule_holds_and_none_goes_past_the_bound(ended):
    RetentionRule.objects.create(compartment=Compartment.WORDS, kind="professional", days=30)
    inquiry = ended(31, kind="professional")

    purge(commit=True)

    assert words_of(inquiry) == [""]
    with pytest.raises(IntegrityError), transaction.atomic():
        RetentionRule.objects.create(compartment=Compartment.WORDS, kind="feedback", days=2000)


def test_what_earlier_runs_left_is_counted_and_what_is_held_is_not(ended, worker):
    ended(364)
    ended(365)
    held, left = ended(400), ended(400)
    LegalHold.objects.create(inquiry=held, reason="Soud.", until=timezone.localdate(), placed_by=worker)

    first, second = purge(commit=True), purge(commit=True)

    assert (first.overdue, second.overdue) == (2 + 2, 0)
    assert PurgeRun.objects.order_by("pk").values_list("overdue", flat=True).last() == 0
    assert left.notes.count() == 0


def test_words_beside_inquiries_go_after_a_year_and_the_facts_stay(ended):
    old, young = timezone.now() - timedelta(days=366), timezone.now() - timedelta(days=300)
    service = ServiceFactory()
    reports = [
        ChangeProposal.objects.create(service=service, topic="other", text="Volejte mi.", source=source, proposed_at=at)
        for source, at in (("public", old), ("public", young), ("partner", old))
    ]
    need = UnmetNeedFactory(source="partner", workaround="Řekla paní vedoucí.", recorded_at=old)
    of_inquiry = UnmetNeedFactory(inquiry=InquiryFactory(open=True), workaround="U sestry.", recorded_at=old)

    assert purge(commit=False).loose == purge(commit=True).loose == 2
    assert purge(commit=True).loose == 0

    for row in (*reports, need, of_inquiry):
        row.refresh_from_db()
    assert [report.text for report in reports] == ["", "Volejte mi.", "Volejte mi."]
    assert (need.workaround, need.source, of_inquiry.workaround) == ("", "partner", "U sestry.")


def test_every_place_of_words_is_known_to_the_shredder():
    elsewhere = {model: set(columns) for model, (_way, columns) in WORDS_ELSEWHERE.items()}
    kept_on_purpose = {"SubjectRequest", "LegalHold", "Consent"}  # § 100, and Art. 7 (1): the proof of consent

    for model, names in encrypted_fields():
        if model._meta.app_label != "inquiries" or model.__name__ in kept_on_purpose:
            continue
        if model in (ContactCard, Note) or model.__name__ == "Wish":
            continue
        assert set(names) == elsewhere[model]


def test_no_table_keeps_the_history_of_words():
    with_words = {model.__name__ for model, _names in encrypted_fields() if model._meta.app_label == "inquiries"}
    histories = {model.__name__ for model in apps.get_app_config("inquiries").get_models()}

    assert not {f"{name}Event" for name in with_words} & histories
