"""A question from the web becomes an inquiry; its asker reads the answer under a code and may ask on. No account, no e-mail."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.knowledge import knowledge
from inquiries.models import (
    Actor,
    Channel,
    ContactCard,
    Deed,
    Direction,
    Identity,
    Inquiry,
    InquiryState,
    LinkKind,
    Note,
    NoteKind,
    Office,
    Urgency,
)
from inquiries.moves import move
from inquiries.reading import has_unread_question
from inquiries.recording import link
from inquiries.return_code import code_for, give_code
from inquiries.timeline import record
from sociopoint.models import User

CONTACT_DAYS = 60
"""A contact left with a question is deleted so long after it; the card's own expiry (frontdesk-and-network, f.2)."""


class NoDesk(Exception):
    """This instance has no office yet, so nobody would ever read the question."""


class AnsweredMeanwhile(Exception):
    """A colleague was faster, or the person asked on; the text is a sentence for the worker."""


def speaks_of_danger(text: str) -> bool:
    """Whether the words speak of life in danger, violence or suicide: the search's own judgement."""
    return knowledge().lexicon.understand(text).urgent


def ask(*, submission: UUID, text: str, phone: str = "", email: str = "", follow_up_agreed: bool = False) -> str:
    """Make the inquiry and give its code; sent twice, it is one inquiry with one code, and what was changed in the form
    meanwhile (a step back in the browser) is added to it. Raises NoDesk.

    `phone` in E.164. Words of danger make it a crisis, so that it stands first and cannot be closed without a follow-up.
    """
    code = code_for(str(submission))
    try:
        with transaction.atomic():
            _make(submission, text, phone, email, follow_up_agreed, code)
    except IntegrityError:
        begun = Inquiry.objects.filter(submission=submission).first()
        if begun is None:
            raise
        _add(begun, text, phone, email, follow_up_agreed)
    return code


@transaction.atomic
def _add(begun: Inquiry, text: str, phone: str, email: str, follow_up_agreed: bool) -> None:
    """What a form that is sent again says anew."""
    if text not in [note.text for note in begun.notes.filter(kind=NoteKind.QUESTION)]:
        begun = ask_again(begun, text)
    _leave_contact(begun, phone, email, follow_up_agreed)
    if phone or email:
        Inquiry.objects.filter(pk=begun.pk).update(identity=Identity.CONTACT)


def _make(submission: UUID, text: str, phone: str, email: str, follow_up_agreed: bool, code: str) -> None:
    office, channel = Office.objects.order_by("pk").first(), _web()
    if office is None or channel is None:
        raise NoDesk
    identity = Identity.CONTACT if phone or email else Identity.ANONYMOUS
    inquiry = _begin(text, office=office, channel=channel, submission=submission, identity=identity)
    give_code(inquiry, by=None, code=code)
    _leave_contact(inquiry, phone, email, follow_up_agreed)


def _web() -> Channel | None:
    return Channel.objects.filter(code="web").first()


def _begin(text: str, **facts: Any) -> Inquiry:
    """Work of the desk that nobody has yet, with the person's words in it."""
    in_danger = speaks_of_danger(text)
    inquiry = Inquiry.objects.create(
        state=InquiryState.OPEN,
        direction=Direction.INCOMING,
        is_crisis=in_danger,
        urgency=Urgency.NOW if in_danger else Urgency.ORDINARY,
        **facts,
    )
    Note.objects.create(inquiry=inquiry, kind=NoteKind.QUESTION, text=text)
    record(inquiry, Deed.RECEIVED, actor=Actor.CLIENT)
    return inquiry


def _leave_contact(inquiry: Inquiry, phone: str, email: str, follow_up_agreed: bool) -> None:
    """A phone or an e-mail given later joins the first or takes its place."""
    if not phone and not email:
        return
    card = ContactCard.objects.filter(inquiry=inquiry).first()
    card = card or ContactCard(inquiry=inquiry, expires_on=timezone.localdate() + timedelta(days=CONTACT_DAYS))
    card.phone, card.email = phone or card.phone, email or card.email
    if follow_up_agreed and card.follow_up_agreed_at is None:
        card.follow_up_agreed_at = timezone.now()
    card.save()


