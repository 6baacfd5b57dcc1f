"""Writes down who looked at an inquiry. The one thing a GET of the desk writes: a look that left no trace would be none."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef

from inquiries.models import Inquiry, Note, NoteKind, Reading, ReadingKind, Referral
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


def has_opened(inquiry: Inquiry, *, by: User, since: datetime) -> bool:
    """Whether this worker has seen all its words since then."""
    seen = {"inquiry_id": inquiry.pk, "kind": ReadingKind.OPENED, "purpose": ""}
    return Reading.objects.filter(**seen, by=by, at__gte=since).exists()


def has_unread_question(inquiry: Inquiry, *, by: User) -> bool:
    """Whether the person asked something that nobody answered and this worker has not had open since. Pages that show no questions
    (the form of the record, a referral, what remains) say a purpose. One query, none where no code was given."""
    if not inquiry.return_code_hash:
        return False
    of_this, since = {"inquiry_id": inquiry.pk}, OuterRef("written_at")
    read = Reading.objects.filter(**of_this, by=by, kind=ReadingKind.OPENED, purpose="", at__gte=since)
    answered = Note.objects.filter(**of_this, kind=NoteKind.ANSWER, written_at__gte=since)
    return Note.objects.filter(~Exists(read), ~Exists(answered), **of_this, kind=NoteKind.QUESTION).exists()
