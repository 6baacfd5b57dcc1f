"""Groups, their seats and meetings. What was said in a meeting is for its group: an administrator finds when it was and where
its minutes stand, not what they say."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from network.admin.reading import KeptRecord, ReadRecord, ReadRows
from network.dates import day, days
from network.models import Mandate, Meeting, WorkingGroup
from sociopoint.record_history import Part


def held_in_words(mandate: Mandate) -> str:
    if mandate.last_day is None:
        return gettext("od %(day)s") % {"day": day(mandate.since)}
    return days(mandate.since, mandate.last_day)


class MandateRows(ReadRows):
    """Seats change hands on the group's page or by minutes: the one before ends and the deputy stays."""

    model = Mandate
    fields = ["organisation", "person", "role", "is_advisory", "deputy_of", "when_held", "end_reason"]
    readonly_fields = ["when_held"]

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        return rows.select_related("organisation", "person", "deputy_of__person", "deputy_of__organisation")

    @admin.display(description=_("od–do"))
    def when_held(self, mandate: Mandate) -> str:
        return held_in_words(mandate)


@admin.register(WorkingGroup)
class WorkingGroupAdmin(KeptRecord):
    parts = (Part(WorkingGroup),)
    list_display = ["name", "code", "kind", "since", "until", "is_public"]
    list_filter = ["kind", "is_public", ("until", admin.EmptyFieldListFilter)]
    search_fields = ["name", "code", "purpose"]
    fields = ["name", "code", "kind", "purpose", "meeting_pattern", ("since", "until"), "is_public"]
    inlines = [MandateRows]

    def get_readonly_fields(self, request: HttpRequest, obj: WorkingGroup | None = None) -> list[str]:
        """The code stands in the numbers of resolutions, so it stays once there is one."""
        return ["code"] if obj is not None and obj.resolutions.exists() else []


@admin.register(Mandate)
class MandateAdmin(ReadRecord):
    parts = (Part(Mandate),)
    list_display = ["person", "organisation", "group", "role", "when_held"]
    list_filter = ["role", ("deputy_of", admin.EmptyFieldListFilter), "group"]
    list_select_related = ["person", "organisation", "group"]
    search_fields = ["person__name", "organisation__name", "group__name", "group__code"]
    search_help_text = _("Jméno, organizace nebo skupina.")
    fields = ["group", "organisation", "person", "role", "is_advisory", "deputy_of", "when_held", "end_reason"]
    readonly_fields = ["when_held"]

    @admin.display(description=_("od–do"), ordering="held")
    def when_held(self, mandate: Mandate) -> str:
        return held_in_words(mandate)


@admin.register(Meeting)
class MeetingAdmin(ReadRecord):
    list_display = ["group", "label", "starts_at", "place", "state", "publication", "approved_at"]
    list_filter = ["state", "publication", "group"]
    list_select_related = ["group"]
    date_hierarchy = "starts_at"
    search_fields = ["group__name", "group__code", "title", "place"]
    search_help_text = _("Skupina, o čem jednání je, nebo kde.")
    fields = [
        "group",
        ("number", "year"),
        "title",
        ("starts_at", "ends_at"),
        "place",
        "state",
        "publication",
        "comments_until",
        "minutes_by",
        ("approved_at", "approved_by"),
    ]

    @admin.display(description=_("číslo"))
    def label(self, meeting: Meeting) -> str:
        return meeting.label
