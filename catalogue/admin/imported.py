"""A table that comes back from a spreadsheet, row by row, over django-import-export: what changes, what is wrong."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from import_export.resources import ModelResource

from catalogue.admin.columns import SEPARATOR, ListColumn, TextWidget
from sociopoint.record_wording import NOTHING, Line


class Table(ModelResource):  # type: ignore[misc]  # import_export has no types
    """One row of the file is one record: with a number it is changed, without one it is added."""

    fields: dict[str, Any]
    only_shown: dict[str, Any] = {}
    """Headings written for the reader -> what stands under them; not read back."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # The library adds every other field of the model by itself: English names, keys, who verified what.
        self.fields = {name: one for name, one in self.fields.items() if isinstance(one.widget, TextWidget)}
        self.lists = self.list_columns()
        self.changed: set[int] = set()
        # The library finds the fields anew for every cell, which made up half of the time of a large table.
        self._plain = [(one.column_name, one.attribute, one.widget) for one in self.get_export_fields()]
        self._rows: dict[str, Model] = {}
        self._seen: set[str] = set()
        self.before: dict[str, str] = {}
        self._parsed: dict[str, list[str]] = {}

    def list_columns(self) -> tuple[ListColumn, ...]:
        """Made anew for each table: they remember the code lists."""
        return ()

    def with_all(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """With all that the columns read, in a fixed number of queries."""
        return queryset

    def refresh(self, ids: set[int]) -> None:
        """What the search shows of these records is written anew, in the transaction of the import."""

    # Out

    @property
    def headings(self) -> list[str]:
        return [*self.get_export_headers(), *self.only_shown, *(one.heading for one in self.lists)]

    def texts(self, instance: Any) -> dict[str, str]:
        """Heading -> text. No query for an instance read with `with_all`."""
        found = self.field_texts(instance)
        found |= {heading: says(instance) for heading, says in self.only_shown.items()}
        return found | {one.heading: one.text(instance) for one in self.lists}

    def field_texts(self, instance: Any) -> dict[str, str]:
        """Of the record's own fields only."""
        return {heading: widget.render(getattr(instance, name)) for heading, name, widget in self._plain}

    def table(self, queryset: QuerySet[Any]) -> list[list[str]]:
        return [list(self.texts(row).values()) for row in self.with_all(queryset).iterator(chunk_size=500)]

    # In

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        if unknown := [heading for heading in dataset.headers if heading not in self.headings]:
            raise ValidationError(_("Sloupec „%(heading)s“ neznáme.") % {"heading": unknown[0]})
        if "id" not in dataset.headers:
            dataset.append_col([""] * len(dataset), header="id")
        ids = {value for value in dataset["id"] if value.isascii() and value.isdigit() and len(value) < 18}
        self._rows = {str(row.pk): row for row in self.with_all(self.get_queryset().filter(pk__in=ids))}

    def get_instance(self, instance_loader: Any, row: Any) -> Model | None:
        written = row["id"].strip()
        if not written:
            return None
        if written in self._seen:
            raise ValidationError(_("Číslo %(id)s je v tabulce dvakrát.") % {"id": written})
        self._seen.add(written)
        if written not in self._rows:
            raise ValidationError(_("Záznam číslo %(id)s v katalogu není. Nový se přidá bez čísla.") % {"id": written})
        return self._rows[written]

    def after_init_instance(self, instance: Any, new: bool, row: Any, **kwargs: Any) -> None:
        self.before = {} if new else self.texts(instance)

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        errors: dict[str, Any] = {}
        self._parsed = {}
        try:
            super().import_instance(instance, row, **kwargs)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        for one in self.lists:
            if one.heading in row:
                try:
                    self._parsed[one.heading] = one.parse(row[one.heading])
                except ValueError as error:
                    errors[one.heading] = [str(error)]
        if errors:
            raise ValidationError(errors)

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        """Compared as texts: the same text means the same value."""
        if import_validation_errors or instance.pk is None:
            return False
        now = self.field_texts(instance)
        now |= {heading: SEPARATOR.join(sorted(texts)) for heading, texts in self._parsed.items()}
        return all(text == self.before[heading] for heading, text in now.items())

    def save_m2m(self, instance: Any, row: Any, **kwargs: Any) -> None:
        for one in self.lists:
            texts = self._parsed.get(one.heading)
            if texts is not None and SEPARATOR.join(sorted(texts)) != self.before.get(one.heading, ""):
                one.write(instance, texts)
        getattr(instance, "_prefetched_objects_cache", {}).clear()
        self.changed.add(instance.pk)

    def after_import_row(self, row: Any, row_result: Any, **kwargs: Any) -> None:
        """The differences, for the preview."""
        row_result.lines = []
        if row_result.instance is not None and (row_result.is_update() or row_result.is_new()):
            after = self.texts(row_result.instance)
            row_result.lines = [
                Line(heading, self.before.get(heading, "") or NOTHING, text or NOTHING)
                for heading, text in after.items()
                if text != self.before.get(heading, "") and heading != "id"
            ]

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        super().after_import(dataset, result, **kwargs)
        if not kwargs["dry_run"]:
            self.refresh(self.changed)

    def heading_of(self, attribute: str) -> str:
        """The heading over an attribute of the model, for the errors."""
        return next((one.column_name for one in self.fields.values() if one.attribute == attribute), attribute)
