"""Code lists, offices and retention of the desk. No content of an inquiry is ever here: administrators see none."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from inquiries.models import (
    AnswerSource,
    Channel,
    CountingRule,
    DeclineReason,
    HeardFrom,
    Office,
    PurgeRun,
    RetentionRule,
    RiskFlag,
    UnmetReason,
)
from sociopoint.record_admin import PlainAdmin, RecordAdmin


@admin.register(AnswerSource, Channel, DeclineReason, HeardFrom, RiskFlag, UnmetReason)
class CodeListAdmin(RecordAdmin):
    """An item is retired, not deleted: records that have it keep their word."""

    list_display = ["name", "code", "order", "is_retired"]
    list_filter = ["is_retired"]
    search_fields = ["name", "code"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["code"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Office)
class OfficeAdmin(RecordAdmin):
    list_display = ["name"]
    filter_horizontal = ["workers"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(CountingRule)
class CountingRuleAdmin(RecordAdmin):
    """A new version of a manual is a new rule; the old one gets its last day."""

    list_display = ["name", "issuer", "valid_from", "valid_until", "is_example"]
    list_filter = ["issuer"]
    fieldsets = [
        (None, {"fields": ["name", "issuer", "source", "is_example", "valid_from", "valid_until"]}),
        (_("Minuty"), {"fields": ["contact_from", "contact_to", "intervention_from", "unit_minutes", "rounding"]}),
        (
            _("Co se počítá"),
            {
                "fields": [
                    "workers",
                    "group",
                    "travel",
                    "phone_counts",
                    "written_counts",
                    "anonymous_counts",
                    "professional_counts",
                ]
            },
        ),
    ]


@admin.register(RetentionRule)
class RetentionRuleAdmin(RecordAdmin):
    list_display = ["compartment", "kind", "state", "is_crisis", "days", "legal_basis"]
    list_filter = ["compartment"]


@admin.register(PurgeRun)
class PurgeRunAdmin(PlainAdmin):
    """What the shredder did: to be read only."""

    list_display = ["started_at", "is_committed", "words", "contacts", "drafts", "loose", "held", "overdue", "took"]
    list_filter = ["is_committed"]

    @admin.display(description=_("trvalo"))
    def took(self, run: PurgeRun) -> str:
        if run.finished_at is None:
            return str(_("nedoběhlo"))
        return f"{(run.finished_at - run.started_at).total_seconds():.1f} s"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
