from __future__ import annotations

import gzip

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.knowledge import knowledge
from catalogue.models import Place, PlaceKind
from catalogue.offline.pack import pack
from catalogue.origins import label
from catalogue.places.finding import resolve
from situations.models import CrisisLine, CrisisLineKind

WITH_PACK = (PlaceKind.MUNICIPALITY, PlaceKind.CITY_DISTRICT, PlaceKind.PART)


@login_not_required
@require_safe
def no_signal(request: HttpRequest) -> HttpResponse:
    """What the phone shows when the network fails: whom to call first, the search in the catalogue it took along, then other
    lines and what was seen."""
    lines = CrisisLine.objects.published().filter(kind__in=(CrisisLineKind.EMERGENCY, CrisisLineKind.CRISIS))
    first = [line for line in lines if line.kind == CrisisLineKind.EMERGENCY]
    context = {"first": first, "others": [line for line in lines if line not in first]}
    return render(request, "offline/no_signal.html", context)


@login_not_required
@require_safe
def take_along(request: HttpRequest) -> HttpResponse:
    """The catalogue of one place, its size said before anybody downloads it. `misto`: the instance's city without it."""
    typed, known = request.GET.get("misto", "")[:120], knowledge()
    resolution = resolve(typed) if typed else None
    place, problem = known.home, ""
    if resolution is not None:
        place = resolution.place.place if resolution.place else None
        if place is None:
            choices = "; ".join(label(choice) for choice in resolution.choices[:5])
            unknown = _("Takové místo neznáme. Napište obec nebo obvod.")
            problem = (
                _("Takových míst je víc, napište jedno z nich: %(places)s.") % {"places": choices}
                if choices
                else unknown
            )
        elif place.kind not in WITH_PACK:
            place, problem = None, _("Napište jednu obec nebo obvod, celý kraj se do telefonu nevejde.")
    context: dict[str, object] = {"typed": typed, "problem": problem, "place": place}
    if place is not None:
        content = pack(place, known, timezone.localtime())
        size = number_format(max(1, round(len(gzip.compress(content, 6)) / 1000)), 0)
        context |= {"size": _("%(size)s kB") % {"size": size}, "services": content.count(b'"url":')}
    return render(request, "offline/take_along.html", context, status=422 if problem else 200)


@login_not_required
@require_safe
def place_pack(request: HttpRequest, pk: int) -> HttpResponse:
    place = get_object_or_404(Place, pk=pk, kind__in=WITH_PACK)
    response = HttpResponse(pack(place, knowledge(), timezone.localtime()), content_type="application/json")
    response["Cache-Control"] = "public, max-age=600"
    response["X-Robots-Tag"] = "noindex"
    return response
