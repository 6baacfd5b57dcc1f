"""What a file really is, by its content and not by its name: PDF, DOCX or a picture; everything else is refused."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from network.models.documents import LARGEST, DocumentKind

MOST_PARTS = 2000
LARGEST_UNPACKED = 100 * 1024 * 1024
TAIL = 2048
_ACTIVE_PDF = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/Rendition")
"""Names long enough not to stand in a picture by chance, as `/JS` does; each script of a PDF is under one of them."""
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_PACKED_OBJECTS = re.compile(rb"/ObjStm\b.{0,500}?stream\r?\n", re.DOTALL)
_SAMSUNG = (b"SEFT", b"QDIOBS")
"""How photos of some telephones end: notes of the maker behind the picture."""
_ACTIVE_DOCX = ("vbaproject", "activex", "oleobject", "embeddings/")
EXTENSIONS = {
    DocumentKind.PDF: "pdf",
    DocumentKind.DOCX: "docx",
    DocumentKind.PNG: "png",
    DocumentKind.JPEG: "jpg",
}


class FileRefused(Exception):
    """Not a file we keep; the text is for whoever sent it."""


def kind_of(content: bytes) -> DocumentKind:
    """Raises FileRefused."""
    if not content:
        raise FileRefused(_("Soubor je prázdný."))
    if len(content) > LARGEST:
        raise FileRefused(_("Soubor smí mít nejvýš 10 MB."))
    if content.startswith(b"%PDF-"):
        return _checked_pdf(content)
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR" and b"IEND" in content[-16:]:
        return DocumentKind.PNG
    if content.startswith(b"\xff\xd8\xff") and _is_whole_jpeg(content):
        return DocumentKind.JPEG
    if content.startswith(b"PK\x03\x04"):
        return _checked_docx(content)
    raise FileRefused(
        _("Přijímáme jen PDF, DOCX a obrázky PNG a JPEG. Tenhle soubor jimi není, i když se tak možná jmenuje.")
    )


def _checked_pdf(content: bytes) -> DocumentKind:
    if b"%%EOF" not in content[-TAIL:]:
        raise FileRefused(_("PDF je neúplné. Uložte ho znovu a zkuste to ještě jednou."))
    if any(word in part for part in _parts_of(content) for word in _ACTIVE_PDF):
        raise FileRefused(_("PDF v sobě má skript nebo vložený soubor. Vytiskněte ho do nového PDF a nahrajte to."))
    return DocumentKind.PDF


def _is_whole_jpeg(content: bytes) -> bool:
    return content.rstrip(b"\x00").endswith(b"\xff\xd9") or (content.endswith(_SAMSUNG) and b"\xff\xd9" in content)


def _parts_of(content: bytes) -> Iterator[bytes]:
    """What a reader of PDF sees: names without their escapes, and the objects that lie packed together."""
    yield content
    yield _unescaped(content)
    left = LARGEST_UNPACKED
    for number, found in enumerate(_PACKED_OBJECTS.finditer(content)):
        if number >= MOST_PARTS or left <= 0:
            raise FileRefused(_("PDF je po rozbalení příliš velké."))
        packed = memoryview(content)[found.end() : max(content.find(b"endstream", found.end()), found.end())]
        try:
            part = zlib.decompressobj().decompress(packed, left)
        except zlib.error:
            continue  # packed otherwise, or not at all: then it was read as it stands
        left -= len(part)
        yield _unescaped(part)


def _unescaped(content: bytes) -> bytes:
    """`/J#61vaScript` is `/JavaScript`."""
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)


def _checked_docx(content: bytes) -> DocumentKind:
    wrong = FileRefused(_("Soubor není dokument DOCX, nebo je poškozený."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise wrong from None
    names = {part.filename for part in parts}
    if not {"[Content_Types].xml", "word/document.xml"} <= names:
        raise wrong
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise FileRefused(_("Dokument je po rozbalení příliš velký."))
    if any(name.startswith("/") or ".." in name.split("/") or "\\" in name for name in names):
        raise wrong
    if any(word in name.lower() for name in names for word in _ACTIVE_DOCX):
        raise FileRefused(_("Dokument v sobě má makro nebo vložený soubor. Uložte ho bez nich."))
    return DocumentKind.DOCX
