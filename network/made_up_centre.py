"""The centre that a trial run's "no" is written of, and its one service, so that a worker meets them when handing over.

Neither exists and both say so in their names: of a real organisation nobody may make up whom it turns away. No phone, address
or person is made up with them; letters to `.example` reach no one.
"""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from catalogue import indexing
from catalogue.models import (
    Contact,
    ContactKind,
    Facility,
    FormOfCare,
    Organisation,
    OrganisationKind,
    Place,
    PlaceKind,
    Precision,
    RecordType,
    Service,
    ServiceForm,
    ServiceKind,
    TargetGroup,
)
from situations.models import LifeSituation

CENTRE = "Ukázkové centrum pro uprchlíky (vymyšlené)"
SERVICE = "Ukázková poradna pro uprchlíky (vymyšlená)"
MADE_UP = "Vymyšlená služba na zkoušku předání, nikdo v ní není."
SITUATIONS = ("cizinec", "pobyt-a-doklady", "cizinec-v-nouzi")


def make_up_centre() -> Organisation:
    """The centre with its service in the search."""
    centre, _created = Organisation.objects.get_or_create(
        name=CENTRE, defaults={"kind": OrganisationKind.NGO, "note": "Vymyšlená organizace pro vyzkoušení."}
    )
    service = Service.objects.create(
        organisation=centre,
        kind=ServiceKind.objects.filter(code="OSP").first(),
        record_type=RecordType.RELATED,
        name=SERVICE,
        summary="Pomůže s doklady, bydlením a cestou na úřady.",
        for_whom="Máte azyl nebo dočasnou ochranu.",
        note=MADE_UP,
        free_of_charge=True,
        source_year=timezone.localdate().year,
    )
    service.target_groups.set(TargetGroup.objects.filter(code="imigranti"))
    service.situations.set(LifeSituation.objects.filter(slug__in=SITUATIONS))
    ServiceForm.objects.create(service=service, form=FormOfCare.AMBULATORY)
    Contact.objects.create(service=service, kind=ContactKind.EMAIL, value="prijem@centrum.example")
    city = Place.objects.filter(kind=PlaceKind.MUNICIPALITY, name=settings.ENVIRONMENT.city).first()
    if city is not None:
        Facility.objects.create(
            service=service, place=city, lat=city.lat, lon=city.lon, precision=Precision.MUNICIPALITY
        )
    indexing.refresh([service.pk])
    return centre
