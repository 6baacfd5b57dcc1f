"""Easy Czech: the same situation in short sentences with one thought each, at an address of its own.

`/situace/bydleni/jednoduse/` and not a prefix before the whole site: a prefix would promise easy words on pages that have none,
and a parameter would be one page under two addresses. So nothing needs a cookie, and a link can be sent to somebody.
"""

from __future__ import annotations

import re

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from situations.models import CrisisLine, LifeSituation
from situations.models.situations import LifeSituationQuerySet
from situations.views import with_doubts
from sociopoint.typography import typeset

SENTENCE_ENDS = re.compile(r"(?<=[.?!])\s+")


def sentences(line: str) -> list[str]:
    """Each stands on a line of its own: `Volejte 116 123. Je to zdarma.` are two."""
    return [typeset(sentence) for sentence in SENTENCE_ENDS.split(line.strip())]


def lines_of(text: str) -> list[list[str]]:
    return [sentences(line) for line in text.splitlines() if line.strip()]


def easy_frame(request: HttpRequest) -> dict[str, object]:
    """What the frame of a page without other languages says of itself to search engines."""
    return {"canonical": settings.ENVIRONMENT.site_address + request.path, "in_languages": []}


@login_not_required
@require_safe
def easy_list(request: HttpRequest) -> HttpResponse:
    """Topics that have an easy text. One query."""
    return render(request, "easy/list.html", {"topics": _written().top(), **easy_frame(request)})


@login_not_required
@require_safe
def easy_situation(request: HttpRequest, slug: str) -> HttpResponse:
    """What it is about and what to do, whom to call when it is urgent, and where next. Three queries."""
    shown = get_object_or_404(_written().select_related("parent"), slug=slug)
    lines = CrisisLine.objects.published().filter(situations=shown).order_by("situation_places__order")
    context = {
        "situation": shown,
        "lead": lines_of(shown.lead_easy),
        "steps": lines_of(shown.first_steps_easy),
        "lines": with_doubts(lines),
        "others": _written().filter(parent=shown.parent or shown).exclude(pk=shown.pk),
        **easy_frame(request),
    }
    return render(request, "easy/situation.html", context)


def _written() -> LifeSituationQuerySet:
    return LifeSituation.objects.published().in_easy_czech()
