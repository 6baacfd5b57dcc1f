"""PDF documents and pictures: typst templates of the project, filled with JSON, with our own fonts only; PDF is PDF/UA-1."""

from __future__ import annotations

import html
import json
import re
from functools import cache
from pathlib import Path

import typst
from django.conf import settings
from django.utils.translation import get_language

CZECH_PART = re.compile(r'<span lang="cs">(.*?)</span>', re.DOTALL)
FONTS = Path(__file__).parent / "print"


def make_pdf(template: Path, contents: object) -> bytes:
    """The document of a template, which reads its `contents` from `sys.inputs.contents`, in the active language. 15 to 50 ms."""
    language = get_language() or "cs"
    said = contents if language == "cs" else _with_signs(contents)
    made = _compiler(template).compile(
        format="pdf",
        sys_inputs={"contents": json.dumps(said, ensure_ascii=False), "language": language},
        pdf_standards=["ua-1"],
    )
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
    if isinstance(value, dict):
        return {name: _with_signs(said) for name, said in value.items()}
    if isinstance(value, list | tuple):
        return [_with_signs(said) for said in value]
    if isinstance(value, str) and CZECH_PART.search(value):
        return html.unescape(CZECH_PART.sub("\ue000\\1\ue001", value))
    return value


@cache
def _compiler(template: Path) -> typst.Compiler:
    """Kept in each process with its fonts read; nothing of the system's, so that every instance prints the same."""
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
    return typst.Compiler(input=template, root=settings.BASE_DIR, font_paths=fonts)
