from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.models import Exclusion, KindGuidance
from inquiries.cautions import warnings_for, warnings_of
from tests.factories import (
    ContactFactory,
    FacilityFactory,
    InquiryFactory,
    PlaceFactory,
    ServiceFactory,
    ServiceFormFactory,
    ServiceKindFactory,
)

pytestmark = pytest.mark.django_db


def sure(**facts):
    """A service that nothing stands against: verified today, with a phone."""
    service = ServiceFactory(**{"verified_on": timezone.localdate(), "certainty": "high", "source_year": 2026} | facts)
    ContactFactory(service=service)
    return service


def said(service, **facts) -> str:
    return " ".join(warnings_for(service, InquiryFactory(**facts))).replace("\u00a0", " ")


def test_a_sure_service_has_no_warning():
    assert warnings_for(sure(), InquiryFactory()) == []


def test_whom_it_is_not_for_comes_with_where_to_go_then():
    service = sure(kind=ServiceKindFactory(name="Denní stacionář"))
    KindGuidance.objects.create(kind=service.kind, need="péči i v noci", instead_text="domov pro seniory")
    assert said(service) == "Ne, když potřebuje péči i v noci. Ať se obrátí na domov pro seniory."

    own = sure(name="Noclehárna")
    Exclusion.objects.create(service=service, need="lůžko", instead_service=own)
    Exclusion.objects.create(service=service, need="rehabilitaci", instead_kind=ServiceKindFactory(name="Hospic"))

    assert said(service) == (
        "Ne, když potřebuje lůžko. Zkuste: Noclehárna. Ne, když potřebuje rehabilitaci. Zkuste: Hospic."
    )


def test_what_it_also_helps_as_is_no_limit():
    service, assistance = sure(kind=ServiceKindFactory()), ServiceKindFactory(name="Osobní asistence")
    KindGuidance.objects.create(kind=service.kind, need="někoho na celou noc", instead_kind=assistance)
    before = said(service)
    service.further_kinds.add(assistance)

    assert (before, said(service)) == ("Ne, když potřebuje někoho na celou noc. Zkuste: Osobní asistence.", "")


def test_an_ended_one_and_one_not_published_are_named_as_such():
    yesterday = timezone.localdate() - timedelta(days=1)

    assert "Služba skončila" in said(sure(valid_until=yesterday))
    assert "začne až" in said(sure(valid_from=timezone.localdate() + timedelta(days=2)))
    assert "není zveřejněná" in said(sure(published=False))


def test_a_full_one_says_when_it_was_reported():
    now = timezone.now()

    assert "Nemají volné místo" in said(sure(free_places=0, free_places_reported_at=now))
    assert "jak je to teď" in said(sure(free_places=0, free_places_reported_at=now - timedelta(days=60)))
    assert said(sure(free_places=2, free_places_reported_at=now)) == ""


def test_one_that_does_not_come_to_the_district_says_where_it_does():
    city = PlaceFactory(name="Ostrava")
    poruba = PlaceFactory(name="Poruba", kind="city_district", parent=city)
    jih = PlaceFactory(name="Ostrava-Jih", kind="city_district", parent=city)
    service = ServiceFormFactory(form="terenni", service=sure()).service
    assert "nevíme, jestli do obvodu jezdí" in said(service, district=poruba)

    service.area_served.set([jih])
    assert said(service, district=poruba) == "Domů do místa „Poruba“ nejezdí. Jezdí sem: Ostrava-Jih."
    assert said(service, district=jih) == ""

    service.area_served.set([city])
    assert said(service, district=poruba) == ""


def test_an_age_outside_its_bounds_is_noticed():
    assert said(sure(age_to=64), age_band="80+") == "Je to pro lidi do 64 let."
    assert said(sure(age_from=18), age_band="15-17") == "Je to pro lidi od 18 let."
    assert said(sure(age_from=18), age_band="18-26") == ""
    assert said(sure(age_from=18)) == ""


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"source_year": 2010}, "údaj je z roku 2010"),
        ({"source_year": None}, "nevíme, jak starý je údaj"),
        ({"certainty": "name-only"}, "víme jen, že existuje"),
        ({"certainty": "low"}, "údaj je z roku 2026"),
    ],
)
def test_old_or_uncertain_facts_mean_a_call_first(facts, reason):
    assert said(sure(verified_on=None, **facts)) == f"Nejdřív zavolat: {reason}."


def test_a_closed_door_means_a_call_first():
    service = ServiceFormFactory(form="ambulantni", service=sure()).service
    minute = "15:00-15:01" if timezone.localtime().hour < 12 else "03:00-03:01"  # hours away, whenever this runs
    FacilityFactory(service=service, opening_hours=f"Mo-Su {minute}")

    assert said(service).startswith("Nejdřív zavolat: zavřeno, otevře")


def test_a_missing_phone_is_said():
    assert "Číslo na službu v katalogu není" in said(ServiceFactory(verified_on=timezone.localdate()))


@pytest.mark.parametrize("number", [1, 3])
def test_warnings_cost_the_same_for_one_service_as_for_three(django_assert_num_queries, number):
    inquiry = InquiryFactory(district=PlaceFactory())
    services = [sure().pk for _ in range(number)]

    with django_assert_num_queries(1):
        assert set(warnings_of(services, inquiry)) == set(services)
