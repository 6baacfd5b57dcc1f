"""Tables out and in: a file is read, shown with what it would change or what is wrong with it, and written only then."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.admin.imported import Table
from catalogue.admin.tables import UnreadableTable, read_table
from sociopoint.spreadsheets import write_csv, write_xlsx

if TYPE_CHECKING:
    PlainAdmin = admin.ModelAdmin[Any]
else:
    PlainAdmin = admin.ModelAdmin

WRITERS: dict[str, tuple[Callable[[Any, Any], bytes], str]] = {
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (write_csv, "text/csv; charset=utf-8"),
}
KEPT_SECONDS = 3600  # between the preview and "write it"
SHOWN_ROWS = 200


class UploadForm(forms.Form):
    table = forms.FileField(
        label=gettext_lazy("tabulka .xlsx nebo .csv"),
        help_text=gettext_lazy("Nejdřív ukážeme, co by se změnilo. Dokud to nepotvrdíte, nic se nezapíše."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class ExchangeAdmin(PlainAdmin):
    resource_class: type[Table]

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path("tabulka/<str:kind>/", self.admin_site.admin_view(self.export_view), name=f"{name}_export"),
            path("nahrat/", self.admin_site.admin_view(self.import_view), name=f"{name}_import"),
        ]
        return own + super().get_urls()

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        exports = [
            {
                "url": reverse(f"{name}_export", args=[kind]) + query,
                "label": _("Stáhnout %(kind)s") % {"kind": kind.upper()},
            }
            for kind in WRITERS
        ]
        context = {"exports": exports, "import_url": reverse(f"{name}_import"), **(extra_context or {})}
        return super().changelist_view(request, context)

    def export_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        """The list as it is searched and filtered."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if kind not in WRITERS:
            raise Http404
        write, content_type = WRITERS[kind]
        chosen = self.get_changelist_instance(request).get_queryset(request)
        table = self.resource_class()
        response = HttpResponse(write(table.headings, table.table(chosen)), content_type=content_type)
        name = f"{slugify(str(self.opts.verbose_name_plural))}-{timezone.localdate():%Y-%m-%d}.{kind}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        response.headers["Cache-Control"] = "no-store"
        return response

    def import_view(self, request: HttpRequest) -> HttpResponse:
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        if "napsano" in request.POST:
            return self._write(request, request.POST["napsano"])
        form = UploadForm(request.POST or None, request.FILES or None)
        context: dict[str, Any] = {}
        if form.is_valid():
            upload = form.cleaned_data["table"]
            try:
                context = self._preview(request, upload.name, upload.read())
            except UnreadableTable as error:
                form.add_error("table", str(error))
        return self._page(request, form, context)

    def _preview(self, request: HttpRequest, name: str, content: bytes) -> dict[str, Any]:
        """Everything is done and rolled back; what would be written waits under a random key for its author only."""
        table = self.resource_class()
        result = table.import_data(read_table(name, content), dry_run=True, user=request.user)
        context = _outcome(table, result)
        if not context["errors"] and context["changed"]:
            context["key"] = uuid.uuid4().hex
            cache.set(self._cache_key(request, context["key"]), (name, content), KEPT_SECONDS)
        return context

    def _write(self, request: HttpRequest, key: str) -> HttpResponse:
        kept = cache.get(self._cache_key(request, key))
        if kept is None:
            messages.error(request, _("Tabulka už tu není. Nahrajte ji prosím znovu."))
            return HttpResponseRedirect(request.path)
        table = self.resource_class()
        result = table.import_data(
            read_table(*kept),
            dry_run=False,
            user=request.user,
            use_transactions=True,
            rollback_on_validation_errors=True,
        )
        context = _outcome(table, result)
        cache.delete(self._cache_key(request, key))
        if context["errors"]:
            return self._page(request, UploadForm(), context)
        messages.success(
            request,
            _("Zapsáno. Přidáno: %(new)d, změněno: %(update)d, beze změny: %(skip)d.") % context["totals"],
        )
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))

    def _cache_key(self, request: HttpRequest, key: str) -> str:
        return f"table:{self.opts.label_lower}:{request.user.pk}:{key[:32]}"

    def _page(self, request: HttpRequest, form: UploadForm, outcome: dict[str, Any]) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Nahrát tabulku: %(what)s") % {"what": self.opts.verbose_name_plural},
            "opts": self.opts,
            "form": form,
            "headings": self.resource_class().headings,
            **outcome,
        }
        return TemplateResponse(request, "admin/import_table.html", context)


def _outcome(table: Table, result: Any) -> dict[str, Any]:
    """What the page shows of a result: errors by row of the file, or the rows that change."""
    errors = list(_errors(table, result))
    totals = {kind: result.totals.get(kind, 0) for kind in ("new", "update", "skip")}
    rows = [] if errors else [row for row in result.rows if row.import_type in ("new", "update")]
    return {
        "errors": errors[:SHOWN_ROWS],
        "more_errors": max(0, len(errors) - SHOWN_ROWS),
        "rows": [{"name": str(row.instance), "is_new": row.is_new(), "lines": row.lines} for row in rows[:SHOWN_ROWS]],
        "more_rows": max(0, len(rows) - SHOWN_ROWS),
        "changed": len(rows),
        "totals": totals,
        "previewed": True,
    }


def _errors(table: Table, result: Any) -> Iterator[dict[str, Any]]:
    """By the row of the file (its headings are row 1); a table that is wrong as a whole says only that."""
    if result.base_errors:
        yield from ({"row": None, "what": "", "text": _sentence(error.error)} for error in result.base_errors)
        return
    for number, found in result.row_errors():
        yield from ({"row": number + 1, "what": "", "text": _sentence(error.error)} for error in found)
    for row in result.invalid_rows:
        for name, texts in row.field_specific_errors.items():
            yield from ({"row": row.number + 1, "what": table.heading_of(name), "text": text} for text in texts)
        yield from ({"row": row.number + 1, "what": "", "text": text} for text in row.non_field_specific_errors)


def _sentence(error: Exception) -> str:
    return " ".join(getattr(error, "messages", None) or [str(error)])
