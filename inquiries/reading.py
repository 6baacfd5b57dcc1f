"""Writes down who looked at an inquiry. The one thing a GET of the desk writes: a look that left no trace would be none."""

from __future__ import annotations

from inquiries.models import Inquiry, Reading, ReadingKind, Referral
from sociopoint.models import User


def record_reading(inquiry: Inquiry | None, kind: ReadingKind, *, by: User, purpose: str = "") -> Reading:
    """`purpose` is a code such as "call", never words. `inquiry` None: many at once, an export or a search."""
    own = inquiry is None or inquiry.assignee_id == by.pk or inquiry.created_by_id == by.pk
    return Reading.objects.create(
        by=by, inquiry_id=inquiry.pk if inquiry else None, kind=kind, purpose=purpose, is_own_case=own
    )


def record_partner_reading(referral: Referral) -> Reading:
    """A partner saw the person's contact by their link; who it was is written at the referral."""
    return Reading.objects.create(
        inquiry_id=referral.inquiry_id, referral_id=referral.pk, kind=ReadingKind.REVEALED, is_own_case=True
    )
