"""Leaflets and posters: for everybody; a whole city's batch for who approves the catalogue."""

from __future__ import annotations

from catalogue.models import LeafletBatch
from sociopoint.models import Role, User
from tests.addresses.roles import EVERYBODY
from tests.factories import LifeSituationFactory, PlaceFactory, ServiceFactory, UserFactory

PRINTERS = {Role.COORDINATOR, Role.ADMINISTRATOR}
OPENS_TO = {
    "letaky/": EVERYBODY,
    "letaky/plakat.pdf": EVERYBODY,
    "letaky/sluzba/<int:pk>.pdf": EVERYBODY,
    "letaky/situace/<slug:slug>.pdf": EVERYBODY,
    "letaky/mesto/": PRINTERS,
    "letaky/mesto/<int:pk>.zip": PRINTERS,
}
POST_ONLY: set[str] = set()


def examples(user: User | None) -> dict[str, str]:
    batch = LeafletBatch.objects.create(
        place=PlaceFactory(), asked_by=user or UserFactory(), state="done", packed=b"PK", total=1, made=1
    )
    return {
        "letaky/sluzba/<int:pk>.pdf": f"/letaky/sluzba/{ServiceFactory(name='Poradna').pk}.pdf",
        "letaky/situace/<slug:slug>.pdf": f"/letaky/situace/{LifeSituationFactory().slug}.pdf",
        "letaky/mesto/<int:pk>.zip": f"/letaky/mesto/{batch.pk}.zip",
    }
