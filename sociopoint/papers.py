"""How many PDFs one visitor may have made: each takes a tenth of a second of a processor, a hundred of them the whole machine."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sociopoint.limits import allow
from sociopoint.visitors import address_of

MOST_PAPERS, WINDOW = 300, 600
"""For one address in ten minutes, of leaflets, lists and handbooks together: a town hall or a school has one address."""


def is_too_many(request: HttpRequest) -> bool:
    """Counts this one, too. One query."""
    return not allow("paper", address_of(request), most=MOST_PAPERS, seconds=WINDOW)


def wait(request: HttpRequest) -> HttpResponse:
    return render(request, "429.html", status=429)
