"""PDF documents and pictures: typst templates of the project, filled with JSON, with our own fonts only; PDF is PDF/UA-1."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path

import typst
from django.conf import settings
from django.utils.translation import get_language

CZECH_PART = re.compile(r'<span lang="cs">(.*?)</span>', re.DOTALL)
FONTS = Path(__file__).parent / "print"
_PRINTED = ((0x0, 0x4FF), (0x1E00, 0x206F), (0x20A0, 0x22FF), (0xE000, 0xE001))
"""Latin, Greek and Cyrillic letters, punctuation, currencies, arrows, and our two private signs: what our fonts surely have."""
_STEERING = ("Cc", "Cf", "Cn", "Mn", "Me")


def make_pdf(template: Path, contents: object) -> bytes:
    """The document of a template, which reads its `contents` from `sys.inputs.contents`, in the active language. 15 to 50 ms."""
    language = get_language() or "cs"
    said = contents if language == "cs" else _with_signs(contents)

    def compiled(with_what: object) -> object:
        inputs = {"contents": json.dumps(with_what, ensure_ascii=False), "language": language}
        return _compiler(template).compile(format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"])

    try:
        made = compiled(said)
    except typst.TypstError:  # PDF/UA refuses a sign no font of ours has: better a paper without it than none
        made = compiled(_changed(said, _printable))
    if not isinstance(made, bytes):
        raise TypeError("typst gave several files for one document")
    return made


def make_picture(template: Path, contents: object) -> bytes:
    """The first page of a template as a PNG, a pixel a point. 20 to 60 ms."""
    made = _compiler(template).compile(
        format="png",
        ppi=72.0,
        sys_inputs={"contents": json.dumps(contents, ensure_ascii=False), "language": get_language() or "cs"},
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gave several pictures for one page")
    return made


def _with_signs(value: object) -> object:
    """What pages mark as Czech in another language, as `print/czech.typ` reads it: between two private signs, without tags."""
    return _changed(value, _sign)


def _sign(text: str) -> str:
    return html.unescape(CZECH_PART.sub("\ue000\\1\ue001", text)) if CZECH_PART.search(text) else text


def _printable(text: str) -> str:
    """Without pictures, letters of other scripts and signs that steer a screen."""
    return "".join(
        sign
        for sign in unicodedata.normalize("NFC", text)
        if sign in "\n\t"
        or (any(first <= ord(sign) <= last for first, last in _PRINTED) and unicodedata.category(sign) not in _STEERING)
    )


def _changed(value: object, change: Callable[[str], str]) -> object:
    """With every text in it changed."""
    if isinstance(value, dict):
        return {name: _changed(said, change) for name, said in value.items()}
    if isinstance(value, list | tuple):
        return [_changed(said, change) for said in value]
    return change(value) if isinstance(value, str) else value


@cache
def _compiler(template: Path) -> typst.Compiler:
    """Kept in each process with its fonts read; nothing of the system's, so that every instance prints the same."""
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
    return typst.Compiler(input=template, root=settings.BASE_DIR, font_paths=fonts)
