"""How many PDFs one visitor may have made: each takes a tenth of a second of a processor, a hundred of them the whole machine."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sociopoint.limits import seconds_to_wait
from sociopoint.visitors import address_of
from sociopoint.waiting import come_back, told_to_wait

MOST_PAPERS, WINDOW = 300, 600
"""For one address in ten minutes, of leaflets, lists and handbooks together: a town hall or a school has one address."""


def refusal(request: HttpRequest) -> HttpResponse | None:
    """Counts this one, too; None for one that may be made. One query."""
    seconds = seconds_to_wait("paper", address_of(request), most=MOST_PAPERS, seconds=WINDOW)
    if seconds == 0:
        return None
    said = [_("Z vaší sítě přišlo moc žádostí o tisk najednou."), come_back(seconds)]
    return told_to_wait(render(request, "429.html", {"explanation": " ".join(said)}, status=429), seconds)
