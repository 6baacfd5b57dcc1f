from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from network.forms.meetings import text_field
from network.models import AgendaItem, Document
from sociopoint.desk_forms import DeskForm


class AttachmentForm(DeskForm):
    """Either a document that is kept already, or a new file with its title."""

    point = forms.ChoiceField(label=_("K čemu patří"), required=False)
    document = forms.ChoiceField(label=_("Dokument, který už tu je"), required=False)
    file = forms.FileField(
        label=_("Nebo nový soubor"),
        required=False,
        help_text=_("PDF, DOCX, PNG nebo JPEG, nejvýš 10 MB. Uvidí ho členové skupiny."),
        error_messages={"empty": _("Soubor je prázdný."), "invalid": _("Vyberte soubor.")},
    )
    title = text_field(_("Název nového souboru"), 160)

    def __init__(self, *args: Any, points: Iterable[AgendaItem], documents: Iterable[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = {str(point.pk): point for point in points}
        self.documents = {str(document.pk): document for document in documents}
        self.offer("point", [("", _("k celému jednání")), *((pk, one.title) for pk, one in self.points.items())])
        self.offer("document", [("", _("žádný")), *((pk, one.title) for pk, one in self.documents.items())])

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or {}
        chosen, file = sent.get("document"), sent.get("file")
        if not self.errors and bool(chosen) == bool(file):
            self.add_error("document", _("Vyberte dokument, nebo nahrajte nový soubor."))
        if file and not sent.get("title"):
            self.add_error("title", _("Napište, jak se nový soubor jmenuje."))
        return sent

    @property
    def chosen_point(self) -> AgendaItem | None:
        return self.points.get(self.cleaned_data["point"])

    @property
    def chosen_document(self) -> Document | None:
        return self.documents.get(self.cleaned_data["document"])
