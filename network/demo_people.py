"""What makes the directory usable right after `make run`. Never in production."""

from __future__ import annotations

from django.conf import settings

from catalogue.models import Service
from network.made_up_people import make_up_people


def ensure_demo_people() -> int:
    """How many people were made up; one query when they are there."""
    if settings.ENVIRONMENT.production or not Service.objects.exists():
        return 0
    return make_up_people()
