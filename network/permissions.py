"""Who may do what with the records of one organisation; the roles themselves are `sociopoint.permissions`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from network.belonging import organisations_of
from sociopoint.permissions import can_edit_network, can_see_network

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from catalogue.models import Organisation
    from sociopoint.models import User


def can_keep(user: User | AnonymousUser, organisation: Organisation) -> bool:
    """A coordinator keeps every organisation's people and record, a partner those of their own. One query for a partner."""
    if can_edit_network(user):
        return True
    return is_partner(user) and organisations_of(user).filter(pk=organisation.pk).exists()


def is_partner(user: User | AnonymousUser) -> bool:
    """Somebody who speaks for an organisation of the network, not for the city's desk."""
    return can_see_network(user) and user.is_authenticated and user.role == "partner"
