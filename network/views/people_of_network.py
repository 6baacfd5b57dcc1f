"""Who asks: the question every page of the network begins with."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from sociopoint.models import User
from sociopoint.permissions import can_see_network


def member_of(request: HttpRequest) -> User:
    """The signed-in person of the network; PermissionDenied for anybody else."""
    if isinstance(request.user, AnonymousUser) or not can_see_network(request.user):
        raise PermissionDenied
    return request.user
