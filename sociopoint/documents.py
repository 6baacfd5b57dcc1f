"""PDF documents: typst templates of the project, filled with JSON, tagged PDF/UA-1, with our own fonts only."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import typst
from django.conf import settings

FONTS = Path(__file__).parent / "print"


def make_pdf(template: Path, contents: object) -> bytes:
    """The document of a template, which reads its `contents` from `sys.inputs.contents`. 15 to 50 ms."""
    made = _compiler(template).compile(
        format="pdf", sys_inputs={"contents": json.dumps(contents, ensure_ascii=False)}, pdf_standards=["ua-1"]
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gave several files for one document")
    return made


@cache
def _compiler(template: Path) -> typst.Compiler:
    """Kept in each process with its fonts read; nothing of the system's, so that every instance prints the same."""
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
    return typst.Compiler(input=template, root=settings.BASE_DIR, font_paths=fonts)
