"""A handbook as a PDF: contents, numbered pages, sources under each chapter; tagged PDF/UA."""

from __future__ import annotations

from pathlib import Path

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from situations.markdown import to_blocks
from situations.models import Handbook
from sociopoint.context import desk
from sociopoint.documents import make_pdf
from sociopoint.translated import czech, with_czech
from sociopoint.typography import dialable, readable, typeset

TEMPLATE = Path(__file__).parent.parent / "print" / "handbook.typ"


def handbook_pdf(handbook: Handbook, *, site: str, is_overdue: bool) -> bytes:
    """`site` begins the full address, which paper must say. One query when the chapters were not fetched yet."""
    ours = desk()
    chapters = [
        {
            "title": czech(typeset(chapter.title)),
            "blocks": [_with_site(block, site) for block in to_blocks(chapter.text)],
            "sources": [czech(typeset(line)) for line in chapter.source_lines],
        }
        for chapter in handbook.chapters.all()
    ]
    return make_pdf(
        TEMPLATE,
        {
            "title": typeset(handbook.title),
            "lead": typeset(handbook.about),
            "author": f"SOCIOPOINT {ours.city}",
            "contents": _("Obsah"),
            "sources": _("Odkud to víme"),
            "chapters": chapters,
            "reviewed": reviewed(handbook),
            "marks": typeset(_("Číslo za větou vede ke zdroji. Věty bez čísla jsou rady, ne údaje.")),
            "warning": overdue(handbook) if is_overdue else "",
            "address": site + handbook.get_absolute_url(),
            "desk": {
                "heading": _("Nevíte si rady? Zavolejte nám"),
                "phone": {"dial": dialable(ours.phone), "read": readable(dialable(ours.phone))},
                "address": czech(typeset(", ".join(part for part in (ours.address, ours.hours) if part))),
            },
        },
    )


def _with_site(block: dict[str, object], site: str) -> dict[str, object]:
    """Links within the site get its name: paper and a saved file lie elsewhere."""
    runs = block["runs"]
    if not isinstance(runs, list):
        raise TypeError("a block without its runs")
    return block | {
        "runs": [run | {"url": site + run["url"] if run["url"].startswith("/") else run["url"]} for run in runs]
    }


def reviewed(handbook: Handbook) -> str:
    if handbook.reviewed_on is None:
        return ""
    day = date_format(handbook.reviewed_on, _("j. n. Y"))
    return with_czech(
        typeset(_("Stav k %(day)s: %(who)s.")) % {"day": day, "who": "%(who)s"}, who=typeset(handbook.reviewed_by)
    )


def overdue(handbook: Handbook) -> str:
    if handbook.next_review is None:
        return ""
    day = date_format(handbook.next_review, _("j. n. Y"))
    return typeset(
        _("Příručku jsme měli znovu zkontrolovat do %(day)s. Důležité věci si ověřte po telefonu.") % {"day": day}
    )
