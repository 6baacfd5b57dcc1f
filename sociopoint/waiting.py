"""What somebody is told who asked too often: how long to wait, in words and for their browser."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import ngettext

from sociopoint.typography import typeset

HOUR = 3600
STILL_MINUTES = 90 * 60
"""Seconds up to which people reckon in minutes."""


def come_back(seconds: int) -> str:
    """A whole sentence, rounded up so that it is never too early."""
    if seconds <= STILL_MINUTES:
        minutes = -(-seconds // 60)
        text = ngettext(
            "Zkuste to znovu za %(n)d minutu, nebo nám zavolejte.",
            "Zkuste to znovu za %(n)d minut, nebo nám zavolejte.",
            minutes,
        )
        return typeset(text % {"n": minutes})
    hours = -(-seconds // HOUR)
    text = ngettext(
        "Zkuste to znovu za %(n)d hodinu, nebo nám zavolejte.",
        "Zkuste to znovu za %(n)d hodin, nebo nám zavolejte.",
        hours,
    )
    return typeset(text % {"n": hours})


def told_to_wait(response: HttpResponse, seconds: int) -> HttpResponse:
    """The same answer, for programmes, too."""
    response.headers["Retry-After"] = str(seconds)
    return response
