"""`/napoveda/`: one page of help for whoever is signed in, of what their role does. It prints on a sheet or two."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from inquiries.keys import key_groups
from sociopoint.guidance import Chapter, administration, desk, network
from sociopoint.permissions import (
    can_administer,
    can_edit_network,
    can_see_all_offices,
    can_see_network,
    can_work_at_desk,
)
from sociopoint.staff import address_of

PARTS: list[tuple[str, Promise, Any, tuple[Chapter, ...]]] = [
    ("pult", _("U pultu"), can_work_at_desk, desk.WORKER),
    ("prehled", _("Přehled nad pultem"), can_see_all_offices, desk.COORDINATOR),
    ("sit", _("V síti"), can_see_network, network.MEMBER),
    ("vedeni-site", _("Vedení sítě"), can_edit_network, network.COORDINATOR),
    ("sprava", _("Správa"), can_administer, administration.ADMINISTRATOR),
]
"""Anchor, heading, who it is for, chapters."""


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Workers get the keys of the desk, too. A query for the channels among the keys."""
    parts = [
        {
            "anchor": anchor,
            "title": title,
            "chapters": [(chapter, address_of(chapter.page) if chapter.page else "") for chapter in chapters],
        }
        for anchor, title, may, chapters in PARTS
        if may(request.user)
    ]
    keys = key_groups() if can_work_at_desk(request.user) else []
    return render(request, "help.html", {"parts": parts, "keys": keys})
