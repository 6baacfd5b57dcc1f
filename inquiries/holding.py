"""Legal holds: nothing of an inquiry is shredded while a court, an authority or a complaint needs it."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiries.models import Deed, Inquiry, LegalHold
from inquiries.timeline import record
from sociopoint.models import User


class HoldRefused(Exception):
    """It cannot be held or released; the text is a sentence that says why."""


@transaction.atomic
def place_hold(inquiry: Inquiry, *, by: User, reason: str, until: date, sent: UUID | None = None) -> LegalHold:
    """Keep everything of the inquiry until a day. Locks its row, as the shredder does, so that one of them comes first. A form
    `sent` twice by a double click is one hold; what was rewritten in it meanwhile (a step back) is another, and so is one sent again
    after the first was released: else nothing would hold what the page says is held."""
    held = Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)
    if until < timezone.localdate():
        raise HoldRefused(_("Ten den už byl. Vyberte dnešek nebo některý další den."))
    submission = uuid5(sent or uuid4(), f"{held.pk} {until} {reason}")
    placed = LegalHold.objects.filter(submission=submission).first()
    if placed is not None and placed.released_at is None:
        return placed
    number = uuid4() if placed else submission
    hold = LegalHold.objects.create(inquiry=held, reason=reason, until=until, placed_by=by, submission=number)
    record(held, Deed.HELD, by=by, after=until.isoformat())
    return hold


@transaction.atomic
def release_hold(hold: LegalHold, *, by: User) -> None:
    """End a hold before its day. The retention of the inquiry goes on as if it had never been held."""
    current = LegalHold.objects.select_for_update(of=("self",)).select_related("inquiry").get(pk=hold.pk)
    if not current.is_in_force:
        raise HoldRefused(_("Tohle zadržení už neplatí."))
    current.released_at, current.released_by = timezone.now(), by
    current.save(update_fields=["released_at", "released_by"])
    record(current.inquiry, Deed.RELEASED, by=by, before=current.until.isoformat())
