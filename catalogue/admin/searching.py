"""What people type: the phrases the search understands, and the words it was asked for in vain."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from catalogue.admin.exchange import ExchangeAdmin
from catalogue.admin.resources import NeedPhraseResource
from catalogue.models import FormOfCare, NeedPhrase, SearchDay, ServiceKind, TargetGroup
from situations.models import LifeSituation
from sociopoint.record_admin import ReadOnlyAdmin, RecordAdmin
from sociopoint.record_form import RecordForm
from sociopoint.record_history import Part

LANGUAGES = [
    ("cs", _("čeština")),
    ("uk", _("ukrajinština")),
    ("en", _("angličtina")),
    ("sk", _("slovenština")),
    ("pl", _("polština")),
    ("ru", _("ruština")),
    ("de", _("němčina")),
]


def _codes(label: Any, rows: Any) -> forms.MultipleChoiceField:
    """A choice of codes by their names, read when the form opens."""
    return forms.MultipleChoiceField(
        label=label, choices=rows, required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "columns"})
    )


class NeedPhraseForm(RecordForm):
    kinds = _codes(_("druhy služeb"), lambda: [(kind.code, kind.name) for kind in ServiceKind.objects.all()])
    groups = _codes(_("cílové skupiny"), lambda: [(group.code, group.label) for group in TargetGroup.objects.all()])
    situations = _codes(
        _("životní situace"), lambda: [(situation.slug, situation.name) for situation in LifeSituation.objects.all()]
    )
    language = forms.ChoiceField(label=_("jazyk"), choices=LANGUAGES, initial="cs")
    forms = forms.MultipleChoiceField(
        label=_("formy pomoci"), choices=FormOfCare, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = NeedPhrase
        fields = ["text", "language", "weight", "kinds", "groups", "situations", "forms"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        leads = [self.cleaned_data.get(name) for name in ("kinds", "groups", "situations", "forms")]
        if not self.errors and not any(leads):
            raise ValidationError(_("Vyberte aspoň jednu věc, ke které fráze vede: druh, skupinu, situaci nebo formu."))
        return cleaned


class OriginFilter(admin.SimpleListFilter):
    title = _("odkud je")
    parameter_name = "odkud"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("vlastni", _("vlastní")), ("dodane", _("dodané s programem"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[NeedPhrase]) -> QuerySet[NeedPhrase]:
        shipped = {"vlastni": False, "dodane": True}.get(self.value() or "")
        return queryset if shipped is None else queryset.filter(is_shipped=shipped)


@admin.register(NeedPhrase)
class NeedPhraseAdmin(ExchangeAdmin, RecordAdmin):
    form = NeedPhraseForm
    parts = (Part(NeedPhrase),)
    resource_class = NeedPhraseResource
    list_display = ["text", "language", "leads_to", "weight", "is_shipped", "try_it"]
    list_filter = [OriginFilter, "language"]
    search_fields = ["text"]

    @admin.display(description=_("vede k"))
    def leads_to(self, phrase: NeedPhrase) -> str:
        return ", ".join([*phrase.kinds, *phrase.groups, *phrase.situations, *phrase.forms])

    @admin.display(description=_("zkusit"))
    def try_it(self, phrase: NeedPhrase) -> SafeString:
        address = f"{reverse('catalogue:service-list')}?{urlencode({'q': phrase.text})}"
        return format_html('<a href="{}">{}</a>', address, _("Zkusit hledání: %(text)s") % {"text": phrase.text})


class InVainFilter(admin.SimpleListFilter):
    title = _("marně")
    parameter_name = "marne"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("ano", _("aspoň jednou bez výsledku")), ("vzdy", _("vždy bez výsledku"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[SearchDay]) -> QuerySet[SearchDay]:
        if self.value() == "ano":
            return queryset.filter(without_result__gt=0)
        if self.value() == "vzdy":
            return queryset.filter(without_result__gt=0, without_result=F("searches"))
        return queryset


@admin.register(SearchDay)
class SearchDayAdmin(ReadOnlyAdmin):
    """What people looked for, by day; what they did not find stands first."""

    list_display = ["day", "word", "without_result", "searches"]
    list_display_links = None
    list_filter = [InVainFilter]
    date_hierarchy = "day"
    ordering = ["-day", "-without_result", "-searches"]
    search_fields = ["word"]
    list_per_page = 50
