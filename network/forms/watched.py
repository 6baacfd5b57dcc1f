"""Two people in one form of the network at once: neither takes away what the other wrote, and nobody has to write it again.

The page carries a digest of what each field showed (`network.forms.seen`). The view reads the row under its lock.
"""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal, DecimalException
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from network.dates import day
from network.forms import seen

FormT = TypeVar("FormT", bound=forms.BaseForm)


def watched(form: FormT) -> FormT:
    """A form whose initial values are the row as it is now.

    What whoever sent it left as it was takes over what somebody else has written since. Where both wrote something else, the form
    is refused with their words in it and the other's above; sent again, it holds.
    """
    now = {
        name: _text(one, form.get_initial_for_field(one, name))
        for name, one in form.fields.items()
        if not one.disabled and not isinstance(one, forms.FileField)
    }
    form.fields[seen.NAME], form.initial[seen.NAME] = seen.hidden_field(), seen.written(now)
    if form.is_bound:
        met = _settled(form, now)
        form.full_clean()
        form.cleaned_data.pop(seen.NAME, None)  # no fact of the row
        for name, sentence in met.items():
            form.add_error(name, sentence)
    return form


def _settled(form: forms.BaseForm, now: dict[str, str]) -> dict[str, str]:
    """Writes into what was sent what others wrote meanwhile. Field -> what to tell, where both did."""
    key = form.add_prefix(seen.NAME)
    shown = seen.read(str(form.data.get(key) or ""))
    sent = QueryDict(mutable=True)
    sent.update(form.data)
    met: dict[str, str] = {}
    for name, text in now.items():
        mine = _text(form.fields[name], _typed(form, name))
        if seen.is_left_as_it_was(shown, name, now=text, after=mine):
            _put(sent, form, name)
        elif seen.was_changed(shown, name, now=text) and mine != text:
            met[name] = _sentence(form, name)
    sent[key] = seen.written(now)
    form.data = sent
    return met


def _typed(form: forms.BaseForm, name: str) -> Any:
    """As the field reads it, or as it came where it cannot."""
    one = form.fields[name]
    raw = one.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
    if isinstance(one, forms.ModelChoiceField):
        return raw  # numbers of rows already; reading them would ask the database
    try:
        return one.to_python(raw)
    except ValidationError:
        return raw


def _put(sent: QueryDict, form: forms.BaseForm, name: str) -> None:
    """As the browser would send the row as it is now."""
    one, key = form.fields[name], form.add_prefix(name)
    value = one.prepare_value(form.get_initial_for_field(one, name))
    shown: Any = one.widget.format_value(value)
    if isinstance(one.widget, forms.CheckboxInput):
        shown = ["on"] if value else []
    sent.pop(key, None)
    if shown != []:
        sent.setlist(key, shown if isinstance(shown, list) else ["" if shown is None else str(shown)])


def _text(one: forms.Field, value: Any) -> str:
    """A value of a field, alike whether it comes from the row or was typed."""
    value = one.prepare_value(value)
    if value is None or isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, (list, tuple, set)):
        return "\n".join(sorted(str(part) for part in value))
    if isinstance(value, Decimal):
        try:
            return f"{value.normalize():f}"
        except DecimalException:  # `sNaN`, `1E+999999999`: the form refuses them
            return str(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return "\n".join(line.rstrip() for line in str(value).strip().splitlines())


def _sentence(form: forms.BaseForm, name: str) -> str:
    said = _in_words(form.fields[name], form.get_initial_for_field(form.fields[name], name))
    if not said:
        return _("Mezitím to někdo smazal. Vaše znění zůstalo ve formuláři: nechte, co má platit, a uložte znovu.")
    other = _(
        "Mezitím to někdo změnil, teď je tu: %(text)s. Vaše znění zůstalo ve formuláři: nechte, co má platit, a uložte znovu."
    )
    return other % {"text": said}


def _in_words(one: forms.Field, value: Any) -> str:
    """As people read it: names of choices, days in Czech. '' for nothing."""
    value = one.prepare_value(value)
    if isinstance(one, forms.BooleanField):
        return _("ano") if value else _("ne")
    if isinstance(one, (forms.ChoiceField, forms.ModelChoiceField)):
        pairs: Any = one.choices  # a list by now, whatever it was given as
        names = {str(key): str(words) for key, words in pairs}
        chosen = value if isinstance(value, (list, tuple)) else [value]
        keys = ["" if key is None else str(key) for key in chosen]
        return ", ".join(names.get(key, key) for key in keys)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, time):
        return f"{value.hour}:{value.minute:02d}"
    return "" if value is None else str(value).strip()
