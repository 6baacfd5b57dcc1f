from __future__ import annotations

from django import template

from network.public_competences import lines_about

register = template.Library()


@register.inclusion_tag("network/_agreed_about.html")
def agreed_about(agreed: tuple[int, str, int]) -> dict[str, object]:
    """What citizens should know of an organisation beforehand; `agreed` is (organisation, its kind, version)."""
    return {"lines": lines_about(*agreed)}
