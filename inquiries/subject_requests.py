"""Rights of the people whose data we hold: find what is theirs, hand it out, restrict it, erase it, with a protocol.

An inquiry without a contact and without a code cannot be tied to anybody; that is said, not worked around.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.spoken_code import UnreadableCode, read_code
from inquiries.models import (
    ContactCard,
    Inquiry,
    InquiryLink,
    LegalHold,
    ProtocolLine,
    ReadingKind,
    RequestState,
    SubjectRequest,
    email_hash,
    phone_hash,
)
from inquiries.phones import normalised
from inquiries.reading import record_reading
from inquiries.retention import shred_contacts, shred_words
from inquiries.return_code import inquiries_of
from inquiries.subject_package import with_all
from sociopoint.models import User
from sociopoint.typography import EXTENSION, dialable

MOST_OFFERED = 20


class FinishedMeanwhile(Exception):
    """The request has another answer already; the text is a sentence for the worker."""


def find(user: User, *, phone: str = "", email: str = "", code: str = "") -> list[Inquiry]:
    """Inquiries under a phone, an e-mail or a return code, of the worker's own office. By hashes; it is written down. A number
    with an extension is shared by a whole hostel or office: whose card has one is found by that very extension."""
    mine = Inquiry.objects.visible_to(user)
    found: dict[int, Inquiry] = {}
    if number := normalised(phone) or dialable(phone):
        of_number = mine.filter(contact__phone_hash=phone_hash(number)).select_related("contact")
        bare = number.partition(EXTENSION)[0]
        found |= {row.pk: row for row in of_number if row.contact.phone in (number, bare)}
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


def begin(found: Collection[Inquiry], *, by: User, kind: str, known_by: str, sent: UUID) -> SubjectRequest:
    """A request over what was found. A form `sent` twice by a double click is one request; what was rewritten in it meanwhile
    (a step back) is another."""
    submission = uuid5(sent, " ".join([kind, known_by, *(str(row.pk) for row in found)]))
    try:
        with transaction.atomic():
            made = SubjectRequest.objects.create(kind=kind, known_by=known_by, handled_by=by, submission=submission)
            made.inquiries.set(found)
            _write(made, "found", by, len(found))
    except IntegrityError:
        begun = SubjectRequest.objects.filter(submission=submission).first()
        if begun is None:
            raise
        return begun
    return made


@dataclass(frozen=True)
class Maybe:
    """An inquiry that may be the same person's, and `why`, in words."""

    inquiry: Inquiry
    why: str


def maybe_theirs(request: SubjectRequest, user: User) -> list[Maybe]:
    """Inquiries of the worker's office linked to those of the request, or under the same return code, whose own contact is gone (or
    never was): nothing else says whose they are, so they are offered and never joined by themselves. Two queries."""
    own = request.inquiries.order_by().values("pk")
    links = InquiryLink.objects.order_by()
    codes = request.inquiries.order_by().exclude(return_code_hash="").values("return_code_hash")
    ids = (
        links.filter(inquiry__in=own)
        .values("earlier")
        .union(
            links.filter(earlier__in=own).values("inquiry"),
            Inquiry.objects.filter(return_code_hash__in=codes).order_by().values("pk"),
            all=True,
        )
    )
    near = Inquiry.objects.visible_to(user).filter(pk__in=ids, contact=None).exclude(pk__in=own)
    found = list(near.select_related("channel").order_by("received_at", "pk")[:MOST_OFFERED])
    pks = [row.pk for row in found]
    joined = links.filter(inquiry__in=own, earlier__in=pks) | links.filter(inquiry__in=pks, earlier__in=own)
    why: dict[int, str] = {}
    for link in joined.select_related("inquiry", "earlier").order_by("pk"):
        one, other = (link.earlier, link.inquiry) if link.earlier_id in pks else (link.inquiry, link.earlier)
        why[one.pk] = f"{link.get_kind_display()}, {other.public_id}"
    return [Maybe(row, why.get(row.pk) or _("stejný návratový kód")) for row in found]


