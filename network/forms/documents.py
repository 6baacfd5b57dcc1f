from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from network.forms.meetings import text_field
from network.models import Document
from network.models.documents import DocumentQuerySet
from sociopoint.desk_forms import DeskForm


class DocumentForm(forms.ModelForm):  # type: ignore[type-arg]
    file = forms.FileField(
        label=_("Soubor"),
        help_text=_("PDF, DOCX, PNG nebo JPEG, nejvýš 10 MB."),
        error_messages={
            "required": _("Vyberte soubor."),
            "empty": _("Soubor je prázdný."),
            "invalid": _("Vyberte soubor."),
        },
    )

    class Meta:
        model = Document
        fields = ("title", "about", "readers", "group")
        error_messages = {"title": {"required": _("Napište název.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        for name in ("title", "about", "readers", "group"):
            label = str(self.fields[name].label)
            self.fields[name].label = label[:1].upper() + label[1:]


class DocumentSearch(DeskForm):
    """An unreadable question finds nothing rather than everything."""

    q = text_field(_("Najít dokument podle názvu"), 120)

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query, auto_id="hledat_%s")

    @property
    def is_asked(self) -> bool:
        return bool(self.errors) or bool(self.cleaned_data["q"])

    def documents(self, among: DocumentQuerySet) -> DocumentQuerySet:
        return among.named(self.cleaned_data["q"]) if self.is_valid() else among.none()


class VersionForm(forms.Form):
    file = forms.FileField(
        label=_("Nová verze"),
        error_messages={
            "required": _("Vyberte soubor."),
            "empty": _("Soubor je prázdný."),
            "invalid": _("Vyberte soubor."),
        },
    )
    note = text_field(_("Co se změnilo"), 300)
