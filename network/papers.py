"""PDF/UA papers of the network by typst: nothing of the system's fonts, so that every instance prints the same."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

FOLDER = Path(__file__).parent / "print"


def paper(name: str, facts: dict[str, Any]) -> bytes:
    """`print/<name>.typ` with `facts` as its input; tagged PDF/UA-1 in Czech."""
    made = _compiler(name).compile(
        format="pdf", sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)}, pdf_standards=["ua-1"]
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gave several files for one document")
    return made


@cache
def _compiler(name: str) -> typst.Compiler:
    """Kept in each process with its fonts read."""
    fonts_of = settings.BASE_DIR / "inquiries" / "print"
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[fonts_of])
    return typst.Compiler(input=FOLDER / f"{name}.typ", root=FOLDER, font_paths=fonts)
