"""The invited who have not answered, each with the phone to call."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import OuterRef
from django.utils import timezone

from network.calling import first_phone
from network.meeting_calls import invitation_addresses, letters_of
from network.models import Answer, Attendance, Mandate, Meeting, Position
from sociopoint.models import MailState, User


@dataclass(frozen=True)
class Unanswered:
    """`phone` is empty where nobody knows any; one without an e-mail got no letter at all. `letter` is how far it is."""

    row: Attendance
    mandate: Mandate
    phone: str
    has_email: bool
    letter: MailState | None


def unanswered(meeting: Meeting, user: User) -> list[Unanswered]:
    """By organisation. The phone where the person works for it, else anywhere, else of the organisation; of people whose
    contact `user` may see. Five queries at most."""
    rows = meeting.attendance.filter(mandate__isnull=False, answer=Answer.NONE).select_related(
        "mandate__person__user", "mandate__organisation"
    )
    of_organisation = first_phone(organisation=OuterRef("mandate__organisation"))
    silent = list(rows.annotate(organisation_phone=of_organisation).order_by("mandate__organisation__name", "pk"))
    silent = [row for row in silent if row.is_seat_that_day]
    mandates = [row.mandate for row in silent if row.mandate]
    if not mandates:
        return []
    addresses, phones, letters = invitation_addresses(mandates), _phones(mandates, user), letters_of(meeting, silent)
    return [
        Unanswered(
            row, one, phones.get(one.pk) or row.organisation_phone or "", one.pk in addresses, letters.get(row.pk)
        )
        for row, one in zip(silent, mandates, strict=True)
    ]


def _phones(mandates: list[Mandate], user: User) -> dict[int, str]:
    held = Position.objects.visible_to(user).held_on(timezone.localdate()).exclude(phone="")
    rows = list(held.filter(person__in=[one.person_id for one in mandates]))
    at_work = {(row.person_id, row.organisation_id): row.phone for row in rows}
    anywhere = {row.person_id: row.phone for row in rows}
    found = {
        one.pk: at_work.get((one.person_id, one.organisation_id)) or anywhere.get(one.person_id) for one in mandates
    }
    return {pk: phone for pk, phone in found.items() if phone}
