from __future__ import annotations

import pytest
from django.utils import timezone

from inquiries.consent import ConsentRefused, record_consent, withdraw_consent
from inquiries.models import Consent, ConsentText, ContactCard, Deed, Inquiry, ReferralMode, ReferralState
from inquiries.referring import Answer, record_answer, refer
from tests.factories import ContactFactory, InquiryFactory, ServiceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def inquiry(worker):
    inquiry = InquiryFactory(state="open", assignee=worker)
    ContactCard.objects.create(inquiry=inquiry, phone="+420603000000", expires_on=timezone.localdate())
    return inquiry


@pytest.fixture
def wording():
    return ConsentText.objects.create(version=2, text="Souhlasím.", valid_from=timezone.localdate())


@pytest.fixture
def consent(inquiry, worker, wording):
    return record_consent(inquiry, by=worker, extent="telefon", purpose="domluva schůzky", manner="oral")


def hand_over(inquiry, worker, consent):
    service = ServiceFactory()
    ContactFactory(service=service, kind="email", value="prijem@sluzba.example")
    return refer(inquiry, by=worker, mode=ReferralMode.SENT, service=service, consent=consent, shares_contact=True)


def test_a_consent_keeps_the_wording_who_when_and_how(consent, wording, worker, inquiry):
    assert (consent.wording, consent.recorded_by, consent.manner) == (wording, worker, "oral")
    assert inquiry.timeline.get().deed == Deed.CONSENT_GIVEN


def test_the_latest_wording_in_force_is_the_one_agreed_to(consent, wording):
    ConsentText.objects.create(version=3, text="Budoucí.", valid_from=timezone.localdate().replace(year=2099))

    assert consent.wording == wording


@pytest.mark.parametrize("words", [{"extent": " "}, {"purpose": ""}])
def test_a_consent_without_extent_or_purpose_is_none(inquiry, worker, wording, words):
    facts = {"extent": "telefon", "purpose": "domluva"} | words

    with pytest.raises(ConsentRefused):
        record_consent(inquiry, by=worker, manner="oral", **facts)

    assert not Consent.objects.exists()


def test_a_form_sent_twice_leaves_no_second_consent_in_force(inquiry, worker, consent):
    again = record_consent(inquiry, by=worker, extent="telefon", purpose="domluva schůzky", manner="oral")
    other = record_consent(inquiry, by=worker, extent="jméno", purpose="domluva schůzky", manner="oral")

    assert (again.pk, other.pk == consent.pk) == (consent.pk, False)
    withdraw_consent(consent, by=worker)
    assert list(inquiry.consents.filter(withdrawn_at=None)) == [other]


def test_without_a_wording_nobody_can_agree(inquiry, worker):
    with pytest.raises(ConsentRefused, match="správce"):
        record_consent(inquiry, by=worker, extent="telefon", purpose="domluva", manner="oral")


def test_taking_it_back_withdraws_what_waits(inquiry, worker, consent):
    referral = hand_over(inquiry, worker, consent)

    withdraw_consent(consent, by=worker)
    withdraw_consent(consent, by=worker)

    referral.refresh_from_db()
    assert (referral.state, referral.link_version) == ("withdrawn", 2)
    assert Inquiry.objects.get(pk=inquiry.pk).state == "open"
    assert inquiry.timeline.filter(deed=Deed.CONSENT_WITHDRAWN).count() == 1


def test_taking_it_back_closes_the_link_of_what_was_accepted(inquiry, worker, consent):
    referral = hand_over(inquiry, worker, consent)
    record_answer(referral, Answer(ReferralState.ACCEPTED), by=None)

    withdraw_consent(consent, by=None)

    referral.refresh_from_db()
    assert (referral.state, referral.link_version) == ("accepted", 2)
    assert inquiry.timeline.latest("pk").actor == "client"
