"""What is behind the link of a letter when it does not open."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sociopoint.waiting import come_back, told_to_wait


def closed(request: HttpRequest, title: str, text: str, *, status: int) -> HttpResponse:
    return render(request, "network/link_closed.html", {"title": title, "text": text}, status=status)


def opened_too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    text = " ".join([_("Odkaz se otevírá příliš často."), come_back(seconds)])
    return told_to_wait(closed(request, _("Chvíli počkejte"), text, status=429), seconds)
