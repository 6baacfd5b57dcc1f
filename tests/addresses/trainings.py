"""Trainings: the example's partner has a seat on it."""

from __future__ import annotations

from network import registering, training_link
from sociopoint.models import Role, User
from tests.addresses.desk import filled
from tests.addresses.roles import COORDINATORS, EVERYBODY, NETWORK
from tests.factories import UserFactory
from tests.network.factories import PersonFactory
from tests.network.factories_trainings import RegistrationFactory

OPENS_TO = {
    "sit/skoleni/": NETWORK,
    "sit/skoleni/nove/": COORDINATORS,
    "sit/skoleni/hodiny/": NETWORK,
    "sit/skoleni/hodiny/<int:year>.<str:kind>": NETWORK,
    "sit/skoleni/<int:pk>/": NETWORK,
    "sit/skoleni/<int:pk>/uprava/": COORDINATORS,
    "sit/skoleni/<int:pk>/prihlaska/": NETWORK,
    "sit/skoleni/<int:pk>/ucast/": COORDINATORS,
    "sit/skoleni/prihlasky/<int:pk>/": COORDINATORS | {Role.PARTNER},
    "sit/skoleni/osvedceni/<int:pk>.pdf": COORDINATORS | {Role.PARTNER},
    "sit/osvedceni/<str:code>/": EVERYBODY,
    "sit/misto/<str:token>/": EVERYBODY,
}
POST_ONLY: set[str] = {"sit/skoleni/<int:pk>/prihlaska/", "sit/skoleni/prihlasky/<int:pk>/"}


def examples(user: User | None) -> dict[str, str]:
    is_partner = user is not None and user.role == Role.PARTNER
    row = RegistrationFactory(person=PersonFactory(user=user) if is_partner else PersonFactory())
    done = RegistrationFactory(person=row.person)
    registering.note_attendance(done.training, attended={done.pk}, by=UserFactory(coordinator=True))
    numbers = {
        "<int:year>.<str:kind>": f"{done.certificate.issued_on.year}.csv",
        "osvedceni/<int:pk>": f"osvedceni/{done.certificate.pk}",
        "prihlasky/<int:pk>": f"prihlasky/{row.pk}",
        "<int:pk>": str(row.training.pk),
        "<str:code>": done.certificate.code,
        "<str:token>": training_link.make_token(row),
    }
    return {route: filled(route, numbers) for route in OPENS_TO if "<" in route}
