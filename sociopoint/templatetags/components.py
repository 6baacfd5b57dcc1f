from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from sociopoint import typography

register = template.Library()


@register.filter
def typeset(text: str) -> str:
    """Unbreakable spaces where Czech wants them."""
    return typography.typeset(str(text))


@register.filter
def tel(phone: str) -> str:
    """The number for a `tel:` link."""
    return typography.dialable(phone)


@register.filter
def phone(value: str) -> str:
    """The number as people read it."""
    return typography.readable(typography.dialable(value) or value)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A picture beside words; `name` is a symbol of `components/icons.html`."""
    if not name.replace("-", "").isalnum():
        raise template.TemplateSyntaxError(f"no such icon: {name}")
    return mark_safe(f'<svg class="icon" aria-hidden="true" focusable="false"><use href="#i-{name}"/></svg>')  # noqa: S308
