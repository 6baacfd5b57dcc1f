"""What makes the network say something right after `make run`. Never in production."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from catalogue.models import Service
from network.made_up_competences import make_up_competences
from network.made_up_indicators import make_up_indicators
from network.made_up_procedures import make_up_procedures


@transaction.atomic
def ensure_demo_agreements() -> int:
    """Competences, procedures and indicators, each made once. How many rows were made; one query each when they are there."""
    if settings.ENVIRONMENT.production or not Service.objects.exists():
        return 0
    return make_up_competences() + make_up_procedures() + make_up_indicators()
