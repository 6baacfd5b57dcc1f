"""What views of the network ask first."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from catalogue.models import Organisation
from network.permissions import can_keep
from sociopoint.models import User
from sociopoint.permissions import can_see_network


def network_user(request: HttpRequest) -> User:
    """Raises PermissionDenied for whoever has nothing to do in the network."""
    user = request.user
    if not isinstance(user, User) or not can_see_network(user):
        raise PermissionDenied
    return user


def kept_organisation(request: HttpRequest, pk: int) -> Organisation:
    """An organisation whose record this person keeps; 403 for one they only know of."""
    user = network_user(request)
    organisation = get_object_or_404(Organisation, pk=pk)
    if not can_keep(user, organisation):
        raise PermissionDenied
    return organisation
