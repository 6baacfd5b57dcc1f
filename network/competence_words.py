"""A competence in Czech sentences: for the worker who is about to refer, and shorter for whoever reads the public pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from network.competence_book import Agreed
from network.models import Handover

FRESH_DAYS, OLD_DAYS = 365, 2 * 365
"""An agreement nobody confirmed for a year is doubted, after two it is only a hint."""


def refusal(row: Agreed, today: date) -> str:
    """`Nepomáhají občanům EU. Výjimka: těžké případy. (ověřeno 3. 2. 2026)`: a "no" with how old it is."""
    return _joined(said_no(row), aged(row, today))


def said_no(row: Agreed) -> str:
    about = {"what": row.what, "whom": row.for_whom or row.excludes, "situation": row.situation_name}
    if about["what"] and about["whom"]:
        said = _("Nedělá: %(what)s. Komu: %(whom)s.") % about
    elif about["what"]:
        said = _("Nedělá: %(what)s.") % about
    elif about["whom"] and about["situation"]:
        said = _("Nepomáhá: %(whom)s, když jde o „%(situation)s“.") % about
    elif about["whom"]:
        said = _("Nepomáhá: %(whom)s.") % about
    elif about["situation"]:
        said = _("Nepomáhá, když jde o „%(situation)s“.") % about
    else:
        said = _("S tímhle nepomáhá.")
    return _joined(said, _exception(row), sentence(row.conditions))


def said_whom_not(row: Agreed) -> str:
    """Whom a "yes" leaves out; '' where it leaves out nobody."""
    return _joined(_("Ne pro: %(whom)s.") % {"whom": row.excludes}, _exception(row)) if row.excludes else ""


def limits(row: Agreed) -> Iterator[str]:
    """What else narrows a "yes": where, under what conditions."""
    if row.exception and not row.excludes:
        yield _exception(row)
    if row.place_names:
        yield _("Jen pro: %(places)s.") % {"places": ", ".join(row.place_names)}
    if row.conditions:
        yield sentence(row.conditions)


def handing_over(row: Agreed) -> str:
    """How they want people sent to them; '' where anybody may simply come."""
    how = {
        Handover.CALL_FIRST: _("Než někoho pošlete, zavolejte jim."),
        Handover.LINK_ONLY: _("Posílejte jen odkazem, bez něj člověka nepřijmou."),
        Handover.RECOMMENDED: _("Berou jen lidi s doporučením."),
    }.get(Handover(row.handover), "")
    return _joined(how, _("Odpovědí: %(when)s.") % {"when": row.reaction} if how and row.reaction else "")


def handing_over_for_public(row: Agreed) -> str:
    """The same said to the person themselves."""
    return {
        Handover.CALL_FIRST: _("Než přijdete, zavolejte tam."),
        Handover.LINK_ONLY: _("Objedná vás SOCIOPOINT, sami tam nechoďte."),
        Handover.RECOMMENDED: _("Budete potřebovat doporučení."),
    }.get(Handover(row.handover), "")


def aged(row: Agreed, today: date) -> str:
    """How far an agreement can be trusted today, behind its sentence."""
    return f"({aged_day(row.verified_on, today, is_example=row.is_example)})"


def aged_day(verified_on: date | None, today: date, *, is_example: bool) -> str:
    if is_example:
        return _("vymyšlený příklad")
    if verified_on is None:
        return _("neověřeno, zeptejte se")
    day, days = {"day": date_format(verified_on, "j. n. Y")}, (today - verified_on).days
    if days > OLD_DAYS:
        return _("naposledy ověřeno %(day)s, už to nemusí platit") % day
    if days > FRESH_DAYS:
        return _("ověřeno %(day)s, raději se zeptejte") % day
    return _("ověřeno %(day)s") % day


def sentence(text: str) -> str:
    """A phrase somebody typed, with a capital and a full stop."""
    text = text.strip()
    return text and text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?", "…")) else ".")


def _exception(row: Agreed) -> str:
    return _("Výjimka: %(exception)s.") % {"exception": row.exception.rstrip(".")} if row.exception else ""


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
