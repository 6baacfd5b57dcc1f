"""Who works where."""

from __future__ import annotations

from django.db.models import QuerySet

from inquiries.models import Inquiry, Office
from sociopoint.models import User
from sociopoint.permissions import can_see_all_offices, can_work_at_desk


def colleagues(inquiry: Inquiry) -> QuerySet[User]:
    """Who works at the inquiry's office."""
    return User.objects.filter(offices=inquiry.office_id, is_active=True).order_by("name", "email")


def workers_seen_by(user: User) -> QuerySet[User]:
    """Workers whose inquiries this person may see."""
    workers = User.objects.filter(offices__isnull=False, is_active=True)
    if can_work_at_desk(user):
        workers = workers.filter(offices__in=user.offices.all())
    return workers.distinct().order_by("name", "email")


def offices_seen_by(user: User) -> QuerySet[Office]:
    """Workers their own, coordinators all."""
    return Office.objects.all() if can_see_all_offices(user) else Office.objects.filter(workers=user.pk)
