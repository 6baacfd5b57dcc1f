"""Who asks, and about which inquiry: the two questions every page of the desk begins with."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from inquiries.models import ContactCard, Inquiry
from sociopoint.models import User
from sociopoint.permissions import can_work_at_desk


def worker_of(request: HttpRequest) -> User:
    """The signed-in person. The middleware lets nobody else come here."""
    if isinstance(request.user, AnonymousUser):
        raise PermissionDenied
    return request.user


def inquiry_of(request: HttpRequest, public_id: str, *, to_change: bool = False) -> Inquiry:
    """The inquiry of that number, with `has_contact` annotated; 404 where this person may not know of it, 403 where they may only look:
    a coordinator always, everybody where the person had the processing restricted."""
    user = worker_of(request)
    rows = Inquiry.objects.visible_to(user).select_related("office", "channel", "district", "assignee", "heard_from")
    rows = rows.annotate(has_contact=Exists(ContactCard.objects.filter(inquiry=OuterRef("pk"))))
    inquiry = get_object_or_404(rows, public_id=public_id.upper())
    if to_change and (inquiry.is_restricted or not can_work_at_desk(user)):
        raise PermissionDenied
    return inquiry
