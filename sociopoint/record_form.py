"""A form that notices when somebody else saved the same record after it was opened, and loses neither person's work."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sociopoint.record_history import Change, Part, Row, between, snapshot, steps
from sociopoint.record_wording import changes_in_words, steps_in_words

if TYPE_CHECKING:
    RecordModelForm = forms.ModelForm[Any]
else:
    RecordModelForm = forms.ModelForm

SALT = "record-as-opened"
Rows = list[dict[Any, Row]]


def seal(rows: Rows) -> str:
    """The record as it was opened, to travel with the form; signed, so that what comes back is what went out."""
    plain = [[[pk, row] for pk, row in part.items()] for part in rows]
    return signing.dumps(json.dumps(plain, default=str), salt=SALT, compress=True)


def unseal(parts: Sequence[Part], sealed: str) -> Rows | None:
    """None when it is not a seal of ours."""
    try:
        plain = json.loads(signing.loads(sealed, salt=SALT))
    except signing.BadSignature:
        return None
    return [{pk: _typed(part, row) for pk, row in rows} for part, rows in zip(parts, plain, strict=True)]


def _typed(part: Part, row: Row) -> Row:
    columns = {column.attname: column for column in part.model._meta.concrete_fields}
    return {name: columns[name].to_python(value) for name, value in row.items()}


class RecordForm(RecordModelForm):
    """`parts` come from the admin. Without a seal (a script that posts) nothing is compared."""

    parts: ClassVar[Sequence[Part]] = ()
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound and self.instance.pk:
            self.initial["opened"] = seal(snapshot(self.parts, self.instance.pk))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        sealed = self.data.get(self.add_prefix("opened"), "")
        opened = unseal(self.parts, sealed) if self.instance.pk and sealed else None
        if opened is not None:
            now = snapshot(self.parts, self.instance.pk)
            if changes := between(self.parts, opened, now):
                self._take_over(changes, opened, now)
                raise ValidationError(self._conflict(changes))
        return cleaned

    def _take_over(self, changes: Sequence[Change], opened: Rows, now: Rows) -> None:
        """Fields this person did not touch get the other's value; from now on the form knows of the other's work."""
        written = QueryDict(mutable=True)
        written.update(self.data)
        written[self.add_prefix("opened")] = seal(now)
        self.data = written
        for change in changes:
            if change.part.owner or change.before is None or change.after is None:
                continue
            for column in change.part.model._meta.concrete_fields:
                if column.attname in change.columns and column.name in self.fields:
                    before, after = change.before[column.attname], change.after[column.attname]
                    self._take_over_field(column.name, before, after, written)
        for part, before_rows, after_rows in zip(self.parts, opened, now, strict=True):
            if name := self._field_of_links(part):
                before = [row[part.title] for row in before_rows.values()]
                after = [row[part.title] for row in after_rows.values()]
                self._take_over_field(name, before, after, written)

    def _field_of_links(self, part: Part) -> str:
        """The field that edits the links of a part; '' when they are rows of their own."""
        for links in self.instance._meta.many_to_many:
            if links.remote_field.through._meta.db_table == part.model._meta.db_table and links.name in self.fields:
                return str(links.name)
        return ""

    def _take_over_field(self, name: str, before: object, after: object, data: QueryDict) -> None:
        bound, key = self.fields[name], self.add_prefix(name)
        widget: Any = getattr(bound.widget, "widget", bound.widget)  # the admin wraps those of foreign keys
        mine = widget.value_from_datadict(data, self.files, key)
        if isinstance(widget, forms.MultiWidget) or bound.has_changed(bound.prepare_value(before), mine):
            return
        shown = widget.format_value(bound.prepare_value(after))
        if isinstance(shown, list):
            data.setlist(key, [value for value in shown if value != ""])
        else:
            data[key] = "" if shown is None else str(shown)

    def _conflict(self, changes: Sequence[Change]) -> list[str]:
        """One sentence who and when, one for each difference, one what to do."""
        last = next(iter(steps_in_words(steps(self.parts, self.instance.pk)[:1])), None)
        who = last.who if last else _("někdo jiný")
        when = date_format(last.at, "j. n. Y H:i") if last else ""
        lines = [
            _("Mezitím, co jste psali, tento záznam změnil někdo jiný: %(who)s, %(when)s. Nic z vašeho se neztratilo.")
            % {"who": who, "when": when}
        ]
        lines += [
            _("%(what)s: bylo „%(before)s“, teď je „%(after)s“.")
            % {"what": line.what, "before": line.before, "after": line.after}
            for line in changes_in_words(changes)
        ]
        lines.append(
            _(
                "Pole, která jste neměnili, už ukazují novou hodnotu. Kde se změny potkaly, je ve formuláři ta vaše. "
                "Zkontrolujte ho a uložte znovu."
            )
        )
        return lines
