"""Which group or meeting is meant, and whether this person runs it: the questions pages of groups begin with."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from network.models import Meeting, WorkingGroup
from network.seats import roles_in
from sociopoint.models import User
from sociopoint.permissions import can_edit_network, can_run_group, can_see_network


def reader_of(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User) or not can_see_network(user):
        raise PermissionDenied
    return user


def editor_of(request: HttpRequest) -> User:
    """Whoever keeps the network."""
    user = reader_of(request)
    if not can_edit_network(user):
        raise PermissionDenied
    return user


def group_of(user: User, pk: int) -> WorkingGroup:
    """404 for a group this person may not know of."""
    return get_object_or_404(WorkingGroup.objects.visible_to(user), pk=pk)


def meeting_of(user: User, pk: int) -> Meeting:
    """404 for a meeting this person may not know of."""
    rows = Meeting.objects.visible_to(user).select_related("group", "minutes_by", "previous")
    return get_object_or_404(rows, pk=pk)


def runs(user: User, group: WorkingGroup) -> bool:
    """No query for a coordinator, one for others."""
    if can_edit_network(user):
        return True
    return can_run_group(user, roles_in(user, group, timezone.localdate()))


def run_meeting_of(request: HttpRequest, pk: int) -> tuple[User, Meeting]:
    """A meeting this person runs; 403 for a member who only attends."""
    user = reader_of(request)
    meeting = meeting_of(user, pk)
    if not runs(user, meeting.group):
        raise PermissionDenied
    return user, meeting
