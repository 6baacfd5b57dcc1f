"""Who does what: everybody of the network reads, the coordinator decides, a partner proposes for their own."""

from __future__ import annotations

from sociopoint.models import User
from tests.addresses.roles import COORDINATORS, NETWORK
from tests.network.factories import PersonFactory, PositionFactory
from tests.network.factories_competences import CompetenceFactory

ONE = "sit/kompetence/<int:pk>/"
OPENS_TO = {
    "sit/kompetence/": NETWORK,
    "sit/kompetence/nova/": NETWORK,
    ONE: NETWORK,
    f"{ONE}uprava/": NETWORK,
    f"{ONE}plati/": NETWORK,
    f"{ONE}konec/": COORDINATORS,
    f"{ONE}schvalit/": COORDINATORS,
    f"{ONE}neprijmout/": COORDINATORS,
}
POST_ONLY = {f"{ONE}plati/", f"{ONE}konec/", f"{ONE}schvalit/", f"{ONE}neprijmout/"}


def examples(user: User | None) -> dict[str, str]:
    """A competence of the organisation that `user` speaks for, and a proposal to decide about."""
    row = CompetenceFactory()
    PositionFactory(person=PersonFactory(user=user), organisation=row.organisation)
    proposal = CompetenceFactory(proposed=True, organisation=row.organisation)
    decided = {f"{ONE}schvalit/", f"{ONE}neprijmout/"}
    return {
        route: "/" + route.replace("<int:pk>", str((proposal if route in decided else row).pk))
        for route in OPENS_TO
        if "<" in route
    }
