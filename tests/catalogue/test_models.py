"""Each promise of the tables has somebody who tries to break it."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from catalogue.models import Capacity, Contact, Exclusion, Facility, KindGuidance, Place, Service
from tests.factories import (
    ContactFactory,
    FacilityFactory,
    LifeSituationFactory,
    OrganisationFactory,
    PlaceFactory,
    ServiceFactory,
    ServiceFormFactory,
    ServiceKindFactory,
)

pytestmark = pytest.mark.django_db


def refused(break_it, *, rule: str) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        break_it()


def test_a_service_ends_after_it_begins():
    refused(
        lambda: ServiceFactory(valid_from=date(2026, 2, 1), valid_until=date(2026, 1, 1)),
        rule="service_ends_after_it_begins",
    )


def test_ages_are_in_order():
    refused(lambda: ServiceFactory(age_from=65, age_to=18), rule="service_ages_in_order")


def test_free_places_have_their_time():
    refused(lambda: ServiceFactory(free_places=3), rule="service_free_places_have_their_time")


def test_a_registration_has_seven_digits_and_belongs_to_one_service():
    ServiceFactory(registration_identifier="1234567")

    refused(lambda: ServiceFactory(registration_identifier="123"), rule="service_registration_has_seven_digits")
    refused(lambda: ServiceFactory(registration_identifier="1234567"), rule="service_once_per_registration")


def test_a_secret_place_keeps_no_address():
    for told in ({"street": "Tichá"}, {"lat": 49.8, "lon": 18.2}, {"place": PlaceFactory()}, {"postcode": "70800"}):
        refused(lambda told=told: FacilityFactory(is_secret=True, **told), rule="facility_secret_keeps_no_address")


def test_the_message_of_a_rule_is_a_czech_sentence():
    facility = Facility(service=ServiceFactory(), is_secret=True, street="Tichá")

    with pytest.raises(ValidationError) as refusal:
        facility.full_clean()

    assert "U místa s utajenou adresou nesmí být žádná adresa ani poloha." in refusal.value.messages


def test_a_position_lies_in_the_czech_republic():
    refused(lambda: FacilityFactory(lat=18.2, lon=49.8), rule="facility_lies_in_the_czech_republic")
    refused(lambda: FacilityFactory(lat=49.8, lon=None), rule="facility_lies_in_the_czech_republic")
    refused(lambda: PlaceFactory(lat=0.0, lon=0.0), rule="place_lies_in_the_czech_republic")


def test_a_contact_has_one_owner():
    service, organisation = ServiceFactory(), OrganisationFactory()

    refused(lambda: Contact.objects.create(kind="phone", value="112"), rule="contact_has_one_owner")
    refused(
        lambda: Contact.objects.create(kind="phone", value="112", service=service, organisation=organisation),
        rule="contact_has_one_owner",
    )


def test_a_phone_is_dialable_and_a_web_has_its_scheme():
    refused(lambda: ContactFactory(value="599 526 912"), rule="contact_phone_is_dialable")
    refused(lambda: ContactFactory(kind="web", value="www.charita.example"), rule="contact_web_has_a_scheme")


def test_a_contact_stands_once():
    service = ServiceFactory()
    ContactFactory(service=service, value="112")

    refused(lambda: ContactFactory(service=service, value="112"), rule="contact_once_per_owner")


def test_a_form_stands_once_and_is_known():
    form = ServiceFormFactory(form="terenni")

    refused(lambda: ServiceFormFactory(service=form.service, form="terenni"), rule="service_has_a_form_once")
    refused(lambda: ServiceFormFactory(form="letem"), rule="service_form_is_known")
    refused(lambda: Capacity.objects.create(form=form, unit="kus", count=1), rule="capacity_unit_is_known")


def test_a_no_always_says_where_to_go_instead():
    refused(
        lambda: Exclusion.objects.create(service=ServiceFactory(), need="péči v noci"),
        rule="exclusion_says_where_to_go_instead",
    )
    refused(
        lambda: KindGuidance.objects.create(kind=ServiceKindFactory(), need="péči v noci"),
        rule="kind_guidance_says_where_to_go_instead",
    )


def test_an_official_code_names_one_place():
    PlaceFactory(code="554821")

    refused(lambda: PlaceFactory(code="554821"), rule="place_once_per_official_code")


def test_the_tree_of_situations_has_two_levels():
    topic = LifeSituationFactory()
    inside = LifeSituationFactory(parent=topic)

    refused(lambda: LifeSituationFactory(parent=inside), rule="at most one level deep")
    topic.parent = LifeSituationFactory()
    refused(topic.save, rule="at most one level deep")


def test_an_organisation_with_services_is_not_lost_by_mistake():
    from django.db.models import ProtectedError

    service = ServiceFactory()

    with pytest.raises(ProtectedError):
        service.organisation.delete()


def test_history_keeps_the_row_as_it_was_whoever_changes_it():
    service = ServiceFactory(name="Dříve")

    Service.objects.filter(pk=service.pk).update(name="Nově")

    assert list(service.events.values_list("name", "pgh_label")) == [("Dříve", "update")]


def test_a_place_is_not_deleted_under_a_facility():
    from django.db.models import ProtectedError

    facility = FacilityFactory(place=PlaceFactory())

    with pytest.raises(ProtectedError):
        Place.objects.get(pk=facility.place_id).delete()
