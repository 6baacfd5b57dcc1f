"""Competences, procedures and manuals. They are agreed, replaced and issued by deeds; here they are found, and their names put right."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from network.admin.reading import KeptRecord, ReadRecord, ReadRows
from network.models import (
    Competence,
    IndicatorDefinition,
    IndicatorManual,
    ManualVersion,
    Procedure,
    ProcedureStep,
    ProcedureVersion,
)
from sociopoint.record_history import Part


@admin.register(Competence)
class CompetenceAdmin(ReadRecord):
    parts = (Part(Competence),)
    list_display = ["who", "verb", "what", "situation", "state", "valid_from", "valid_until", "verified_on"]
    list_filter = ["state", "verb", "handover", "is_public", "organisation_kind"]
    list_select_related = ["organisation", "situation"]
    search_fields = ["organisation__name", "situation__name", "what", "for_whom", "excludes"]
    search_help_text = _("Organizace, situace nebo slova dohody.")
    fields = [
        ("organisation", "organisation_kind"),
        "situation",
        "verb",
        "what",
        ("for_whom", "excludes", "exception"),
        ("age_from", "age_to"),
        "conditions",
        ("handover", "reaction"),
        ("legal_basis", "source"),
        ("valid_from", "valid_until"),
        ("verified_on", "verified_by"),
        ("state", "refusal"),
        ("replaces", "is_public"),
    ]

    @admin.display(description=_("kdo"))
    def who(self, competence: Competence) -> str:
        return competence.who


class ProcedureVersionRows(ReadRows):
    model = ProcedureVersion
    fields = ["number", "state", "change_note", "approved_on", "approved_by", "valid_until"]
    show_change_link = True


@admin.register(Procedure)
class ProcedureAdmin(KeptRecord):
    parts = (Part(Procedure),)
    list_display = ["title", "situation", "audience", "owner", "is_example"]
    list_filter = ["audience", "is_example"]
    list_select_related = ["situation"]
    search_fields = ["title", "trigger", "goal", "owner", "situation__name"]
    autocomplete_fields = ["situation"]
    fields = ["title", "slug", "situation", "trigger", "goal", "audience", "owner"]
    readonly_fields = ["slug"]
    inlines = [ProcedureVersionRows]


class StepRows(ReadRows):
    model = ProcedureStep
    fields = ["order", "parent", "when", "role", "organisation", "organisation_kind", "what", "output", "if_not"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("organisation", "parent")


@admin.register(ProcedureVersion)
class ProcedureVersionAdmin(ReadRecord):
    parts = (Part(ProcedureVersion), Part(ProcedureStep, "version_id"))
    list_display = ["procedure", "number", "state", "approved_on", "approved_by", "valid_until"]
    list_filter = ["state"]
    list_select_related = ["procedure"]
    search_fields = ["procedure__title", "approved_by", "change_note"]
    fields = [
        ("procedure", "number"),
        "state",
        "change_note",
        "comments_until",
        ("approved_on", "approved_by"),
        "valid_until",
        ("made_by", "made_at"),
    ]
    inlines = [StepRows]


class ManualVersionRows(ReadRows):
    model = ManualVersion
    fields = ["number", "state", "change_note", "valid_from", "valid_until"]
    show_change_link = True


@admin.register(IndicatorManual)
class IndicatorManualAdmin(KeptRecord):
    parts = (Part(IndicatorManual),)
    list_display = ["name", "issuer", "is_example"]
    list_filter = ["issuer", "is_example"]
    search_fields = ["name"]
    fields = ["name", "issuer"]
    inlines = [ManualVersionRows]


class DefinitionRows(ReadRows):
    model = IndicatorDefinition
    fields = ["code", "name", "unit", "counts", "counts_not"]


@admin.register(ManualVersion)
class ManualVersionAdmin(ReadRecord):
    parts = (Part(ManualVersion), Part(IndicatorDefinition, "version_id"))
    list_display = ["manual", "number", "state", "valid_from", "valid_until"]
    list_filter = ["state", "manual"]
    list_select_related = ["manual"]
    search_fields = ["manual__name", "change_note"]
    fields = [("manual", "number"), "state", "change_note", ("valid_from", "valid_until")]
    inlines = [DefinitionRows]
