from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.admin.exchange import ExchangeAdmin
from catalogue.admin.resources import OrganisationResource
from catalogue.admin.searched import PARTS_OF_ORGANISATION, SearchedAdmin
from catalogue.admin.service_forms import HOW_TO_WRITE_HOURS
from catalogue.admin.services import ContactInline
from catalogue.models import Organisation
from catalogue.opening import in_words
from catalogue.opening_written import read_hours
from sociopoint.czech_columns import in_czech_order
from sociopoint.record_form import RecordForm


class OrganisationForm(RecordForm):
    class Meta:
        model = Organisation
        fields = "__all__"
        widgets = {"competence": forms.Textarea(attrs={"rows": 3}), "note": forms.Textarea(attrs={"rows": 3})}
        labels = {"opening_hours": _("otevírací doba")}
        help_texts = {"opening_hours": HOW_TO_WRITE_HOURS}

    def clean_opening_hours(self) -> str:
        return read_hours(str(self.cleaned_data["opening_hours"]))


@admin.register(Organisation)
class OrganisationAdmin(ExchangeAdmin, SearchedAdmin):
    form = OrganisationForm
    parts = PARTS_OF_ORGANISATION
    resource_class = OrganisationResource
    services_by = "organisation"
    list_display = ["name", "kind", "ico", "place", "services_count", "source_year"]
    list_filter = ["kind", "certainty"]
    list_select_related = ["place"]
    ordering = [in_czech_order("name")]
    search_fields = ["name", "ico"]
    search_help_text = _("Název nebo IČO.")
    autocomplete_fields = ["place"]
    readonly_fields = ["hours_in_words"]
    inlines = [ContactInline]
    fieldsets = [
        (None, {"fields": ["name", "kind", "ico", "data_box", "competence"]}),
        (
            _("Kde a kdy"),
            {"fields": [("street", "house_number", "postcode"), "place", "opening_hours", "hours_in_words"]},
        ),
        (_("Zdroj"), {"fields": ["note", ("source_year", "certainty"), "source_url"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        found: QuerySet[Organisation] = super().get_queryset(request)
        return found.annotate(number_of_services=Count("services")) if _is_list(request) else found

    @admin.display(description=_("služeb"), ordering="number_of_services")
    def services_count(self, organisation: Any) -> int:
        return int(organisation.number_of_services)

    @admin.display(description=_("takto to lidé čtou"))
    def hours_in_words(self, organisation: Organisation) -> str:
        return "; ".join(in_words(organisation.opening_hours)) or gettext("Hodiny neznáme")


def _is_list(request: HttpRequest) -> bool:
    return request.resolver_match is not None and str(request.resolver_match.url_name).endswith("_changelist")
