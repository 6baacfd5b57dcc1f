from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from catalogue import indexing
from catalogue.knowledge import Knowledge, knowledge
from catalogue.models import NeedPhrase, Place, PlaceKind, Service
from catalogue.origins import home_origin, locate
from catalogue.question import Question
from catalogue.search import Answer, search
from tests.factories import (
    FacilityFactory,
    OrganisationFactory,
    PlaceFactory,
    ServiceFactory,
    ServiceFormFactory,
    ServiceKindFactory,
)

WEDNESDAY_NOON = datetime(2026, 11, 25, 12, 0, tzinfo=ZoneInfo("Europe/Prague"))


class Town:
    """A small world: two regions, a city with two districts, a town far away, one kind of service people ask for."""

    def __init__(self) -> None:
        self.region = PlaceFactory(kind=PlaceKind.REGION, name="Moravskoslezský kraj", lat=49.8, lon=18.0)
        self.other_region = PlaceFactory(kind=PlaceKind.REGION, name="Plzeňský kraj", lat=49.7, lon=13.3)
        self.city = PlaceFactory(name="Ostrava", parent=self.region, lat=49.835, lon=18.282)
        self.poruba = self.district("Poruba", 49.827, 18.164)
        self.vitkovice = self.district("Vítkovice", 49.810, 18.268)
        self.plzen = PlaceFactory(name="Plzeň", parent=self.other_region, lat=49.747, lon=13.377)
        self.care = ServiceKindFactory(code="PS", section="40", name="Pečovatelská služba")
        self.shelter = ServiceKindFactory(code="NOC", section="63", name="Noclehárna")
        NeedPhrase.objects.create(text="umýt maminku", kinds=["PS"], weight=2)
        NeedPhrase.objects.create(text="přespat", kinds=["NOC"], weight=2)

    def district(self, name: str, lat: float, lon: float) -> Place:
        return PlaceFactory(kind=PlaceKind.CITY_DISTRICT, name=name, parent=self.city, lat=lat, lon=lon)

    def service(self, name: str, *, form: str = "ambulantni", place: Place | None = None, **fields: object) -> Service:
        """An offered service with one form ('' = unknown) and one place, in the search at once."""
        facility = {key: fields.pop(key) for key in ("opening_hours", "barrier_free", "is_secret") if key in fields}
        area = fields.pop("area", ())
        groups = fields.pop("groups", ())
        fields.setdefault("kind", self.care)
        service = ServiceFactory(name=name, organisation=OrganisationFactory(), **fields)
        if form:
            ServiceFormFactory(service=service, form=form)
        service.area_served.set(area)
        service.target_groups.set(groups)
        FacilityFactory(
            service=service,
            place=place,
            lat=place.lat if place else None,
            lon=place.lon if place else None,
            precision="district" if place else "unknown",
            **facility,
        )
        indexing.refresh([service.pk])
        return service

    def ask(self, q: str = "", *, at: Place | None = None, now: datetime = WEDNESDAY_NOON, **answers: object) -> Answer:
        known: Knowledge = knowledge()
        question = Question(q=q, place=f"p{at.pk}" if at else "", **answers)
        located = locate(question, known)
        return search(located.question, located.origin if at else home_origin(known), known, now)

    def names(self, q: str = "", **answers: object) -> list[str]:
        return names_of(self.ask(q, **answers))


def names_of(answer: Answer) -> list[str]:
    """Names of the services found, in their order."""
    names = dict(Service.objects.values_list("pk", "name"))
    return [names[found.service_id] for found in answer.found]


@pytest.fixture
def town(db) -> Town:
    return Town()
