"""Procedures: everybody of the network reads and comments, the coordinator writes."""

from __future__ import annotations

from sociopoint.models import User
from tests.addresses.roles import COORDINATORS, NETWORK
from tests.network.factories_procedures import ProcedureStepFactory, ProcedureVersionFactory

BASE, ONE = "sit/postupy/", "sit/postupy/<slug:slug>/<int:number>/"
STEP = f"{ONE}krok/<int:pk>/"
OPENS_TO = {
    BASE: NETWORK,
    f"{BASE}novy/": COORDINATORS,
    f"{BASE}pripominky/<int:pk>/odpoved/": COORDINATORS,
    f"{BASE}<slug:slug>/": NETWORK,
    f"{BASE}<slug:slug>/uprava/": COORDINATORS,
    f"{BASE}<slug:slug>/nova-verze/": COORDINATORS,
    ONE: NETWORK,
    f"{ONE}postup.pdf": NETWORK,
    f"{ONE}pripominka/": NETWORK,
    f"{ONE}krok/": COORDINATORS,
    STEP: COORDINATORS,
    f"{STEP}smazat/": COORDINATORS,
    f"{STEP}posun/": COORDINATORS,
    f"{ONE}k-pripominkam/": COORDINATORS,
    f"{ONE}schvalit/": COORDINATORS,
    f"{ONE}zrusit/": COORDINATORS,
}
POST_ONLY = {
    f"{BASE}pripominky/<int:pk>/odpoved/",
    f"{BASE}<slug:slug>/nova-verze/",
    f"{ONE}pripominka/",
    f"{STEP}smazat/",
    f"{STEP}posun/",
    f"{ONE}k-pripominkam/",
    f"{ONE}schvalit/",
    f"{ONE}zrusit/",
}


def examples(user: User | None) -> dict[str, str]:
    """A version sent round for comments, with a step and a comment."""
    version = ProcedureVersionFactory(state="comments", comments_until="2026-12-01")
    step = ProcedureStepFactory(version=version)
    comment = version.comments.create(author=version.made_by, text="Kdo čeká s dětmi?")
    numbers = {
        "pripominky/<int:pk>": f"pripominky/{comment.pk}",
        "krok/<int:pk>": f"krok/{step.pk}",
        "<slug:slug>": version.procedure.slug,
        "<int:number>": str(version.number),
    }
    filled = {}
    for route in OPENS_TO:
        address = route
        for part, number in numbers.items():
            address = address.replace(part, number)
        filled[route] = f"/{address}"
    return filled
