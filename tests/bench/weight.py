"""Bytes of a first visit: the page and everything a browser fetches for it, compressed as they travel.

The page as a proxy compresses it on the way (brotli 4); files as whitenoise keeps them (brotli 11, fonts as they are).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin

import brotli

LIMIT = 30_000
CSS_LIMIT, FONT_LIMIT = 10_000, 7_000
ON_THE_WAY, BEFOREHAND = 4, 11
ALREADY_COMPRESSED = (".woff2", ".png")
FETCHED = ("stylesheet", "icon", "manifest")
FONT = re.compile(rb"@font-face\{(?![^}]*unicode-range)[^}]*?url\(\"?([^)\"]+\.woff2)")
"""Of a style sheet, without those that only pages in other letters fetch."""


@dataclass(frozen=True)
class Weight:
    html: int
    css: int
    js: int
    font: int
    other: int
    raw_html: int

    @property
    def total(self) -> int:
        return self.html + self.css + self.js + self.font + self.other


class _Files(HTMLParser):
    """Addresses of the files a page asks for, each once."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: dict[str, None] = {}

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "link" and set(given.get("rel", "").split()) & set(FETCHED):
            self.addresses[given["href"]] = None
        elif tag in ("script", "img") and given.get("src"):
            self.addresses[given["src"]] = None


def weigh(html: bytes, read: Callable[[str], bytes]) -> Weight:
    """`read` gives the bytes of a file by its address on our own site; other sites' files (map tiles) count as none."""
    files = _Files()
    files.feed(html.decode())
    sums = dict.fromkeys(("css", "js", "woff2", "other"), 0)
    for address in files.addresses:
        if not address.startswith("/"):
            continue
        ending, content = address.partition("?")[0].rpartition(".")[2], read(address)
        sums[ending if ending in sums else "other"] += compressed(address, content)
        fonts = [urljoin(address, found.decode()) for found in FONT.findall(content)] if ending == "css" else []
        sums["woff2"] += sum(compressed(font, read(font)) for font in fonts)
    return Weight(
        html=len(brotli.compress(html, quality=ON_THE_WAY)),
        css=sums["css"],
        js=sums["js"],
        font=sums["woff2"],
        other=sums["other"],
        raw_html=len(html),
    )


def compressed(address: str, content: bytes) -> int:
    """Whitenoise keeps the compressed file only where it is smaller."""
    if address.endswith(ALREADY_COMPRESSED):
        return len(content)
    return min(len(content), len(brotli.compress(content, quality=BEFOREHAND)))
