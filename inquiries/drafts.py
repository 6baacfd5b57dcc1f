"""Drafts nobody came back to: red after a day, void after a week. What was typed stays with them until retention takes it."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from inquiries.models import Inquiry, InquiryState
from inquiries.moves import MoveRefused, move

LIVES = timedelta(days=7)
"""From the last change, so that one still written in is not taken away (frontdesk-and-network, d.1)."""


def void_forgotten_drafts() -> int:
    """How many were voided; each in a transaction of its own, and one that somebody just saved is left alone."""
    forgotten = Inquiry.objects.filter(state=InquiryState.DRAFT, changed_at__lt=timezone.now() - LIVES)
    voided = 0
    for inquiry in forgotten.order_by("pk").iterator():
        try:
            move(inquiry, InquiryState.VOID, by=None)
        except MoveRefused:
            continue
        voided += 1
    return voided
