"""The first page of the network."""

from __future__ import annotations

from sociopoint.models import User
from tests.addresses.roles import NETWORK

OPENS_TO = {
    "sit/": NETWORK,
}
POST_ONLY: set[str] = set()


def examples(user: User | None) -> dict[str, str]:
    return {}
