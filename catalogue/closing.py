"""That a service is closed for a while, in words: on its page and on its card."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sociopoint.typography import typeset


class Closed(Protocol):
    """As either of our readings gives a closure; days as in ISO 8601."""

    @property
    def facility(self) -> str | None: ...
    @property
    def begins(self) -> str: ...
    @property
    def ends(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def reported_at(self) -> str: ...


SAID_AHEAD = timedelta(days=30)
"""How long before it begins people are told."""


def is_said(begins: date, ends: date, day: date) -> bool:
    return begins - SAID_AHEAD <= day <= ends


def is_on(begins: date, ends: date, day: date) -> bool:
    return begins <= day <= ends


def period(begins: date, ends: date, day: date) -> str:
    """`Zavřeno do 5. 12. 2026`, `Od 24. 12. 2026 do 1. 1. 2027 bude zavřeno`."""
    last = date_format(ends, "j. n. Y")
    if begins == ends:
        words = _("Dnes zavřeno") if begins == day else _("%(day)s bude zavřeno") % {"day": last}
    elif is_on(begins, ends, day):
        words = _("Zavřeno do %(last)s") % {"last": last}
    else:
        words = _("Od %(first)s do %(last)s bude zavřeno") % {"first": date_format(begins, "j. n. Y"), "last": last}
    return typeset(words)


def of_place(ends: date) -> str:
    """For a place on its card, where its hours would stand."""
    return typeset(_("Dočasně zavřeno do %(last)s") % {"last": date_format(ends, "j. n. Y")})


def sentence(begins: date, ends: date, day: date, *, place: str, text: str, reported_on: date) -> str:
    """For the page: where, until when, why, and when it was said."""
    said = _("hlášeno %(day)s") % {"day": date_format(reported_on, "j. n. Y")}
    where = f" ({place})" if place else ""
    return typeset(f"{period(begins, ends, day)}{where}: {text} ({said})")


def sentences(closures: Iterable[Closed], day: date) -> list[str]:
    """Of those that people are told on that day."""
    told = [(date.fromisoformat(one.begins), date.fromisoformat(one.ends), one) for one in closures]
    return [
        sentence(
            begins, ends, day, place=one.facility or "", text=one.text, reported_on=date.fromisoformat(one.reported_at)
        )
        for begins, ends, one in told
        if is_said(begins, ends, day)
    ]
