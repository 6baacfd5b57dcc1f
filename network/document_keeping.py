"""Adding a document and its next versions; nothing is overwritten."""

from __future__ import annotations

from typing import IO

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from network.file_checks import EXTENSIONS, FileRefused, kind_of
from network.models import Document, DocumentKind, DocumentVersion
from network.models.documents import LARGEST
from sociopoint.models import User


@transaction.atomic
def add_version(document: Document, *, file: IO[bytes], note: str, by: User) -> DocumentVersion:
    """The next version of a document, or the first of one not saved yet. Raises FileRefused before anything is written."""
    content = file.read(LARGEST + 1)
    kind = kind_of(content)
    if document.pk is None:
        document.save()
    Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    last = document.versions.aggregate(last=Max("number"))["last"] or 0
    return DocumentVersion.objects.create(
        document=document,
        number=last + 1,
        kind=kind,
        file_name=_name_of(document, kind),
        size=len(content),
        content=content,
        note=note,
        added_by=by,
    )


def _name_of(document: Document, kind: DocumentKind) -> str:
    """Ours, from the title: a name that came from elsewhere may hold anything."""
    return f"{slugify(document.title)[:100] or 'dokument'}.{EXTENSIONS[kind]}"


__all__ = ["FileRefused", "add_version"]
