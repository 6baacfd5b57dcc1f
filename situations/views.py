from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from situations.models import CrisisLine, CrisisLineKind, Handbook, LifeSituation
from situations.news.notices import notices_for
from situations.news.page import offers_for

MOST_SIBLINGS = 6


@login_not_required
@require_safe
def situation_list(request: HttpRequest) -> HttpResponse:
    children = Prefetch("children", LifeSituation.objects.published(), to_attr="shown_children")
    topics = LifeSituation.objects.published().top().prefetch_related(children)
    return render(request, "situations/situation_list.html", {"topics": topics})


def situation_context(shown: LifeSituation) -> dict[str, object]:
    """What the page of a situation prints: six queries at most. The catalogue adds `services` and `services_url` to it."""
    lines = CrisisLine.objects.published().filter(situations=shown).order_by("situation_places__order")
    related = (
        LifeSituation.objects.published()
        .select_related("parent")
        .filter(parent=shown.parent or shown)
        .exclude(pk=shown.pk)
    )
    return {
        "situation": shown,
        "lead": shown.opening,
        "share_picture": settings.ENVIRONMENT.site_address + reverse("situations:share-picture", args=[shown.slug]),
        "lines": with_doubts(lines),
        "children": [] if shown.parent else related,
        "handbooks": Handbook.objects.published().for_situation(shown),
        "notices": notices_for(shown, timezone.now()),
        "offers": offers_for(shown),
        "siblings": related[:MOST_SIBLINGS] if shown.parent else [],
        "back_url": shown.parent.get_absolute_url() if shown.parent else reverse("situations:situation-list"),
        "back_text": shown.parent.title if shown.parent else _("Všechny situace"),
    }


def with_doubts(lines: Iterable[CrisisLine]) -> list[tuple[CrisisLine, bool]]:
    """Each line with whether nobody has seen its number in a source yet. Emergency numbers are set by law: no doubt."""
    return [(line, line.certainty != "seen" and line.kind != CrisisLineKind.EMERGENCY) for line in lines]
