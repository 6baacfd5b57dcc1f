"""Django's admin for records people edit together: a readable history with undo, and no silent overwriting.

A record's admin names its `parts`, the tables that belong to it, and says in `affected` and `refresh` what else must be
written anew when it changes (the search); the base calls them in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import Model, Q, QuerySet
from django.forms import BaseInlineFormSet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sociopoint.record_form import RecordForm
from sociopoint.record_history import Part, Step, event_model, steps
from sociopoint.record_undo import CannotUndo, undo, values_since
from sociopoint.record_wording import changes_in_words, steps_in_words

if TYPE_CHECKING:
    PlainAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
    InlineFormSet = BaseInlineFormSet[Any, Any, Any]
else:
    PlainAdmin, TabularInline, InlineFormSet = admin.ModelAdmin, admin.TabularInline, BaseInlineFormSet

MOST_STEPS = 100  # shown on one page of history
MOST_DELETED = 200


class ReadOnlyAdmin(PlainAdmin):
    """What the program writes for people to look at."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class NamedRows(InlineFormSet):
    """Rows of a table in a form: each field says its name, as there is no label beside it."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            widget = getattr(field.widget, "widget", field.widget)  # the admin wraps those of foreign keys
            widget.attrs.setdefault("aria-label", str(field.label or ""))


class Rows(TabularInline):
    """Rows that belong to a record, one line each."""

    formset = NamedRows
    extra = 0


class RecordAdmin(PlainAdmin):
    form = RecordForm
    parts: Sequence[Part] = ()
    change_form_template = "admin/record_change_form.html"
    change_list_template = "admin/record_change_list.html"
    list_per_page = 50
    show_full_result_count = False
    save_on_top = True

    class Media:
        js = ["js/admin-names.js"]

    # What a change touches besides the record

    def affected(self, pks: Sequence[Any]) -> set[int]:
        """Ids of what must be refreshed when these records change; asked before the change and after it."""
        return set()

    def refresh(self, ids: set[int]) -> None:
        """Make true again whatever was computed from the record."""

    @contextmanager
    def refreshing(self, pks: Sequence[Any]) -> Iterator[None]:
        with transaction.atomic():
            before = self.affected(pks)
            yield
            self.refresh(before | self.affected(pks))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        with self.refreshing([form.instance.pk]):
            super().save_related(request, form, formsets, change)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with self.refreshing([obj.pk]):
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        with self.refreshing(list(queryset.values_list("pk", flat=True))):
            super().delete_queryset(request, queryset)

    # Finding

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Every word somewhere in the searched fields; accents do not matter."""
        for word in search_term.split():
            found = Q()
            for name in self.get_search_fields(request):
                found |= Q(**{f"{name}__unaccent__icontains": word})
            queryset = queryset.filter(found)
        return queryset, False

    # Two people and one record

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.parts = self.parts  # type: ignore[attr-defined]
        return form

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """A record about to be written waits for whoever is writing it."""
        found = super().get_object(request, object_id, from_field)
        if found is not None and request.method == "POST" and connection.in_atomic_block:
            locked = self.model._default_manager.select_for_update(of=("self",)).filter(pk=found.pk)
            if locked.values_list("pk", flat=True).first() is None:
                return None
            found.refresh_from_db()
        return found

    # History

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path("smazane/", self.admin_site.admin_view(self.deleted_view), name=f"{name}_deleted"),
            path("<path:object_id>/vratit/", self.admin_site.admin_view(self.undo_view), name=f"{name}_undo"),
        ]
        return (own if self.parts else []) + super().get_urls()

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.parts:
            return super().history_view(request, object_id, extra_context)
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = self._steps(object_id)
        title = self._title(object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Historie změn: %(name)s") % {"name": title},
            "opts": self.opts,
            "record_name": title,
            "object_id": object_id,
            "exists": self._exists(object_id),
            "may_undo": self.has_change_permission(request),
            "steps": steps_in_words(found[:MOST_STEPS]),
            "undo_url": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_undo", args=[object_id]),
        }
        return TemplateResponse(request, "admin/record_history.html", context)

    def undo_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What would change and a button; a POST does it."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        key = request.POST.get("krok") or request.GET.get("krok", "")
        step = next((step for step in self._steps(object_id) if step.key == key), None)
        if step is None:
            raise Http404
        if request.method == "POST":
            return self._undo(request, object_id, step)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Vrátit změnu: %(name)s") % {"name": self._title(object_id)},
            "opts": self.opts,
            "step": steps_in_words([step])[0],
            "overwritten": changes_in_words(values_since(step)),
            "history_url": self._url("history", object_id),
        }
        return TemplateResponse(request, "admin/record_undo.html", context)

    def deleted_view(self, request: HttpRequest) -> HttpResponse:
        """Records that are gone and can come back."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        events = event_model(self.model)._default_manager.filter(pgh_label="delete")
        alive = self.model._default_manager.values("pk")
        rows = []
        for event in events.exclude(id__in=alive).select_related("pgh_context").order_by("-pgh_id")[:MOST_DELETED]:
            name = str(self._from_event(event))
            url = self._url("history", str(event.id))  # type: ignore[attr-defined]
            rows.append({"name": name, "at": event.pgh_created_at, "url": url})  # type: ignore[attr-defined]
        context = {
            **self.admin_site.each_context(request),
            "title": capfirst(_("smazané záznamy: %(what)s") % {"what": self.opts.verbose_name_plural}),
            "opts": self.opts,
            "rows": rows,
        }
        return TemplateResponse(request, "admin/record_deleted.html", context)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if any("\x00" in value for _name, values in request.GET.lists() for value in values):
            return HttpResponseRedirect(request.path)  # no text of PostgreSQL holds it, so it filters nothing
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        deleted = {"deleted_url": reverse(f"{name}_deleted")} if self.parts else {}
        return super().changelist_view(request, {**deleted, **(extra_context or {})})

    def _undo(self, request: HttpRequest, object_id: str, step: Step) -> HttpResponse:
        try:
            with self.refreshing([self._key(object_id)]):
                undo(step, self.parts)
        except CannotUndo as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Změna je vrácená zpět. I tento krok je v historii a dá se vrátit."))
        return HttpResponseRedirect(self._url("history", object_id))

    def _steps(self, object_id: str) -> list[Step]:
        found = steps(self.parts, self._key(object_id))
        if not found and not self._exists(object_id):
            raise Http404
        return found

    def _key(self, object_id: str) -> Any:
        """What the address names; Http404 where no record can be called so."""
        try:
            key = self.opts.pk.to_python(object_id)
            self.opts.pk.run_validators(key)
        except ValidationError as error:
            raise Http404 from error
        return key

    def _exists(self, object_id: str) -> bool:
        return bool(self.model._default_manager.filter(pk=object_id).exists())

    def _title(self, object_id: str) -> str:
        """The record's name, also when it is gone."""
        row = self.model._default_manager.filter(pk=object_id).first()
        if row is None:
            event = event_model(self.model)._default_manager.filter(pgh_obj_id=object_id).order_by("-pgh_id").first()
            row = self._from_event(event) if event else None
        return str(row) if row is not None else object_id

    def _from_event(self, event: Model) -> Any:
        return self.model(**{name: getattr(event, name) for name in Part(self.model).columns})

    def _url(self, what: str, object_id: str, **query: str) -> str:
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{what}", args=[object_id])
        return f"{address}?{urlencode(query)}" if query else address
