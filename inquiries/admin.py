"""Code lists, offices and retention of the desk. No content of an inquiry is ever here: administrators see none."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inquiries.models import (
    AnswerSource,
    Channel,
    Consent,
    ConsentText,
    CountingRule,
    DeclineReason,
    HeardFrom,
    Office,
    PurgeRun,
    RetentionRule,
    RiskFlag,
    UnmetReason,
)
from sociopoint.record_admin import PlainAdmin, ReadOnlyAdmin, RecordAdmin


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
    list_display = ["compartment", "of_what", "days", "legal_basis"]
    list_filter = ["compartment"]

    @admin.display(description=_("čeho se týká"))
    def of_what(self, rule: RetentionRule) -> str:
        """In words, because a sign for "whether or not" says nothing."""
        crisis = {True: _("krize"), False: _("co není krize"), None: ""}[rule.is_crisis]
        said = [rule.get_kind_display(), rule.get_state_display(), crisis]
        return ", ".join(str(one) for one in said if one) or str(_("všechno ostatní"))


class ConsentTextForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = ConsentText
        fields = ("text", "valid_from")
        help_texts = {
            "text": _("Co pracovník řekne nebo dá podepsat. Ať to souhlasí s papírem."),
            "valid_from": _("Od toho dne se ukazuje u předání. Do té doby platí dosavadní znění."),
        }

    def clean_valid_from(self) -> Any:
        """A past day would claim that people agreed with words nobody had yet."""
        day = self.cleaned_data["valid_from"]
        if day < timezone.localdate():
            raise ValidationError(_("Znění nemůže platit zpětně. Napište dnešek nebo pozdější den."))
        return day


@admin.register(ConsentText)
class ConsentTextAdmin(PlainAdmin):
    """What people agreed with stays as it was: another wording is another version."""

    form = ConsentTextForm
    list_display = ["version", "valid_from", "text"]
    fields = ["text", "valid_from"]

    def save_model(self, request: HttpRequest, obj: ConsentText, form: Any, change: bool) -> None:
        if not change:
            last = ConsentText.objects.aggregate(last=Max("version"))["last"]
            obj.version = (last or 0) + 1
        super().save_model(request, obj, form, change)

    def has_change_permission(self, request: HttpRequest, obj: ConsentText | None = None) -> bool:
        """Until its first day a version may be put right."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or obj.valid_from > timezone.localdate())

    def has_delete_permission(self, request: HttpRequest, obj: ConsentText | None = None) -> bool:
        may = super().has_delete_permission(request, obj)
        if obj is None:
            return False
        return may and obj.valid_from > timezone.localdate() and not Consent.objects.filter(wording=obj).exists()


@admin.register(PurgeRun)
class PurgeRunAdmin(ReadOnlyAdmin):
    """What the shredder did."""

    list_display = ["started_at", "is_committed", "words", "contacts", "drafts", "loose", "held", "overdue", "took"]
    list_filter = ["is_committed"]

    @admin.display(description=_("trvalo"))
    def took(self, run: PurgeRun) -> str:
        if run.finished_at is None:
            return str(_("nedoběhlo"))
        return f"{(run.finished_at - run.started_at).total_seconds():.1f} s"
