"""Documents: whom they are for is put right here. Their content is opened on the network's pages, by who may read it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from network.admin.reading import KeptRecord, ReadRows
from network.models import Document, DocumentVersion
from sociopoint.record_history import Part


class VersionRows(ReadRows):
    """A correction is the next version, uploaded where its content is checked."""

    model = DocumentVersion
    fields = ["number", "kind", "file_name", "size", "note", "added_by", "added_at"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("content").select_related("added_by")


@admin.register(Document)
class DocumentAdmin(KeptRecord):
    parts = (Part(Document),)
    list_display = ["title", "readers", "group", "is_withdrawn"]
    list_filter = ["readers", "is_withdrawn", "group"]
    list_select_related = ["group"]
    search_fields = ["title", "about", "group__name"]
    autocomplete_fields = ["group"]
    fields = ["title", "about", "readers", "group", "is_withdrawn"]
    inlines = [VersionRows]
