"""Adding a document and its next versions; nothing is overwritten."""

from __future__ import annotations

from typing import IO

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.text import slugify

from network.file_checks import EXTENSIONS, FileRefused, kind_of
from network.models import Document, DocumentKind, DocumentVersion
from network.models.documents import LARGEST
from sociopoint.models import User


@transaction.atomic
def add_version(document: Document, *, file: IO[bytes], note: str, by: User) -> DocumentVersion:
    """The next version of a document, or the first of one not saved yet. Raises FileRefused before anything is written.

    What the same person has uploaded already with the same content and words is there once: a form sent by a double click.
    """
    content = file.read(LARGEST + 1)
    kind = kind_of(content)
    if document.pk is None:
        User.objects.select_for_update(of=("self",)).get(pk=by.pk)
        if there := _same(document, content, by):
            return there
        document.save()
    Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    newest = document.versions.defer("content").first()
    if newest and document.versions.filter(pk=newest.pk, content=content, note=note, added_by=by).exists():
        return newest
    return DocumentVersion.objects.create(
        document=document,
        number=newest.number + 1 if newest else 1,
        kind=kind,
        file_name=_name_of(document, kind),
        size=len(content),
        content=content,
        note=note,
        added_by=by,
    )


def _same(document: Document, content: bytes, by: User) -> DocumentVersion | None:
    """The only version of a document that is in all as the one being founded."""
    words = {name: getattr(document, name) for name in ("title", "about", "group", "readers")}
    first = DocumentVersion.objects.filter(number=1, added_by=by, size=len(content), content=content)
    of_document = {f"document__{name}": value for name, value in words.items()}
    newer = DocumentVersion.objects.filter(document=OuterRef("document"), number__gt=1)
    return first.filter(~Exists(newer), document__is_withdrawn=False, **of_document).select_related("document").first()


def _name_of(document: Document, kind: DocumentKind) -> str:
    """Ours, from the title: a name that came from elsewhere may hold anything."""
    return f"{slugify(document.title)[:100] or 'dokument'}.{EXTENSIONS[kind]}"


__all__ = ["FileRefused", "add_version"]
