"""What search engines and assistants read of a page: schema.org as JSON-LD.

A script of this type is data to a browser, not a program, so the policy that forbids scripts in a page lets it stand. What
nobody knows is left out.
"""

from __future__ import annotations

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

Thing = dict[str, Any]
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def script(things: Thing | list[Thing]) -> SafeString:
    """The element to print; nothing in it can end it early."""
    content = {"@context": "https://schema.org"}
    written = json.dumps(content | ({"@graph": things} if isinstance(things, list) else things), ensure_ascii=False)
    escaped = mark_safe(written.translate(_ESCAPES))  # noqa: S308 - no sign of HTML is left in it
    return format_html('<script type="application/ld+json">{}</script>', escaped)


def known(thing: Thing) -> Thing:
    """Without what nobody knows."""
    return {name: value for name, value in thing.items() if value not in (None, "", [], {})}
