"""People and organisations of the network, and invitations to it."""

from __future__ import annotations

from network.inviting import make_token
from sociopoint.models import User
from tests.addresses.roles import COORDINATORS, EVERYBODY, NETWORK
from tests.factories import UserFactory
from tests.network.factories import PersonFactory, PositionFactory, UnitFactory
from tests.network.factories_people import InvitationFactory

KEEPERS = {"partner", "coordinator"}
"""The partner of the example belongs to its organisation."""

OPENS_TO = {
    "sit/lide/": NETWORK,
    "sit/lide/<int:pk>/": NETWORK,
    "sit/lide/<int:pk>/vizitka.vcf": NETWORK,
    "sit/organizace/": NETWORK,
    "sit/organizace/<int:pk>/": NETWORK,
    "sit/organizace/<int:pk>/clovek/": KEEPERS,
    "sit/organizace/<int:pk>/utvar/": KEEPERS,
    "sit/organizace/<int:pk>/schranky/": KEEPERS,
    "sit/utvary/<int:pk>/": KEEPERS,
    "sit/pusobeni/<int:pk>/": KEEPERS,
    "sit/pusobeni/<int:pk>/konec/": KEEPERS,
    "sit/pusobeni/<int:pk>/zpet/": KEEPERS,
    "sit/lide/<int:pk>/pozvat/": COORDINATORS,
    "sit/pozvanky/<int:pk>/zpet/": COORDINATORS,
    "sit/pozvanka/<str:token>/": EVERYBODY,
}
POST_ONLY: set[str] = {
    "sit/pusobeni/<int:pk>/zpet/",
    "sit/pozvanky/<int:pk>/zpet/",
}


def examples(user: User | None) -> dict[str, str]:
    person = PersonFactory(user=user)
    position = PositionFactory(person=person)
    unit = UnitFactory(organisation=position.organisation)
    invitation = InvitationFactory(invited_by=UserFactory(coordinator=True))
    numbers = {
        "sit/lide/": PositionFactory(organisation=position.organisation).person_id,
        "sit/organizace/": position.organisation_id,
        "sit/utvary/": unit.pk,
        "sit/pusobeni/": position.pk,
        "sit/pozvanky/": invitation.pk,
    }
    filled = {}
    for route in OPENS_TO:
        for start, number in numbers.items():
            if route.startswith(start) and "<int:pk>" in route:
                filled[route] = f"/{route.replace('<int:pk>', str(number))}"
    return filled | {"sit/pozvanka/<str:token>/": f"/sit/pozvanka/{make_token(invitation)}/"}
