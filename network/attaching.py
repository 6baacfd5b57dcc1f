"""Documents on the table of a meeting: put there while it is prepared and minuted, kept as they were once it is approved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from network.document_keeping import add_version
from network.meeting_states import AHEAD, MeetingState
from network.models import (
    AgendaItem,
    Document,
    DocumentKind,
    DocumentReaders,
    DocumentVersion,
    Meeting,
    MeetingAttachment,
    WorkingGroup,
)
from network.models.documents import DocumentQuerySet
from sociopoint.models import User
from sociopoint.typography import typeset

OPEN_STATES = (*AHEAD, MeetingState.HELD)


class AttachmentRefused(Exception):
    """It cannot lie there; carries a sentence for the person."""


@dataclass(frozen=True)
class Attached:
    """`about` says its kind and version; `address` is empty for whoever may not open it. `point` None: of the whole meeting.

    A withdrawn document is still named, but no invitation opens it.
    """

    pk: int
    title: str
    about: str
    address: str
    point: int | None
    is_withdrawn: bool


def read_by_members(group: WorkingGroup) -> DocumentQuerySet:
    """What lies on the table everybody at it may read."""
    theirs = Q(readers=DocumentReaders.NETWORK) | Q(readers=DocumentReaders.GROUP, group=group)
    return Document.objects.filter(theirs, is_withdrawn=False)


def offered(meeting: Meeting) -> DocumentQuerySet:
    """Documents that may still be attached, by title."""
    return read_by_members(meeting.group).exclude(pk__in=meeting.attachments.values("document")).order_by("title", "pk")


@transaction.atomic
def attach(meeting: Meeting, *, document: Document, point: AgendaItem | None, by: User) -> MeetingAttachment:
    """Raises AttachmentRefused."""
    _open(meeting)
    if not read_by_members(meeting.group).filter(pk=document.pk).exists():
        raise AttachmentRefused(_("Členové skupiny tenhle dokument nevidí, takže k jednání přiložit nejde."))
    if meeting.attachments.filter(document=document).exists():
        raise AttachmentRefused(_("Tento dokument už u jednání je."))
    return MeetingAttachment.objects.create(meeting=meeting, document=document, point=point, added_by=by)


@transaction.atomic
def attach_file(
    meeting: Meeting, *, title: str, file: IO[bytes], point: AgendaItem | None, by: User
) -> MeetingAttachment:
    """A new document for the members of the group. Raises AttachmentRefused, FileRefused.

    The document names the group, which waits for whoever holds it: so the group is locked first, as where the meeting is changed.
    """
    WorkingGroup.objects.select_for_update(of=("self",)).get(pk=meeting.group_id)
    _open(meeting)
    new = Document(title=title, group=meeting.group, readers=DocumentReaders.GROUP)
    document = add_version(new, file=file, note="", by=by).document
    there = meeting.attachments.filter(document=document).first()  # a double click
    return there or attach(meeting, document=document, point=point, by=by)


@transaction.atomic
def detach(attachment: MeetingAttachment, *, by: User) -> None:
    """The document itself stays where it was."""
    _open(attachment.meeting)
    attachment.delete()


def keep_versions(meeting: Meeting) -> None:
    """From now on the minutes show what lay there, even when a newer version comes."""
    newest = DocumentVersion.objects.filter(document=OuterRef("document")).order_by("-number")
    meeting.attachments.update(version=Subquery(newest.values("pk")[:1]))


def attached(meeting: Meeting, user: User | None) -> list[Attached]:
    """In the order of the programme, with addresses of what `user` may open. One query, no content."""
    newest = DocumentVersion.objects.filter(document=OuterRef("document")).order_by("-number")
    readable = Document.objects.visible_to(user) if user is not None else Document.objects.none()
    rows = meeting.attachments.annotate(
        title=F("document__title"),
        number=Coalesce(F("version__number"), Subquery(newest.values("number")[:1])),
        kind=Coalesce(F("version__kind"), Subquery(newest.values("kind")[:1])),
        is_readable=Exists(readable.filter(pk=OuterRef("document"))),
    ).values_list("pk", "document", "title", "number", "kind", "is_readable", "point", "document__is_withdrawn")
    return [
        Attached(
            pk,
            typeset(title),
            typeset(_("%(kind)s, verze %(number)d") % {"kind": DocumentKind(kind).label, "number": number}),
            reverse("network:document-download", args=[document, number]) if is_readable else "",
            point,
            is_withdrawn,
        )
        for pk, document, title, number, kind, is_readable, point, is_withdrawn in rows
    ]


def version_shown(attachment: MeetingAttachment) -> DocumentVersion | None:
    """With its content; None for a document that was withdrawn."""
    if attachment.document.is_withdrawn:
        return None
    return attachment.version or attachment.document.versions.first()


def _open(meeting: Meeting) -> None:
    """Raises AttachmentRefused."""
    locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if locked.state not in OPEN_STATES:
        raise AttachmentRefused(_("K tomuto jednání už přílohy přidat ani odebrat nejde."))
