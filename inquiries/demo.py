"""What makes the desk usable right after `make run`: the demo worker belongs to the office. Never in production."""

from __future__ import annotations

from inquiries.models import Office
from sociopoint.models import Role, User


def ensure_demo_desk() -> None:
    """Demo workers stand at the first office; accounts that somebody placed elsewhere stay there."""
    office = Office.objects.order_by("pk").first()
    if office is not None:
        office.workers.add(*User.objects.filter(is_demo=True, role=Role.WORKER, offices=None))
