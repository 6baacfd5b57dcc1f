"""Rights of the people whose data we hold: find what is theirs, hand it out, restrict it, erase it, with a protocol.

An inquiry without a contact and without a code cannot be tied to anybody; that is said, not worked around.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from catalogue.spoken_code import UnreadableCode, read_code
from inquiries.models import (
    ContactCard,
    Inquiry,
    LegalHold,
    ProtocolLine,
    ReadingKind,
    RequestState,
    SubjectRequest,
    email_hash,
    phone_hash,
)
from inquiries.reading import record_reading
from inquiries.retention import shred_contacts, shred_words
from inquiries.return_code import inquiries_of
from sociopoint.models import User
from sociopoint.typography import dialable


def find(user: User, *, phone: str = "", email: str = "", code: str = "") -> list[Inquiry]:
    """Inquiries under a phone, an e-mail or a return code, of the worker's own office. By hashes only; it is written down."""
    mine = Inquiry.objects.visible_to(user)
    found: dict[int, Inquiry] = {}
    if number := dialable(phone):
        found |= {row.pk: row for row in mine.filter(contact__phone_hash=phone_hash(number))}
    if email:
        found |= {row.pk: row for row in mine.filter(contact__email_hash=email_hash(email))}
    if code:
        try:
            own = {row.pk for row in inquiries_of(read_code(code))}
        except UnreadableCode:
            own = set()
        found |= {row.pk: row for row in mine.filter(pk__in=own)}
    record_reading(None, ReadingKind.SEARCHED, by=user, purpose="subject_request")
    return sorted(found.values(), key=lambda row: row.received_at)


@transaction.atomic
def package(request: SubjectRequest, *, by: User) -> dict[str, Any]:
    """All we hold of the request's inquiries, as plain data for JSON and for the readable page."""
    rows = list(
        request.inquiries.select_related("channel", "district", "heard_from", "contact").prefetch_related(
            "needs__situation", "target_groups", "notes", "referrals", "follow_ups", "consents"
        )
    )
    for row in rows:
        record_reading(row, ReadingKind.EXPORTED, by=by, purpose="subject_request")
    _write(request, "packaged", by, len(rows))
    return {"made_at": _moment(timezone.now()), "inquiries": [_packed(row) for row in rows]}


@transaction.atomic
def restrict(request: SubjectRequest, *, by: User) -> None:
    """Only kept from now on: nobody edits or hands over until the restriction ends."""
    number = request.inquiries.update(is_restricted=True)
    _write(request, "restricted", by, number)


@transaction.atomic
def erase(request: SubjectRequest, *, by: User) -> int:
    """Shred words and contacts by the same engine as retention; coded facts without identity stay. What a legal hold
    keeps stays whole (Art. 17 (3) of the Regulation) and the protocol says so. How many inquiries were erased."""
    rows = list(request.inquiries.values_list("pk", flat=True))
    held = set(LegalHold.objects.in_force().filter(inquiry__in=rows).values_list("inquiry", flat=True))
    ids = [(pk, None) for pk in rows if pk not in held]
    erased = shred_words(ids)
    shred_contacts([(pk, None) for pk, _days in ids if ContactCard.objects.filter(inquiry=pk).exists()])
    request.inquiries.exclude(pk__in=held).update(return_code_hash="")
    if erased:
        _write(request, "erased", by, erased)
    if held:
        _write(request, "held", by, len(held))
    return erased


@transaction.atomic
def finish(request: SubjectRequest, *, by: User, answer: str, is_refused: bool = False) -> None:
    request.state = RequestState.REFUSED if is_refused else RequestState.DONE
    request.answer, request.finished_at = answer, timezone.now()
    request.save(update_fields=["state", "answer", "finished_at"])
    _write(request, "answered", by, 0)


def _write(request: SubjectRequest, step: str, by: User, number: int) -> None:
    ProtocolLine.objects.create(request=request, by=by, step=step, number=number)


def _packed(row: Inquiry) -> dict[str, Any]:
    card: ContactCard | None = getattr(row, "contact", None)
    return {
        "number": row.public_id,
        "received_at": _moment(row.received_at),
        "state": str(row.get_state_display()),
        "channel": row.channel.name,
        "situations": [need.situation.name for need in row.needs.all()],
        "target_groups": [group.title for group in row.target_groups.all()],
        "age": str(row.get_age_band_display()),
        "sex": str(row.get_sex_display()),
        "district": row.district.name if row.district else "",
        "language": str(row.get_language_display()),
        "contact": {"name": card.display_name, "phone": card.phone, "email": card.email} if card else None,
        "texts": [
            {"kind": str(note.get_kind_display()), "written_at": _moment(note.written_at), "text": note.text}
            for note in row.notes.all()
        ],
        "referrals": [
            {
                "to": referral.target_name,
                "state": str(referral.get_state_display()),
                "contact_shown_at": _moment(referral.contact_revealed_at),
            }
            for referral in row.referrals.all()
        ],
        "follow_ups": [
            {"due_at": _moment(one.due_at), "state": str(one.get_state_display())} for one in row.follow_ups.all()
        ],
        "consents": [
            {"extent": one.extent, "purpose": one.purpose, "recorded_at": _moment(one.recorded_at)}
            for one in row.consents.all()
        ],
    }


def _moment(at: datetime | None) -> str:
    return timezone.localtime(at).isoformat(timespec="minutes") if at else ""
