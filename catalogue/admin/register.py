"""What the national register brought: to read, never to write."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from catalogue.models import RegisterChange, RegisterImport
from sociopoint.record_admin import ReadOnlyAdmin


@admin.register(RegisterImport)
class RegisterImportAdmin(ReadOnlyAdmin):
    list_display = ["finished_at", "register_date", "services_current", "added", "changed", "ended", "unchanged"]
    date_hierarchy = "finished_at"
    fields = [
        "finished_at",
        "register_date",
        "services_current",
        "added",
        "changed",
        "ended",
        "unchanged",
        "changes_link",
        "report",
    ]
    readonly_fields = ["changes_link"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[RegisterImport]:
        return super().get_queryset(request).defer("state")

    @admin.display(description=_("změny"))
    def changes_link(self, run: RegisterImport) -> SafeString:
        address = f"{reverse('admin:catalogue_registerchange_changelist')}?run__id__exact={run.pk}"
        return format_html('<a href="{}">{}</a>', address, _("Ukázat změny z tohoto importu"))


@admin.register(RegisterChange)
class RegisterChangeAdmin(ReadOnlyAdmin):
    list_display = ["run", "service", "field", "before", "after", "kept_by_hand"]
    list_filter = ["kept_by_hand", "field", "run"]
    list_select_related = ["run", "service"]
    search_fields = ["service__name", "service__registration_identifier"]
    ordering = ["-run", "pk"]
    list_per_page = 50
    show_full_result_count = False
