from __future__ import annotations

from django import template

from network.public_people import people_of

register = template.Library()


@register.inclusion_tag("catalogue/_people_to_call.html")
def people_to_call(asked: tuple[int, int]) -> dict[str, object]:
    """Whom to talk to; `asked` is (organisation, version)."""
    return {"people": people_of(*asked)}
