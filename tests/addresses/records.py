"""A provider's own record, proposals, and whether facts still hold."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from network.freshness_link import make_token
from network.models import Campaign
from sociopoint.models import User
from tests.addresses.roles import COORDINATORS, EVERYBODY, NETWORK
from tests.factories import ServiceFactory, UserFactory
from tests.network.factories import PersonFactory, PositionFactory
from tests.network.factories_people import AskFactory, ClosureFactory, ProposalFactory

KEEPERS = {"partner", "coordinator"}
DECIDERS = {"coordinator", "administrator"}

OPENS_TO = {
    "sit/moje/": NETWORK,
    "sit/organizace/<int:pk>/zaznam/": KEEPERS,
    "sit/organizace/<int:pk>/nova-sluzba/": KEEPERS,
    "sit/sluzby/<int:pk>/nove-misto/": KEEPERS,
    "sit/sluzby/<int:pk>/zaznam/": KEEPERS,
    "sit/sluzby/<int:pk>/dnes/": KEEPERS,
    "sit/uzaverky/<int:pk>/zrusit/": KEEPERS,
    "sit/navrhy/": DECIDERS,
    "sit/navrhy/<int:pk>/": DECIDERS | {"partner"},
    "sit/navrhy/dvakrat/": DECIDERS,
    "sit/platnost/<str:token>/": EVERYBODY,
    "sit/organizace/<int:pk>/potvrdit/": KEEPERS,
    "sit/organizace/<int:pk>/jak-casto/": KEEPERS,
    "sit/kampane/": COORDINATORS,
    "sit/kampane/nova/": COORDINATORS,
    "sit/kampane/<int:pk>/": COORDINATORS,
    "sit/vyzvy/<int:pk>/telefon/": COORDINATORS,
}
POST_ONLY: set[str] = {
    "sit/uzaverky/<int:pk>/zrusit/",
    "sit/organizace/<int:pk>/potvrdit/",
    "sit/organizace/<int:pk>/jak-casto/",
    "sit/vyzvy/<int:pk>/telefon/",
}


def examples(user: User | None) -> dict[str, str]:
    position = PositionFactory(person=PersonFactory(user=user))
    service = ServiceFactory(organisation=position.organisation)
    today = timezone.localdate()
    campaign = Campaign.objects.create(
        name="Jaro", due_on=today + timedelta(days=9), started_by=UserFactory(coordinator=True)
    )
    ask = AskFactory(organisation=position.organisation, campaign=campaign)
    numbers = {
        "sit/organizace/": position.organisation_id,
        "sit/sluzby/": service.pk,
        "sit/uzaverky/": ClosureFactory(service=service).pk,
        "sit/navrhy/": ProposalFactory(service=service).pk,
        "sit/kampane/": campaign.pk,
        "sit/vyzvy/": ask.pk,
    }
    filled = {}
    for route in OPENS_TO:
        for start, number in numbers.items():
            if route.startswith(start) and "<int:pk>" in route:
                filled[route] = f"/{route.replace('<int:pk>', str(number))}"
    return filled | {"sit/platnost/<str:token>/": f"/sit/platnost/{make_token(ask)}/"}
