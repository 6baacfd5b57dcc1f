"""Columns in three languages, read in the language of the page.

Plain columns (`name`, `name_en`, `name_uk`) rather than a translation package: the row triggers that keep the history see
every column of a model at the time its class is made, and a package adds its columns only later.
"""

from __future__ import annotations

from django.utils.translation import get_language


def in_language(row: object, field: str) -> str:
    """The text of `field` in the active language, in Czech where there is no translation."""
    language = (get_language() or "cs")[:2]
    translated = getattr(row, f"{field}_{language}", "") if language != "cs" else ""
    text: str = translated or getattr(row, field)
    return text
