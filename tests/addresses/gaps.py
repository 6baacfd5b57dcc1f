"""What people lack."""

from __future__ import annotations

from inquiries.models import GapRule
from sociopoint.models import User
from tests.addresses.desk import filled
from tests.addresses.roles import COORDINATORS, DESK
from tests.factories import LifeSituationFactory
from tests.network.factories_groups import WorkingGroupFactory

OPENS_TO = {
    "pult/mezery/": DESK,
    "pult/mezery/<int:pk>/smazat/": COORDINATORS,
}
POST_ONLY: set[str] = {"pult/mezery/<int:pk>/smazat/"}


def examples(user: User | None) -> dict[str, str]:
    rule = GapRule.objects.create(situation=LifeSituationFactory(), group=WorkingGroupFactory())
    return {route: filled(route, {"<int:pk>": str(rule.pk)}) for route in OPENS_TO if "<" in route}
