"""Who may do what with the records of one organisation; the roles themselves are `sociopoint.permissions`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from network.belonging import organisations_of
from sociopoint.permissions import can_edit_network, can_see_network

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from catalogue.models import Organisation
    from network.models import Registration
    from sociopoint.models import User


def can_keep(user: User | AnonymousUser, organisation: Organisation) -> bool:
    """A coordinator keeps every organisation's people and record, a partner those of their own. One query for a partner."""
    if can_edit_network(user):
        return True
    return is_partner(user) and organisations_of(user).filter(pk=organisation.pk).exists()


def is_partner(user: User | AnonymousUser) -> bool:
    """Somebody who speaks for an organisation of the network, not for the city's desk."""
    return can_see_network(user) and user.is_authenticated and user.role == "partner"


def can_read_needs(user: User | AnonymousUser, registration: Registration) -> bool:
    """What somebody must eat and how they get in is told to who prepares the training, not to colleagues; whose it is and who
    wrote it down know it anyway. No query where the person came with it."""
    if can_edit_network(user):
        return True
    return user.is_authenticated and user.pk in (registration.person.user_id, registration.registered_by_id)