@transaction.atomic
def add(request: SubjectRequest, *, by: User, inquiries: Collection[int]) -> int:
    """Take in those of the offered inquiries of which the worker knows that they are the person's. How many."""
    _lock(request)
    taken = [one.inquiry for one in maybe_theirs(request, by) if one.inquiry.pk in inquiries]
    if taken:
        request.inquiries.add(*taken)
        _write(request, "added", by, len(taken))
    return len(taken)


@transaction.atomic
def take_out(request: SubjectRequest, *, by: User) -> list[Inquiry]:
    """The request's inquiries with all we hold of them, oldest first, to be handed out; that they were is written down."""
    rows = list(with_all(request.inquiries.order_by("received_at")))
    for row in rows:
        record_reading(row, ReadingKind.EXPORTED, by=by, purpose="subject_request")
    _write(request, "packaged", by, len(rows))
    return rows


@transaction.atomic
def note_correction(request: SubjectRequest, *, by: User, inquiries: Collection[int]) -> int:
    """Write down that these inquiries of the request were corrected: the correcting itself is done on their own pages,
    where each change is on the timeline. How many of them belong to the request."""
    number = request.inquiries.filter(pk__in=inquiries).count()
    if number:
        _write(request, "corrected", by, number)
    return number


@transaction.atomic
def restrict(request: SubjectRequest, *, by: User) -> None:
    """Only kept from now on: nobody edits or hands over until the restriction ends. What it restricts already is not written
    down again."""
    _lock(request)
    restricts = SubjectRequest.objects.restricting().filter(pk=request.pk).exists()
    if restricts and not request.inquiries.filter(is_restricted=False).exists():
        return
    number = request.inquiries.update(is_restricted=True)
    _write(request, "restricted", by, number)


@transaction.atomic
def lift_restriction(request: SubjectRequest, *, by: User) -> int:
    """The reason to restrict is over and the person was told so (Art. 18 (3) of the Regulation); also after the request ended.
    How many inquiries stay restricted all the same, by another open request: it ends on its own."""
    _lock(request)
    restricting = SubjectRequest.objects.restricting()
    others = restricting.filter(state=RequestState.OPEN).exclude(pk=request.pk)
    free = request.inquiries.filter(is_restricted=True).exclude(subject_requests__in=others)
    number = Inquiry.objects.filter(pk__in=list(free.values_list("pk", flat=True))).update(is_restricted=False)
    if number or restricting.filter(pk=request.pk).exists():
        _write(request, "unrestricted", by, number)
    return request.inquiries.filter(is_restricted=True).count()


@transaction.atomic
def erase(request: SubjectRequest, *, by: User) -> int:
    """Shred words and contacts by the same engine as retention; coded facts without identity stay. What a legal hold
    keeps stays whole (Art. 17 (3) of the Regulation) and the protocol says so. How many inquiries were erased."""
    _lock(request)  # before the inquiries, as all that changes a request does, so that no two wait for each other
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
    """Answered, once. Raises FinishedMeanwhile where another answer stands already; the very same sent twice is one."""
    before, state = _lock(request), RequestState.REFUSED if is_refused else RequestState.DONE
    if (before.state, before.answer) == (state, answer):
        return
    if before.state != RequestState.OPEN:
        raise FinishedMeanwhile(_("Žádost už vyřízená je. Odpověď, která platí, vidíte v části „Co jsme udělali“."))
    request.state, request.answer, request.finished_at = state, answer, timezone.now()
    request.save(update_fields=["state", "answer", "finished_at"])
    _write(request, "answered", by, 0)


def _lock(request: SubjectRequest) -> SubjectRequest:
    """As it stands now; a double click waits here."""
    return SubjectRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)


def _write(request: SubjectRequest, step: str, by: User, number: int) -> None:
    ProtocolLine.objects.create(request=request, by=by, step=step, number=number)
