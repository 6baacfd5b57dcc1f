from __future__ import annotations

from django.utils import timezone

from catalogue.models import RegisterImport


def register_age_days() -> int | None:
    """Whole days since the last import of the national register; None when there was none. One query."""
    last = RegisterImport.objects.order_by("-finished_at").values_list("finished_at", flat=True).first()
    return None if last is None else (timezone.now() - last).days
