"""Groups for a newcomer right after `make run`. Never in production."""

from __future__ import annotations

from django.conf import settings

from catalogue.models import Service
from network.made_up_groups import make_up_groups
from network.models import WorkingGroup
from sociopoint.models import Role, User


def ensure_demo_groups() -> int:
    """Made once: a network with any group stays as it is. How many meetings were made; one query when they are there."""
    if settings.ENVIRONMENT.production or WorkingGroup.objects.exists() or not Service.objects.exists():
        return 0
    coordinator = User.objects.filter(is_demo=True, role=Role.COORDINATOR, is_active=True).first()
    return make_up_groups(coordinator) if coordinator is not None else 0
