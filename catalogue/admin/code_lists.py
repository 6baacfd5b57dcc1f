"""Kinds of service, groups of people, age bands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from catalogue.admin.searched import PARTS_OF_KIND, SearchedAdmin
from catalogue.models import AgeGroup, FormOfCare, KindGuidance, Service, ServiceKind, TargetGroup
from sociopoint.record_admin import RecordAdmin, Rows
from sociopoint.record_form import RecordForm
from sociopoint.record_history import Part


class KindForm(RecordForm):
    usual_forms = forms.MultipleChoiceField(
        label=_("obvyklé formy"), choices=FormOfCare, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = ServiceKind
        fields = "__all__"
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 2}),
            "start_hint": forms.Textarea(attrs={"rows": 2}),
            "bring_hint": forms.Textarea(attrs={"rows": 2}),
        }


class GuidanceInline(Rows):
    model = KindGuidance
    fk_name = "kind"
    autocomplete_fields = ["instead_kind"]


@admin.register(ServiceKind)
class ServiceKindAdmin(SearchedAdmin):
    form = KindForm
    parts = PARTS_OF_KIND
    list_display = ["name", "section", "code", "category", "services_count", "order"]
    list_filter = ["category"]
    search_fields = ["name", "official_name", "code", "section"]
    search_help_text = _("Název, paragraf nebo kód.")
    inlines = [GuidanceInline]
    fieldsets = [
        (None, {"fields": ["name", "summary", "for_whom", "start_hint", "bring_hint"]}),
        (_("Zákon a registr"), {"fields": ["official_name", "section", "code", "rpss_id", "portal_id", "category"]}),
        (_("Zařazení"), {"fields": ["usual_forms", "is_free_by_law", "order"]}),
        (_("Jiné jazyky"), {"fields": ["name_en", "name_uk"]}),
    ]

    def affected(self, pks: Sequence[Any]) -> set[int]:
        """Of services that help in several ways each is found by all of them."""
        mainly, also = Service.objects.filter(kind__in=pks), Service.objects.filter(further_kinds__in=pks)
        return {*mainly.values_list("pk", flat=True), *also.values_list("pk", flat=True)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[ServiceKind]:
        found: QuerySet[ServiceKind] = super().get_queryset(request)
        is_list = request.resolver_match and str(request.resolver_match.url_name).endswith("_changelist")
        return found.annotate(number_of_services=Count("services")) if is_list else found

    @admin.display(description=_("služeb"), ordering="number_of_services")
    def services_count(self, kind: Any) -> int:
        return int(kind.number_of_services)


@admin.register(TargetGroup)
class TargetGroupAdmin(SearchedAdmin):
    parts = (Part(TargetGroup),)
    services_by = "target_groups"
    list_display = ["label", "name", "code", "order"]
    search_fields = ["label", "name", "code"]


@admin.register(AgeGroup)
class AgeGroupAdmin(RecordAdmin):
    list_display = ["name", "age_from", "age_to", "code"]
    search_fields = ["name"]
