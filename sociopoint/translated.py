"""Columns in three languages, read in the language of the page.

Plain columns (`name`, `name_en`, `name_uk`) rather than a translation package: the row triggers that keep the history see
every column of a model at the time its class is made, and a package adds its columns only later.
"""

from __future__ import annotations

from django.db.models import Q
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from sociopoint.typography import typeset


def in_language(row: object, field: str) -> str:
    """The text of `field` in the active language, in Czech where there is no translation."""
    language = (get_language() or "cs")[:2]
    translated = getattr(row, f"{field}_{language}", "") if language != "cs" else ""
    text: str = translated or getattr(row, field)
    return text


def is_in_language(row: object, field: str) -> bool:
    """Whether `in_language` found the language of the page, not the Czech it falls back to."""
    language = (get_language() or "cs")[:2]
    return language == "cs" or bool(getattr(row, f"{field}_{language}", ""))


def czech(text: str) -> str:
    """Words that stay Czech, marked as such on a page of another language, so that a screen reader says them right."""
    if not text or get_language() in (None, "cs"):
        return text
    return format_html('<span lang="cs">{}</span>', text)


def with_czech(sentence: str, **words: str) -> str:
    """A translated sentence with Czech words in its `%(slots)s`, those marked on a page of another language."""
    if get_language() in (None, "cs"):
        return sentence % words
    return mark_safe(escape(sentence) % {name: czech(word) for name, word in words.items()})  # noqa: S308 - escaped above


def on_page(row: object, field: str) -> str:
    """The text of `field` as a page shows it: typeset, and marked where it stayed Czech."""
    text = typeset(in_language(row, field))
    return text if is_in_language(row, field) else czech(text)


def both_or_neither(one: str, other: str) -> Q:
    """Of a constraint: two columns of text that make sense only together."""
    return Q(**{one: "", other: ""}) | ~Q(**{one: ""}) & ~Q(**{other: ""})
