"""Refusals and silences flow back to the catalogue."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.models import ChangeProposal
from catalogue.proposing import refuse
from inquiries.models import Referral, ReferralState
from inquiries.referring import Answer, expire, record_answer
from tests.factories import DeclineReasonFactory, OrganisationFactory, ReferralFactory, ServiceFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("letters")]


@pytest.fixture
def service():
    return ServiceFactory()


@pytest.fixture
def outside():
    return DeclineReasonFactory(code="outside_target_group", name="mimo okruh osob", is_catalogue_error=True)


def declined(service, *reasons) -> Referral:
    referral = ReferralFactory(sent=True, service=service)
    record_answer(referral, Answer(ReferralState.DECLINED, reasons=reasons), by=None)
    return referral


def silent(service) -> Referral:
    referral = ReferralFactory(sent=True, service=service)
    expire(referral)
    return referral


def test_the_third_refusal_within_a_year_proposes_a_correction(service, outside):
    for _ in range(2):
        declined(service, outside)
    assert not ChangeProposal.objects.exists()

    declined(service, outside)
    declined(service, outside)

    proposal = ChangeProposal.objects.get()
    assert (proposal.service, proposal.topic, proposal.source) == (service, "for_whom", "referrals")
    assert "mimo okruh osob" in proposal.text


def test_refusals_older_than_a_year_or_of_another_service_do_not_count(service, outside):
    old = declined(service, outside)
    Referral.objects.filter(pk=old.pk).update(state_changed_at=timezone.now() - timedelta(days=366))
    declined(ServiceFactory(), outside)
    declined(service, outside)
    declined(service, outside)

    assert not ChangeProposal.objects.exists()


def test_being_full_says_nothing_about_the_catalogue(service):
    full = DeclineReasonFactory()
    for _ in range(4):
        declined(service, full)

    assert not ChangeProposal.objects.exists()


def test_what_was_refused_is_proposed_again_only_after_three_more(service, outside):
    for _ in range(3):
        declined(service, outside)
    refuse(ChangeProposal.objects.get(), by=UserFactory(administrator=True), reason="Okruh osob je správně.")

    for _ in range(2):
        declined(service, outside)
    assert ChangeProposal.objects.count() == 1

    declined(service, outside)
    assert ChangeProposal.objects.count() == 2


def test_not_ours_is_proposed_at_once_without_anybody_s_words(service):
    referral = ReferralFactory(sent=True, service=service)

    record_answer(referral, Answer(ReferralState.REDIRECTED, message="Paní Modrá ať jde jinam."), by=None)

    assert "Modrá" not in ChangeProposal.objects.get(topic="not_offered").text


def test_two_silences_in_a_row_mean_that_they_do_not_answer(service):
    silent(service)
    record_answer(ReferralFactory(sent=True, service=service), Answer(ReferralState.ACCEPTED), by=None)
    silent(service)
    assert not ChangeProposal.objects.exists()

    silent(service)

    assert ChangeProposal.objects.get().topic == "silent"


def test_a_referral_to_an_organisation_has_no_record_of_a_service_to_correct():
    referral = ReferralFactory(sent=True, service=None, organisation=OrganisationFactory())

    record_answer(referral, Answer(ReferralState.REDIRECTED), by=None)

    assert not ChangeProposal.objects.exists()
