"""`{% field form.day %}`: a form's field in GOV.UK markup, with its label, hint, error and the ties between them."""

from __future__ import annotations

from django import forms, template
from django.forms.boundfield import BoundField
from django.forms.widgets import Input

register = template.Library()

_CLASSES: dict[type[forms.Widget], str] = {
    forms.Select: "govuk-select",
    forms.Textarea: "govuk-textarea",
    Input: "govuk-input",
}
_GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField, label: str = "", hint: str = "", look: str = "", kind: str = "", **attributes: str
) -> dict[str, object]:
    """`label` and `hint` replace the field's own; `kind` is the type of an input; `look`: "segmented" puts two to four short
    choices in one row, "narrow" fits a code, "quiet" has a plain label. `attributes` (autocomplete, inputmode) go to the control.
    """
    if look not in ("", "segmented", "quiet", "narrow"):
        raise template.TemplateSyntaxError(f"field: there is no look '{look}'")
    widget = bound.field.widget
    if kind and isinstance(widget, Input):
        widget.input_type = kind
    is_group = isinstance(widget, _GROUPS)
    ids = [
        f"{bound.auto_id}_{part}"
        for part, text in (("helptext", hint or bound.help_text), ("error", bound.errors))
        if text
    ]
    return {
        "field": bound,
        "label": label or bound.label,
        "hint": hint or bound.help_text,
        "look": look,
        "is_group": is_group,
        "is_tick": isinstance(widget, forms.CheckboxInput),
        "described_by": " ".join(ids),
        "control": "" if is_group else bound.as_widget(attrs={**_attributes(bound, widget, ids, look), **attributes}),
    }


def _attributes(bound: BoundField, widget: forms.Widget, ids: list[str], look: str) -> dict[str, str | bool]:
    base = next((name for kind, name in _CLASSES.items() if isinstance(widget, kind)), "")
    attributes: dict[str, str | bool] = {}
    if isinstance(widget, forms.CheckboxInput):
        attributes["class"] = "tick__box"
    elif base:
        narrow = f" {base}--width-10" if look == "narrow" else ""
        attributes["class"] = f"{base}{narrow} {base}--error" if bound.errors else f"{base}{narrow}"
    if ids:
        attributes["aria-describedby"] = " ".join(ids)
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return attributes


@register.inclusion_tag("components/error_summary.html")
def errors_of(form: forms.Form) -> dict[str, object]:
    """The summary above a form that was refused: each sentence leads to its field, what is of no field to the first one.
    Of a form that was not refused, nothing."""
    first = next((_target(bound) for bound in form.visible_fields()), "")
    listed = [
        {"field": _target(form[name]) if name in form.fields else first, "text": sentence}
        for name, sentences in form.errors.items()
        for sentence in sentences
    ]
    return {"errors": listed}


def _target(bound: BoundField) -> str:
    """The id of its control; of a group the first choice's, since the group itself cannot be gone to."""
    return str(bound.id_for_label or f"{bound.auto_id}_0")
