"""The picture that messengers and social networks show beside a shared link of a situation. It says nothing of who shares it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from situations.models import LifeSituation
from sociopoint.context import desk
from sociopoint.documents import make_picture
from sociopoint.typography import dialable, readable, typeset

TEMPLATE = Path(__file__).parent / "print" / "share.typ"
A_DAY = 86_400


@login_not_required
@require_safe
@cache_control(public=True, max_age=A_DAY)
def share_picture(request: HttpRequest, slug: str) -> HttpResponse:
    """Of those that are not sensitive: a preview in somebody's chat must not tell what they are going through. One query."""
    shown = get_object_or_404(LifeSituation.objects.published().filter(is_sensitive=False), slug=slug)
    return HttpResponse(_drawn(shown.title, get_language() or "cs"), content_type="image/png")


@lru_cache(256)
def _drawn(title: str, language: str) -> bytes:
    ours = desk()
    contents = {
        "title": typeset(title),
        "lead": typeset(_("Kdo pomůže a co udělat nejdřív. Zdarma, beze jména.")),
        "author": f"SOCIOPOINT {ours.city}",
        "phone": readable(dialable(ours.phone)),
    }
    return make_picture(TEMPLATE, contents)
