from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from inquiries.models import (
    Consent,
    ConsentText,
    ContactCard,
    Deed,
    Inquiry,
    OutcomeSource,
    Referral,
    ReferralMode,
    ReferralState,
)
from inquiries.partners import respond_by
from inquiries.referring import (
    Answer,
    AnswerIncomplete,
    ConsentMissing,
    IdentityInText,
    InquiryIsOver,
    MoveNotAllowed,
    NoAddress,
    NoTarget,
    ReferralRefused,
    expire,
    record_answer,
    record_outcome,
    refer,
    renew_link,
    supply_information,
    withdraw,
)
from network.models import Mailbox
from tests.factories import (
    ContactFactory,
    DeclineReasonFactory,
    FacilityFactory,
    FollowUpFactory,
    InquiryFactory,
    OrganisationFactory,
    ServiceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def inquiry(worker):
    return InquiryFactory(state="open", assignee=worker)


@pytest.fixture
def service():
    service = ServiceFactory(name="Poradna", organisation__name="Charita")
    ContactFactory(service=service, value="+420599526912")
    ContactFactory(service=service, kind="email", value="poradna@charita.example")
    return service


@pytest.fixture
def sent(inquiry, worker, service) -> Referral:
    return refer(inquiry, by=worker, mode=ReferralMode.SENT, service=service, brief="Hledá pomoc s dluhy.")


def consent_of(inquiry, worker) -> Consent:
    wording = ConsentText.objects.get_or_create(
        version=1, defaults={"text": "Souhlasím.", "valid_from": timezone.localdate()}
    )[0]
    return Consent.objects.create(
        inquiry=inquiry, wording=wording, extent="telefon", purpose="domluva", manner="oral", recorded_by=worker
    )


def state_of(row) -> str:
    return type(row).objects.get(pk=row.pk).state


def test_a_given_contact_is_kept_as_it_was_and_expects_no_answer(inquiry, worker, service):
    facility = FacilityFactory(service=service, name="Pobočka Poruba")

    referral = refer(inquiry, by=worker, mode=ReferralMode.CONTACT_GIVEN, service=service, facility=facility)

    assert referral.target_name == "Poradna, Pobočka Poruba, Charita"
    assert (referral.target_phone, referral.state) == ("+420599526912", "given")
    assert (referral.respond_by, referral.link_expires_at) == (None, None)
    assert state_of(inquiry) == "open"
    entry = inquiry.timeline.get()
    assert (entry.deed, entry.by, entry.after) == (Deed.REFERRED, worker, "contact_given")


def test_a_draft_stays_a_draft_when_only_a_contact_is_given(worker, service):
    inquiry = InquiryFactory()

    refer(inquiry, by=worker, mode=ReferralMode.CONTACT_GIVEN, service=service)

    assert state_of(inquiry) == "draft"


@pytest.mark.parametrize("state", ["draft", "open", "follow_up", "waiting_client"])
def test_a_sent_referral_makes_the_inquiry_wait_for_the_partner(worker, service, state):
    inquiry = InquiryFactory(state=state, assignee=worker, waiting_until=timezone.localdate())

    referral = refer(inquiry, by=worker, mode=ReferralMode.SENT, service=service)

    assert (referral.state, referral.target_email) == ("sent", "poradna@charita.example")
    assert referral.link_expires_at > timezone.now() + timedelta(days=13)
    assert state_of(inquiry) == inquiry.state == "waiting_partner"


def test_the_address_of_the_organisation_serves_a_service_without_one(inquiry, worker):
    service = ServiceFactory()
    ContactFactory(service=service, kind="email", value="napište nám")
    ContactFactory(service=None, organisation=service.organisation, kind="email", value="info@charita.example")

    referral = refer(inquiry, by=worker, mode=ReferralMode.SENT, service=service)

    assert referral.target_email == "info@charita.example"


def test_a_letter_goes_first_to_the_box_the_organisation_keeps_for_referrals(inquiry, worker, service):
    Mailbox.objects.create(organisation=service.organisation, purpose="referrals", email="predani@charita.example")

    referral = refer(inquiry, by=worker, mode=ReferralMode.SENT, service=service, brief="Hledá pomoc s dluhy.")

    assert referral.target_email == "predani@charita.example"


def test_nothing_is_sent_where_no_address_is_registered(inquiry, worker):
    with pytest.raises(NoAddress):
        refer(inquiry, by=worker, mode=ReferralMode.SENT, service=ServiceFactory())
    with pytest.raises(NoAddress):
        refer(inquiry, by=worker, mode=ReferralMode.SENT, other="Farář")

    assert not Referral.objects.exists()


def test_a_brief_that_names_somebody_is_not_sent(inquiry, worker, service):
    with pytest.raises(IdentityInText):
        refer(inquiry, by=worker, mode=ReferralMode.SENT, service=service, brief="Volat na 603 000 000.")

    assert not Referral.objects.exists()


def test_exactly_one_target_is_chosen(inquiry, worker, service):
    with pytest.raises(NoTarget):
        refer(inquiry, by=worker, mode=ReferralMode.CONTACT_GIVEN)
    with pytest.raises(NoTarget):
        refer(inquiry, by=worker, mode=ReferralMode.CONTACT_GIVEN, service=service, organisation=OrganisationFactory())


def test_somebody_who_is_not_in_the_catalogue_is_named(inquiry, worker):
    referral = refer(inquiry, by=worker, mode=ReferralMode.CONTACT_GIVEN, other=" Domovní důvěrnice ")

    assert (referral.target_name, referral.target_phone) == ("Domovní důvěrnice", "")


@pytest.mark.parametrize("state", ["closed", "void"])
def test_nobody_is_handed_over_from_an_inquiry_that_is_over(worker, service, state):
    closed = {"closing_reason": "informed", "closed_at": timezone.now()} if state == "closed" else {}
    inquiry = InquiryFactory(state=state, **closed)

    with pytest.raises(InquiryIsOver):
        refer(inquiry, by=worker, mode=ReferralMode.CONTACT_GIVEN, service=service)


def test_a_double_click_hands_over_once(inquiry, worker, service):
    first = refer(inquiry, by=worker, mode=ReferralMode.SENT, service=service)
    second = refer(inquiry, by=worker, mode=ReferralMode.SENT, service=service)

    assert first == second
    assert Referral.objects.count() == 1


@pytest.mark.parametrize("mode", [ReferralMode.WARM_CALL, ReferralMode.ACCOMPANIED])
def test_going_together_needs_a_consent(inquiry, worker, service, mode):
    with pytest.raises(ConsentMissing):
        refer(inquiry, by=worker, mode=mode, service=service)

    referral = refer(inquiry, by=worker, mode=mode, service=service, consent=consent_of(inquiry, worker))

    assert referral.state == "given"


def test_a_contact_goes_along_with_a_valid_consent_of_the_same_person(inquiry, worker, service):
    def attempt(consent):
        return refer(inquiry, by=worker, mode=ReferralMode.SENT, service=service, consent=consent, shares_contact=True)

    withdrawn = consent_of(inquiry, worker)
    Consent.objects.filter(pk=withdrawn.pk).update(withdrawn_at=timezone.now())
    for consent in (None, consent_of(InquiryFactory(), worker), Consent.objects.get(pk=withdrawn.pk)):
        with pytest.raises(ConsentMissing):
            attempt(consent)
    valid = consent_of(inquiry, worker)
    with pytest.raises(ReferralRefused, match="žádný kontakt"):
        attempt(valid)
    ContactCard.objects.create(inquiry=inquiry, phone="+420603000000", expires_on=timezone.localdate())
    inquiry = Inquiry.objects.get(pk=inquiry.pk)

    assert attempt(valid).shares_contact is True


def test_an_urgent_one_is_asked_back_the_next_working_day():
    friday_before_a_holiday = date(2026, 11, 13)  # Tuesday the 17th is a public holiday

    assert respond_by("now", friday_before_a_holiday) == date(2026, 11, 16)
    assert respond_by("three_days", friday_before_a_holiday) == date(2026, 11, 19)
    assert respond_by("ordinary", friday_before_a_holiday) == date(2026, 11, 23)


def test_the_last_answer_lets_the_inquiry_go_on(sent, inquiry, worker):
    other = ServiceFactory()
    ContactFactory(service=other, kind="email", value="druha@sluzba.example")
    second = refer(inquiry, by=worker, mode=ReferralMode.SENT, service=other)

    record_answer(sent, Answer(ReferralState.ACCEPTED, responder="Vedoucí poradny"), by=None)
    assert state_of(inquiry) == "waiting_partner"

    record_answer(second, Answer(ReferralState.WAITLISTED, waiting_estimate="tři měsíce"), by=worker)
    assert state_of(inquiry) == "open"
    assert second.outcome_source == OutcomeSource.WORKER
    assert sent.outcome_source == OutcomeSource.PARTNER


def test_an_answer_with_a_follow_up_planned_leaves_the_inquiry_to_it(sent, inquiry):
    FollowUpFactory(inquiry=inquiry)

    record_answer(sent, Answer(ReferralState.ACCEPTED), by=None)

    assert state_of(inquiry) == "follow_up"


def test_who_answered_first_is_heard(sent):
    record_answer(sent, Answer(ReferralState.ACCEPTED, responder="První"), by=None)

    with pytest.raises(MoveNotAllowed):
        record_answer(
            Referral.objects.get(pk=sent.pk), Answer(ReferralState.INFO_NEEDED, message="Kolik mu je?"), by=None
        )

    stored = Referral.objects.get(pk=sent.pk)
    assert (stored.state, stored.responder_name) == ("accepted", "První")


def test_a_refusal_has_a_coded_reason(sent):
    with pytest.raises(AnswerIncomplete):
        record_answer(sent, Answer(ReferralState.DECLINED), by=None)

    record_answer(sent, Answer(ReferralState.DECLINED, reasons=(DeclineReasonFactory(),), message="Plno."), by=None)

    assert sent.decline_reasons.get().code == "no_capacity"
    assert sent.timeline.latest("pk").actor == "partner"


def test_a_question_is_answered_and_the_waiting_begins_anew(sent, inquiry, worker):
    with pytest.raises(AnswerIncomplete):
        record_answer(sent, Answer(ReferralState.INFO_NEEDED, message=" "), by=None)
    record_answer(sent, Answer(ReferralState.INFO_NEEDED, message="Má nárok na příspěvek?"), by=None)
    assert state_of(inquiry) == "open"

    with pytest.raises(AnswerIncomplete):
        supply_information(sent, by=worker, text="")
    supply_information(sent, by=worker, text="Ano, druhý stupeň.")

    assert state_of(inquiry) == "waiting_partner"
    assert Referral.objects.get(pk=sent.pk).worker_message == "Ano, druhý stupeň."


def test_a_state_that_is_no_answer_is_refused(sent, worker):
    with pytest.raises(AnswerIncomplete):
        record_answer(sent, Answer(ReferralState.EXPIRED), by=None)
    with pytest.raises(AnswerIncomplete):
        record_outcome(sent, ReferralState.ACCEPTED, by=worker)


def test_withdrawing_voids_the_link(sent, inquiry, worker):
    withdraw(sent, by=worker)

    stored = Referral.objects.get(pk=sent.pk)
    assert (stored.state, stored.link_version) == ("withdrawn", 2)
    assert state_of(inquiry) == "open"
    with pytest.raises(MoveNotAllowed):
        renew_link(stored, by=worker)


def test_silence_ends_and_a_new_link_starts_again(sent, inquiry, worker):
    expire(sent)
    assert state_of(inquiry) == "open"
    assert sent.timeline.latest("pk").actor == "system"

    renew_link(sent, by=None)

    stored = Referral.objects.get(pk=sent.pk)
    assert (stored.state, stored.link_version, stored.reminders_sent) == ("sent", 2, 0)
    assert state_of(inquiry) == "waiting_partner"


def test_a_new_link_goes_to_the_address_the_catalogue_has_now(sent, service, worker):
    service.contacts.filter(kind="email").update(value="nova@charita.example")

    renew_link(sent, by=worker)
    assert Referral.objects.get(pk=sent.pk).target_email == "nova@charita.example"

    service.contacts.filter(kind="email").delete()
    with pytest.raises(NoAddress):
        renew_link(sent, by=worker)


def test_the_outcome_says_whom_we_know_it_from(sent, worker):
    record_answer(sent, Answer(ReferralState.ACCEPTED), by=None)

    record_outcome(sent, ReferralState.STARTED, by=None, source=OutcomeSource.PARTNER)
    record_outcome(sent, ReferralState.COMPLETED, by=worker, source=OutcomeSource.CLIENT)

    assert (sent.state, sent.outcome_source) == ("completed", "client")
    assert [entry.actor for entry in sent.timeline.order_by("pk")][-2:] == ["partner", "worker"]


def test_an_answer_heard_on_the_phone_belongs_to_a_call_made_together(inquiry, worker, service):
    referral = refer(
        inquiry, by=worker, mode=ReferralMode.WARM_CALL, service=service, consent=consent_of(inquiry, worker)
    )

    record_answer(referral, Answer(ReferralState.ACCEPTED), by=worker)

    assert state_of(referral) == "accepted"
