"""What views of the network ask first."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from catalogue.models import Organisation
from network.permissions import can_keep
from sociopoint.models import User
from sociopoint.permissions import can_see_network

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


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


def in_one_transaction(view: View[P]) -> View[P]:
    """All that is read and written when something is sent; a page that is only looked at needs none."""

    @wraps(view)
    def whole(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return whole


def hold(request: HttpRequest, row: Model) -> None:
    """Where something is sent, the row stays locked to the end of `in_one_transaction` and is as the one before left it.

    404 for one that is gone by then.
    """
    if request.method != "POST":
        return
    try:
        row.refresh_from_db(from_queryset=type(row)._default_manager.select_for_update(of=("self",)))
    except ObjectDoesNotExist:
        raise Http404 from None
