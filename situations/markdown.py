"""Markdown of our editors: to HTML with nothing but the tags we mean, and to plain blocks for paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from sociopoint.typography import typeset

TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "h2", "h3", "h4", "br"}
IN_CHAPTER, IN_ARTICLE = 3, 2
"""The level of headings: a page and its chapter have the first two, an article only the first."""
SCHEMES = {"https", "http", "mailto", "tel"}
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(["code", "fence", "image", "hr", "html_block"])
MARK = re.compile(r"\s?\[(\d{1,2})\](?!\()")
"""A sentence ends with the number of its source: `Neplatí se. [1]`."""
Block = dict[str, object]
Run = dict[str, str]


@lru_cache(512)
def to_html(text: str, level: int = IN_CHAPTER) -> SafeString:
    """`level`: of the headings the text begins with."""
    tokens = _tokens(text, level)
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    clean = nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel="noreferrer")
    return mark_safe(clean)  # noqa: S308  nh3 has just cleaned it


def with_sources(html: SafeString, chapter: int) -> SafeString:
    """The numbers of sources lead to the list under the chapter: `[1]` to `#zdroj-<chapter>-1`."""
    word = _("zdroj")
    link = rf'<sup><a href="#zdroj-{chapter}-\1"><span class="govuk-visually-hidden">{word} </span>\1</a></sup>'
    return mark_safe(MARK.sub(link, html))  # noqa: S308  only digits of the cleaned text are taken over


def to_blocks(text: str) -> list[Block]:
    """`{kind: p | h | item, ordered, number, runs: [{text, style, url}]}` in the order people read; lists lie flat."""
    return list(_blocks(_tokens(text, IN_CHAPTER)))


def _tokens(text: str, level: int) -> list[Token]:
    tokens = _MARKDOWN.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{level}" if token.tag in ("h1", "h2", "h3") else f"h{level + 1}"
        for child in token.children or ():
            if child.type == "text":
                child.content = typeset(child.content)
    return tokens


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    numbers: list[int | None] = []
    starts_item, kind = False, "p"
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            numbers.append(0 if token.type == "ordered_list_open" else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            numbers.pop()
        elif token.type == "list_item_open":
            starts_item = True
            if numbers[-1] is not None:
                numbers[-1] += 1
        elif token.type == "heading_open":
            kind = "h"
        elif token.type == "inline":
            shown = "item" if starts_item else kind
            number = numbers[-1] if numbers and starts_item else None
            yield {"kind": shown, "number": number or 0, "runs": list(_runs(token.children or ()))}
            starts_item, kind = False, "p"


def _runs(tokens: Sequence[Token]) -> Iterator[Run]:
    style, url = "", ""
    for token in tokens:
        if token.type == "strong_open":
            style = "strong"
        elif token.type == "em_open":
            style = "em"
        elif token.type in ("strong_close", "em_close"):
            style = ""
        elif token.type == "link_open":
            url = str(token.attrs.get("href", ""))
        elif token.type == "link_close":
            url = ""
        elif token.type in ("text", "softbreak", "hardbreak", "code_inline"):
            text = token.content if token.type in ("text", "code_inline") else " "
            yield {"text": text, "style": style, "url": url}
