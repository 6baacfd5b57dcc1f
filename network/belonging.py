"""Which organisations somebody speaks for: those where the person with this account holds a position today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from catalogue.models import Organisation
from network.models import Position

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from sociopoint.models import User


def organisations_of(user: User | AnonymousUser) -> QuerySet[Organisation]:
    """No query until it is used; none of them for a stranger, or for an account bound to nobody of the network."""
    if not user.is_authenticated:
        return Organisation.objects.none()
    held = Position.objects.held_on(timezone.localdate()).filter(person__user=user)
    return Organisation.objects.filter(pk__in=held.values("organisation"))
