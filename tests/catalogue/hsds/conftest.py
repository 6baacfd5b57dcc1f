from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from catalogue.indexing import refresh
from catalogue.models import Exclusion, Service
from tests.factories import (
    ContactFactory,
    FacilityFactory,
    LifeSituationFactory,
    OrganisationFactory,
    PlaceFactory,
    ServiceFactory,
    ServiceFormFactory,
    ServiceKindFactory,
    TargetGroupFactory,
)


@pytest.fixture
def full_service(db) -> Service:
    """A service with one of everything that is published."""
    region = PlaceFactory(kind="region", name="Moravskoslezský kraj")
    city = PlaceFactory(name="Ostrava", parent=region)
    organisation = OrganisationFactory(
        name="Charita", ico="00000019", street="Široká", house_number="2", postcode="70200", place=city,
        opening_hours="Mo-Th 08:00-16:00",
    )  # fmt: skip
    service = ServiceFactory(
        name="Pečovatelky",
        organisation=organisation,
        kind=ServiceKindFactory(code="PS", section="40", name="Pečovatelská služba"),
        summary="Přijdou k vám domů a pomůžou.",
        for_whom="už sami nezvládnete vařit",
        how_to_start="Zavolejte.\nDomluvíme návštěvu.",
        what_to_bring="občanku",
        price_note="nejvýš 165 Kč za hodinu",
        age_from=27,
        languages=["cs", "uk"],
        free_places=3,
        free_places_reported_at=timezone.now(),
        waiting_note="asi dva týdny",
        valid_until=timezone.localdate() + datetime.timedelta(days=300),
        certainty="high",
        source_year=2026,
        verified_on=timezone.localdate(),
    )
    ServiceFormFactory(service=service, form="terenni")
    service.target_groups.add(TargetGroupFactory(code="seniori", label="Senioři"))
    topic = LifeSituationFactory(slug="pece", name="Starám se o blízkého")
    service.situations.add(LifeSituationFactory(slug="pece-doma", name="Potřebuje pomoc doma", parent=topic))
    service.area_served.add(city)
    Exclusion.objects.create(service=service, need="péči v noci", instead_text="odlehčovací službu")
    ContactFactory(service=service, value="+420599526912", note="kancelář")
    ContactFactory(service=service, kind="email", value="pecovatelky@charita.example")
    ContactFactory(service=service, kind="web", value="https://charita.example/pecovatelky")
    ContactFactory(service=None, organisation=organisation, kind="web", value="https://charita.example")
    FacilityFactory(
        service=service, name="Středisko Poruba", street="Zelená", house_number="1", postcode="70800", place=city,
        address_point=12345678, lat=49.83, lon=18.17, precision="exact", barrier_free=True,
        opening_hours='Mo,We 08:00-12:00; Fr 13:00-15:00 "po domluvě"', transport_stop="Poruba, vozovna",
    )  # fmt: skip
    refresh([service.pk])
    return service
