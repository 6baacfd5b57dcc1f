"""The gazetteer: official files write it, an administrator looks things up in it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from catalogue.models import Place, PlaceKey
from catalogue.places.keys import typed
from sociopoint.record_admin import ReadOnlyAdmin


@admin.register(Place)
class PlaceAdmin(ReadOnlyAdmin):
    list_display = ["name", "context", "kind", "population", "code"]
    list_filter = ["kind"]
    search_fields = ["keys__key"]
    search_help_text = _("Začátek názvu nebo PSČ, háčky nejsou potřeba.")
    ordering = [F("population").desc(nulls_last=True), "name"]
    list_per_page = 50
    show_full_result_count = False
    fields = ["name", "context", "kind", "parent", "other_names", "postcodes", "population", "code", "lat", "lon"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """As the suggestions of the search: by the beginning of any way to type the place."""
        key = typed(search_term)
        if not key:
            return queryset, False
        return queryset.filter(pk__in=PlaceKey.objects.filter(key__startswith=key).values("place")), False
