from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from catalogue.places.finding import find_places

A_DAY = 24 * 60 * 60


@login_not_required
@require_safe
@cache_control(public=True, max_age=A_DAY)
def place_suggestions(request: HttpRequest) -> JsonResponse:
    """Places for what has been typed so far, best first; an empty list for whatever cannot be read."""
    found = find_places(request.GET.get("q", ""))
    return JsonResponse(
        {
            "places": [
                {"id": place.id, "name": place.name, "context": place.context, "lat": place.lat, "lon": place.lon}
                for place in found
            ]
        }
    )
