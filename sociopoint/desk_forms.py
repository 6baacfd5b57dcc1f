"""What all forms of the desk and the network share: labels without colons, days with the browser's own calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

CZECH_DATES = ["%Y-%m-%d", "%d.%m.%Y", "%d. %m. %Y"]
"""As the browser's calendar sends them, and as people write them."""
EARLIEST, LATEST = date(1000, 1, 1), date(2999, 12, 31)
"""Further is a slip of the hand, such as the year 0026; a form says by itself what is too early or too late for it."""
NO_CHOICE = _("Vyberte jednu z nabízených možností.")


class DeskForm(forms.Form):
    """Labels without colons and ids that tell two forms on one page apart."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        for one in self.fields.values():
            general = type(one).default_error_messages.get("invalid_choice")
            if general is not None and one.error_messages["invalid_choice"] == general:
                one.error_messages["invalid_choice"] = str(NO_CHOICE)

    def offer(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        """Give a choice field what it offers."""
        offered = self.fields[name]
        if not isinstance(offered, forms.ChoiceField):
            raise TypeError(f"{name} is not a choice")
        offered.choices = list(choices)


class DateInput(forms.DateInput):
    """The browser's own calendar; without one, the date as Czechs write it is accepted too."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def date_field(label: Any, *, required: bool = True) -> forms.DateField:
    wrong = _("Datum napište třeba takhle: 16. 11. 2026.")
    slip = _("Zkontrolujte rok.")
    return forms.DateField(
        label=label,
        required=required,
        input_formats=CZECH_DATES,
        widget=DateInput(),
        validators=[MinValueValidator(EARLIEST, slip), MaxValueValidator(LATEST, slip)],
        error_messages={"invalid": wrong, "required": _("Vyberte den.")},
    )


class FormNumber(forms.UUIDField):
    """Tells one form that was shown from another, so that a double click does once what it asks. Where a browser sends none, or
    one that cannot be read, it is a form of its own."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, initial=uuid4)

    def clean(self, value: Any) -> UUID:
        try:
            number = super().clean(value)
        except forms.ValidationError:
            return uuid4()
        return number if isinstance(number, UUID) else uuid4()


def use_date_fields(form: forms.BaseForm, *names: str) -> None:
    """Days of a model are read, bounded and refused like all others of the desk."""
    for name in names:
        shown = form.fields[name]
        form.fields[name] = date_field(shown.label, required=shown.required)
        form.fields[name].help_text = shown.help_text
