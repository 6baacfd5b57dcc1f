"""PDF/UA papers of the network: minutes and certificates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sociopoint.documents import make_pdf

FOLDER = Path(__file__).parent / "print"


def paper(name: str, facts: dict[str, Any]) -> bytes:
    """`print/<name>.typ` with `facts` as its contents; tagged PDF/UA-1 in Czech."""
    return make_pdf(FOLDER / f"{name}.typ", facts)
