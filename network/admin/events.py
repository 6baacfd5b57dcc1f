from __future__ import annotations

from django.contrib import admin

from network.admin.reading import ReadRecord
from network.models import NetworkEvent
from sociopoint.record_history import Part


@admin.register(NetworkEvent)
class NetworkEventAdmin(ReadRecord):
    """A change goes by its page, so that calendars which read it follow."""

    parts = (Part(NetworkEvent),)
    list_display = ["title", "starts_on", "ends_on", "place", "organisation", "readers", "is_called_off"]
    list_filter = ["readers", "is_called_off"]
    list_select_related = ["organisation"]
    date_hierarchy = "starts_on"
    search_fields = ["title", "place", "for_whom", "organisation__name"]
    fields = [
        "title",
        "about",
        "for_whom",
        ("starts_on", "ends_on"),
        ("begins", "ends"),
        "place",
        "link",
        "organisation",
        "campaign",
        ("readers", "is_called_off"),
    ]
