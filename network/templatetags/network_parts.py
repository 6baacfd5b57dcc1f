from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from network.parts import parts_for

if TYPE_CHECKING:
    from django.template import Context

register = template.Library()


@register.inclusion_tag("network/_parts.html", takes_context=True)
def network_parts(context: Context) -> dict[str, object]:
    """The row of links between the parts of the network; no query."""
    request = context["request"]
    parts = parts_for(request.user, request.path)
    return {"parts": parts, "here": next((part.words for part in parts if part.current), "")}
