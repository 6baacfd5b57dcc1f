"""Public identifiers: UUIDs made of our own numbers, the same for ever as long as SITE_ADDRESS stays.

Version 5 (RFC 9562) cannot be undone, so each process remembers which number an identifier was made of. Numbers of a table
never come again, so what was computed once stays true; a new identifier costs one reading of the table's numbers.
"""

from __future__ import annotations

from functools import cache, lru_cache
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.db import models

from catalogue.models import Facility, Organisation, Service

NOBODY = 0  # the number of no row


def identifier(entity: str, key: int | str) -> str:
    """`identifier("service", 12)`; `entity` is the name of an HSDS table."""
    return str(_identifier(entity, key))


def number_of(entity: str, given: UUID) -> int:
    """The number behind an identifier of a service, an organization or a service_at_location; NOBODY for any other.

    No query for one seen before, one for any other.
    """
    return _numbers(entity).find(given)


@cache
def _namespace() -> UUID:
    """Two cities count from 1 alike: their addresses keep them apart."""
    return uuid5(NAMESPACE_URL, f"{settings.ENVIRONMENT.site_address}/api/hsds/")


@lru_cache(20_000)
def _identifier(entity: str, key: int | str) -> UUID:
    return uuid5(_namespace(), f"{entity}/{key}")


class _Numbers:
    def __init__(self, entity: str, model: type[models.Model]) -> None:
        self._entity, self._model = entity, model
        self._known: dict[UUID, int] = {}
        self._seen: set[int] = set()

    def find(self, given: UUID) -> int:
        if given not in self._known:
            self._learn()
        return self._known.get(given, NOBODY)

    def _learn(self) -> None:
        for pk in self._model._default_manager.values_list("pk", flat=True):
            if pk not in self._seen:
                self._seen.add(pk)
                self._known[uuid5(_namespace(), f"{self._entity}/{pk}")] = pk


@cache
def _numbers(entity: str) -> _Numbers:
    models_of: dict[str, type[models.Model]] = {
        "service": Service,
        "organization": Organisation,
        "service_at_location": Facility,
    }
    return _Numbers(entity, models_of[entity])
