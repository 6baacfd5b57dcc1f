"""What a file really is, by its content and not by its name: PDF, DOCX or a picture; everything else is refused."""

from __future__ import annotations

import io
import zipfile

from django.utils.translation import gettext as _

from network.models.documents import LARGEST, DocumentKind

MOST_PARTS = 2000
LARGEST_UNPACKED = 100 * 1024 * 1024
TAIL = 2048
_ACTIVE_PDF = (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile")
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
    if content.startswith(b"\xff\xd8\xff") and content.rstrip(b"\x00").endswith(b"\xff\xd9"):
        return DocumentKind.JPEG
    if content.startswith(b"PK\x03\x04"):
        return _checked_docx(content)
    raise FileRefused(
        _("Přijímáme jen PDF, DOCX a obrázky PNG a JPEG. Tenhle soubor jimi není, i když se tak možná jmenuje.")
    )


def _checked_pdf(content: bytes) -> DocumentKind:
    if b"%%EOF" not in content[-TAIL:]:
        raise FileRefused(_("PDF je neúplné. Uložte ho znovu a zkuste to ještě jednou."))
    if any(word in content for word in _ACTIVE_PDF):
        raise FileRefused(_("PDF v sobě má skript nebo vložený soubor. Vytiskněte ho do nového PDF a nahrajte to."))
    return DocumentKind.PDF


def _checked_docx(content: bytes) -> DocumentKind:
    wrong = FileRefused(_("Soubor není dokument DOCX, nebo je poškozený."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
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