@transaction.atomic
def ask_again(inquiry: Inquiry, text: str) -> Inquiry:
    """The person adds something under their code, once, if they send it twice; a closed inquiry goes back to work, and so does one
    thrown away as forgotten. Of a draft nobody but its writer knows: it becomes work of the desk, whether they finish it or not.

    Where they had the processing restricted, it stands in another inquiry under the code; the one that it stands in comes back."""
    inquiry = Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)
    if inquiry.is_restricted:
        return _ask_beside(inquiry, text)
    last = last_said(inquiry)
    if last is not None and is_repeated(last, NoteKind.QUESTION, text, by=None):
        return inquiry
    Note.objects.create(inquiry=inquiry, kind=NoteKind.QUESTION, text=text)
    record(inquiry, Deed.ASKED_AGAIN, actor=Actor.CLIENT)
    if speaks_of_danger(text) and not inquiry.is_crisis:
        _mark_crisis(inquiry)
    if inquiry.state == InquiryState.VOID:
        move(inquiry, InquiryState.DRAFT, by=None)
        move(inquiry, InquiryState.OPEN, by=None)
    if inquiry.state in (InquiryState.DRAFT, InquiryState.CLOSED, InquiryState.WAITING_CLIENT):
        move(inquiry, InquiryState.OPEN, by=None)
    return inquiry


def _mark_crisis(inquiry: Inquiry) -> None:
    """As words of danger do in a first question. Its row is locked; a record open since before meets the page with both texts."""
    now_a_crisis = {
        "is_crisis": True,
        "urgency": Urgency.NOW,
        "version": F("version") + 1,
        "changed_at": timezone.now(),
    }
    Inquiry.objects.filter(pk=inquiry.pk).update(**now_a_crisis)
    record(inquiry, Deed.CHANGED, field="is_crisis", before="False", after="True")


def _ask_beside(restricted: Inquiry, text: str) -> Inquiry:
    """An inquiry that is only kept (Art. 18 of the Regulation) takes no work on, for weeks perhaps: what its person asks now goes to
    the newest one under the code that may be worked on, or begins one. Its row is locked, so that a double click finds that."""
    code = restricted.return_code_hash
    free = Inquiry.objects.filter(return_code_hash=code, is_restricted=False).order_by("-received_at", "-pk").first()
    if free is not None:
        return ask_again(free, text)
    facts = {"office": restricted.office, "channel": _web() or restricted.channel, "identity": Identity.CODE}
    begun = _begin(text, return_code_hash=code, **facts)
    record(begun, Deed.CODE_USED, actor=Actor.CLIENT)
    link(begun, restricted, LinkKind.CONTINUES, by=None)
    return begun


@transaction.atomic
def answer(inquiry: Inquiry, *, by: User, text: str) -> Note:
    """Answer under the code; a form sent twice answers once. Who answers an inquiry that nobody had takes it.

    Raises AnsweredMeanwhile over a question that this worker has not read: it would count as answered.
    """
    Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)
    last = last_said(inquiry)
    if last is not None and is_repeated(last, NoteKind.ANSWER, text, by=by):
        return last
    if has_unread_question(inquiry, by=by):
        raise AnsweredMeanwhile(_("Člověk mezitím připsal ještě něco. Přečtěte si to a odpověď podle toho upravte."))
    written = Note.objects.create(inquiry=inquiry, kind=NoteKind.ANSWER, text=text, author=by)
    if inquiry.assignee_id is None:
        Inquiry.objects.filter(pk=inquiry.pk).update(assignee=by)
        inquiry.assignee = by
    record(inquiry, Deed.ANSWERED, by=by)
    return written


def last_said(inquiry: Inquiry) -> Note | None:
    """The last question or answer under the code."""
    return inquiry.notes.exclude(kind=NoteKind.NOTE).last()


def is_repeated(last: Note, kind: NoteKind, text: str, *, by: User | None) -> bool:
    """Whether the very same was just said: a form sent twice. `by` is None for the person who asks."""
    return (last.kind, last.text, last.author_id) == (kind, text, by.pk if by else None)
