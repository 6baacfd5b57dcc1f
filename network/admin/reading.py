"""Records of the network in the admin. Nobody is made or deleted here: that is done on the network's own pages."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import flatten
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from sociopoint.record_admin import RecordAdmin, Rows
from sociopoint.record_history import Change, Step


class KeptRecord(RecordAdmin):
    """Its words may be put right; it came to be, and ends, by a deed elsewhere."""

    view_on_site = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def _undo(self, request: HttpRequest, object_id: str, step: Step) -> HttpResponse:
        """Only what may be written here is put back here: an undone deed would leave out what followed from it."""
        if all(self._is_kept_here(request, change) for change in step.changes):
            return super()._undo(request, object_id, step)
        messages.error(request, _("Tenhle krok se udělal na stránkách sítě. Opravte ho tam, tady vrátit nejde."))
        return HttpResponseRedirect(self._url("history", object_id))

    def _is_kept_here(self, request: HttpRequest, change: Change) -> bool:
        table = change.part.model
        rows = [one for one in self.get_inline_instances(request) if one.model is table]
        form: Any = self if table is self.model else next(iter(rows), None)
        if change.label != "update" or form is None or not form.has_change_permission(request):
            return False
        written = set(flatten(form.fields or ())) - set(form.get_readonly_fields(request))
        by_hand = {column.attname for column in table._meta.concrete_fields if column.editable}
        columns = {column.attname for column in table._meta.concrete_fields if column.name in written}
        return not (set(change.columns) & by_hand) - columns


class ReadRecord(KeptRecord):
    """To be found and read with its history; every change is a deed with rules of its own."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadRows(Rows):
    can_delete = False
    max_num = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
