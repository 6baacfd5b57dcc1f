"""What makes the desk usable right after `make run`: demo workers at the office, and two made-up months. Never in production."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from catalogue.models import Service
from inquiries.made_up_desk import make_up_desk
from inquiries.made_up_gaps import make_up_gaps
from inquiries.made_up_needs import make_up_decisions
from inquiries.made_up_questions import make_up_questions
from inquiries.models import GapRule, Inquiry, Office
from inquiries.statistics.recount import recount_changed
from sociopoint.models import Role, User


def ensure_demo_desk() -> None:
    """Demo workers stand at the first office; accounts that somebody placed elsewhere stay there."""
    office = Office.objects.order_by("pk").first()
    if office is not None:
        office.workers.add(*User.objects.filter(is_demo=True, role=Role.WORKER, offices=None))


def ensure_demo_inquiries() -> int:
    """Make the desk look lived in, once: an office with any inquiry stays as it is. How many were made; production never."""
    office = Office.objects.order_by("pk").first()
    if settings.ENVIRONMENT.production or office is None or Inquiry.objects.exists() or not Service.objects.exists():
        return 0
    workers = list(office.workers.filter(is_demo=True, is_active=True).order_by("pk"))
    if not workers:
        return 0
    made = make_up_desk(office, workers) + make_up_questions(office)
    coordinator = User.objects.filter(is_demo=True, role=Role.COORDINATOR).first()
    if coordinator is not None:
        make_up_decisions(office, worker=workers[0], coordinator=coordinator)
    recount_changed()
    return made


def ensure_demo_gaps() -> int:
    """What people lack and what the made-up groups made of it, once: a city with any rule stays as it is. Production never."""
    if settings.ENVIRONMENT.production or GapRule.objects.exists():
        return 0
    return make_up_gaps(timezone.localdate())
