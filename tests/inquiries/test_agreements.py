"""What the network agreed on, at the moment of handing a person over. All organisations are made up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from inquiries.cautions import cautions_of, warnings_about, warnings_for, warnings_of
from tests.factories import (
    ContactFactory,
    InquiryFactory,
    LifeSituationFactory,
    OrganisationFactory,
    PlaceFactory,
    ServiceFactory,
    TargetGroupFactory,
)
from tests.network.factories_competences import CompetenceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def service():
    """A service that nothing else stands against."""
    organisation = OrganisationFactory(name="Vymyšlené centrum pro uprchlíky")
    service = ServiceFactory(
        organisation=organisation, verified_on=timezone.localdate(), certainty="high", source_year=2026
    )
    ContactFactory(service=service)
    return service


def said(service, inquiry) -> list[str]:
    return [warning.replace("\xa0", " ") for warning in warnings_for(service, inquiry)]


def test_a_centre_for_refugees_that_does_not_serve_citizens_of_the_union_and_wants_a_call(service):
    lately = timezone.localdate() - timedelta(days=30)
    CompetenceFactory(
        organisation=service.organisation,
        verb="performs",
        handover="call_first",
        reaction="do 3 dnů",
        verified_on=lately,
        verified_by="vedoucí centra",
    )
    CompetenceFactory(
        organisation=service.organisation,
        verb="does_not",
        for_whom="občané EU",
        exception="těžké případy",
        verified_on=lately,
        verified_by="vedoucí centra",
    )
    day = f"{lately.day}. {lately.month}. {lately.year}"

    assert said(service, InquiryFactory()) == [
        f"Nepomáhá: občané EU. Výjimka: těžké případy. (ověřeno {day})",
        f"Než někoho pošlete, zavolejte jim. Odpovědí: do 3 dnů. (ověřeno {day})",
    ]


@pytest.mark.parametrize(
    ("days", "words"),
    [(365, "(ověřeno "), (366, "raději se zeptejte)"), (731, "už to nemusí platit)")],
)
def test_trust_fades_with_age(service, days, words):
    CompetenceFactory(
        organisation=service.organisation,
        verb="does_not",
        verified_on=timezone.localdate() - timedelta(days=days),
        verified_by="vedoucí",
    )

    assert words in said(service, InquiryFactory())[0]


def test_an_agreement_nobody_confirmed_says_so(service):
    CompetenceFactory(organisation=service.organisation, verb="does_not")

    assert said(service, InquiryFactory()) == ["S tímhle nepomáhá. (neověřeno, zeptejte se)"]


def test_what_was_agreed_of_another_situation_is_left_out(service):
    topic = LifeSituationFactory()
    CompetenceFactory(organisation=service.organisation, verb="does_not", situation=topic, what="půjčky")

    assert said(service, InquiryFactory(situation=LifeSituationFactory())) == []


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"for_whom": "občané EU"}, "Nepomáhá: občané EU, když jde o „Mám dluhy“."),
        ({}, "Nepomáhá, když jde o „Mám dluhy“."),
        ({"for_whom": "občané EU", "what": "půjčky"}, "Nedělá: půjčky. Komu: občané EU."),
    ],
)
def test_a_situation_is_never_what_somebody_does_not_do(service, facts, sentence):
    """Situations are said by whoever has them: „Nedělá: Mám dluhy“ means nothing."""
    topic = LifeSituationFactory(name="Mám dluhy")
    CompetenceFactory(organisation=service.organisation, verb="does_not", situation=topic, **facts)

    assert said(service, InquiryFactory(situation=topic)) == [f"{sentence} (neověřeno, zeptejte se)"]


def test_a_topic_speaks_for_the_situations_under_it(service):
    topic = LifeSituationFactory()
    under = LifeSituationFactory(parent=topic)
    CompetenceFactory(organisation=service.organisation, verb="does_not", situation=topic, what="půjčky")

    assert said(service, InquiryFactory(situation=under)) == ["Nedělá: půjčky. (neověřeno, zeptejte se)"]


def test_without_a_situation_a_refusal_of_one_is_only_a_limit(service):
    CompetenceFactory(organisation=service.organisation, verb="does_not", situation=LifeSituationFactory())

    caution = cautions_of([service.pk], InquiryFactory())[service.pk]

    assert (len(caution.against), len(caution.limits)) == (0, 1)


def test_a_refusal_for_a_group_presses_unless_somebody_else_asks(service):
    refugees, seniors = TargetGroupFactory(), TargetGroupFactory()
    CompetenceFactory(organisation=service.organisation, verb="does_not").target_groups.add(refugees)
    unknown, refugee, senior = InquiryFactory(), InquiryFactory(), InquiryFactory()
    refugee.target_groups.add(refugees)
    senior.target_groups.add(seniors)

    pressing = [len(cautions_of([service.pk], one)[service.pk].against) for one in (unknown, refugee, senior)]

    assert pressing == [1, 1, 0]


def test_age_and_place_beyond_the_agreement_are_said(service):
    row = CompetenceFactory(organisation=service.organisation, age_to=26)
    row.area.add(PlaceFactory(name="Poruba"))
    # A row in a table of links alone raises no counter; every deed saves the row with it.
    row.save()

    warnings = said(service, InquiryFactory(age_band="65-79", district=PlaceFactory(name="Vítkovice")))

    assert warnings[:2] == [
        "Podle domluvy berou lidi do 26 let. (neověřeno, zeptejte se)",
        "Podle domluvy berou jen lidi odtud: Poruba. (neověřeno, zeptejte se)",
    ]


def test_what_is_over_or_only_proposed_is_not_said(service):
    CompetenceFactory(organisation=service.organisation, verb="does_not", valid_until=date(2020, 1, 1))
    CompetenceFactory(organisation=service.organisation, verb="does_not", proposed=True)

    assert said(service, InquiryFactory()) == []


def test_an_organisation_without_a_chosen_service_is_warned_of_too():
    office = OrganisationFactory(kind="labour_office")
    CompetenceFactory(organisation=None, organisation_kind="labour_office", verb="does_not", what="ubytování")

    assert warnings_about(office, InquiryFactory()) == ["Nedělá: ubytování. (neověřeno, zeptejte se)"]


@pytest.mark.parametrize("number", [1, 3])
def test_agreements_cost_the_same_for_one_service_as_for_three(django_assert_num_queries, number):
    services = [ServiceFactory() for _ in range(number)]
    for one in services:
        CompetenceFactory(organisation=one.organisation, verb="does_not", situation=LifeSituationFactory())
    inquiry = InquiryFactory()
    warnings_of([one.pk for one in services], inquiry)

    with django_assert_num_queries(2):  # the services with all their facts, the situations of the inquiry
        warnings_of([one.pk for one in services], inquiry)
