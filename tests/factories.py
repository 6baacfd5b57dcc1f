"""The smallest valid row of each model; traits make the rest. People are named by role."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from catalogue.models import (
    Contact,
    Facility,
    Organisation,
    Place,
    PlaceKind,
    Service,
    ServiceForm,
    ServiceKind,
    TargetGroup,
)
from situations.models import CrisisLine, LifeSituation
from sociopoint.models import Role, User


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        administrator = factory.Trait(role=Role.ADMINISTRATOR)
        coordinator = factory.Trait(role=Role.COORDINATOR)
        worker = factory.Trait(role=Role.WORKER)

    email = factory.Sequence(lambda number: f"partnerka-{number}@sociopoint.example")
    role = Role.PARTNER
    name = "Partnerka 1"


class LifeSituationFactory(DjangoModelFactory):
    class Meta:
        model = LifeSituation

    slug = factory.Sequence(lambda number: f"situace-{number}")
    name = factory.Sequence(lambda number: f"Řeším věc číslo {number}")


class CrisisLineFactory(DjangoModelFactory):
    class Meta:
        model = CrisisLine

    slug = factory.Sequence(lambda number: f"linka-{number}")
    name = "Linka pomoci"
    kind = "crisis"
    phone = "116 123"
    description = "Lidé v tísni"
    certainty = "seen"


class ServiceKindFactory(DjangoModelFactory):
    class Meta:
        model = ServiceKind

    code = factory.Sequence(lambda number: f"KIND{number}")
    name = factory.Sequence(lambda number: f"Druh služby {number}")
    official_name = factory.SelfAttribute("name")
    category = "care"
    summary = "Pomůžeme vám."


class TargetGroupFactory(DjangoModelFactory):
    class Meta:
        model = TargetGroup

    code = factory.Sequence(lambda number: f"skupina-{number}")
    name = factory.Sequence(lambda number: f"osoby {number}")
    label = factory.Sequence(lambda number: f"Lidé {number}")


class PlaceFactory(DjangoModelFactory):
    class Meta:
        model = Place
        skip_postgeneration_save = True

    kind = PlaceKind.MUNICIPALITY
    name = factory.Sequence(lambda number: f"Obec {number}")
    lat = 49.83
    lon = 18.28

    @factory.post_generation
    def lineage_of_parents(place, create, extracted, **kwargs):
        """As the gazetteer's loader writes it: the parent's lineage and the place itself."""
        place.lineage = [*(place.parent.lineage if place.parent else []), place.pk]
        place.save(update_fields=["lineage"])


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda number: f"Organizace {number}")


class ServiceFactory(DjangoModelFactory):
    class Meta:
        model = Service

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda number: f"Služba {number}")


class ServiceFormFactory(DjangoModelFactory):
    class Meta:
        model = ServiceForm

    service = factory.SubFactory(ServiceFactory)
    form = "ambulantni"


class FacilityFactory(DjangoModelFactory):
    class Meta:
        model = Facility

    service = factory.SubFactory(ServiceFactory)


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = Contact

    service = factory.SubFactory(ServiceFactory)
    kind = "phone"
    value = "+420599000000"
