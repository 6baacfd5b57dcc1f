"""Crisis lines and life situations. The catalogue adds to a situation what only it knows (kinds, groups) and registers it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from situations.models import (
    Article,
    CrisisLine,
    Handbook,
    HandbookChapter,
    LifeSituation,
    PublicCampaign,
    SeasonalOffer,
    SituationCrisisLine,
)
from sociopoint.record_admin import RecordAdmin, Rows
from sociopoint.record_form import RecordForm
from sociopoint.record_history import Part

LONGEST_KEYWORD = 80


class LinesField(forms.CharField):
    """A list of short texts, one a line; empty lines and repeated ones fall out."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self._lines(self.prepare_value(initial) or "") != self._lines(data or "")

    def clean(self, value: Any) -> Any:
        lines = self._lines(super().clean(value))
        if too_long := [line for line in lines if len(line) > LONGEST_KEYWORD]:
            raise ValidationError(
                _("Řádek smí mít nejvýš %(most)d znaků: „%(line)s“.") % {"most": LONGEST_KEYWORD, "line": too_long[0]}
            )
        return lines

    @staticmethod
    def _lines(text: str) -> list[str]:
        return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


class SituationForm(RecordForm):
    keywords = LinesField(
        label=_("jak to lidé říkají"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Každé slovo nebo obrat na svůj řádek. Hledání je zná hned po uložení."),
    )

    class Meta:
        model = LifeSituation
        fields = "__all__"


class SituationLineInline(Rows):
    model = SituationCrisisLine
    autocomplete_fields = ["line"]


class LifeSituationAdmin(RecordAdmin):
    """Registered by `catalogue.admin.situations` with the kinds of service that help."""

    form = SituationForm
    list_display = ["name", "parent", "order", "is_urgent", "is_sensitive", "published"]
    list_filter = ["published", "is_urgent", ("parent", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["parent"]
    search_fields = ["name", "slug", "lead"]
    autocomplete_fields = ["parent"]
    inlines = [SituationLineInline]
    fieldsets = [
        (None, {"fields": ["name", "parent", "slug", "published", "lead", "first_steps"]}),
        (_("Hledání"), {"fields": ["keywords"]}),
        (_("Vzhled"), {"fields": ["order", "icon", "is_urgent", "is_sensitive"]}),
        (_("Jednoduše česky"), {"fields": ["lead_easy", "first_steps_easy"]}),
        (
            _("Jiné jazyky"),
            {"fields": ["name_en", "lead_en", "first_steps_en", "name_uk", "lead_uk", "first_steps_uk"]},
        ),
    ]

    def get_view_on_site_url(self, obj: Model | None = None) -> str | None:
        return obj.get_absolute_url() if isinstance(obj, LifeSituation) and obj.published else None


@admin.register(CrisisLine)
class CrisisLineAdmin(RecordAdmin):
    parts = (Part(CrisisLine),)
    list_display = ["name", "phone", "kind", "opening_hours", "is_free", "order", "published"]
    list_filter = ["kind", "published"]
    search_fields = ["name", "phone"]
    fieldsets = [
        (None, {"fields": ["name", "phone", "kind", "description", "published"]}),
        (_("Podrobnosti"), {"fields": ["slug", "is_free", "opening_hours", "web", "certainty", "order"]}),
        (_("Jiné jazyky"), {"fields": ["name_en", "name_uk", "description_en", "description_uk"]}),
    ]


class ChapterInline(admin.StackedInline):  # type: ignore[type-arg]  # not subscriptable at run time
    """Chapters are long texts: one under another, not in a row."""

    model = HandbookChapter
    extra = 0
    fieldsets = [
        (
            None,
            {
                "fields": ["order", "title", "text", "sources"],
                "description": _("Za každou větu s údajem napište číslo jejího zdroje: „Neplatí se. [1]“."),
            },
        )
    ]


@admin.register(Handbook)
class HandbookAdmin(RecordAdmin):
    parts = (Part(Handbook), Part(HandbookChapter, "handbook_id"))
    list_display = ["title", "reviewed_on", "next_review", "published"]
    list_filter = ["published"]
    search_fields = ["title", "summary"]
    filter_horizontal = ["situations"]
    inlines = [ChapterInline]
    fieldsets = [
        (None, {"fields": ["title", "slug", "summary", "situations", "order", "published"]}),
        (_("Kontrola"), {"fields": ["reviewed_on", "reviewed_by", "next_review"]}),
        (_("Jiné jazyky"), {"fields": ["summary_en", "summary_uk"]}),
    ]


@admin.register(Article)
class ArticleAdmin(RecordAdmin):
    parts = (Part(Article),)
    list_display = ["title", "kind", "published_from", "published_until"]
    list_filter = ["kind"]
    search_fields = ["title", "lead"]
    filter_horizontal = ["situations"]
    autocomplete_fields = ["campaign"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "kind", "lead", "text", "situations", "campaign"]}),
        (_("Zveřejnění"), {"fields": ["published_from", "published_until"]}),
        (_("Akce"), {"fields": ["event_from", "event_until", "event_place"]}),
        (
            _("Jiné jazyky"),
            {
                "description": _("Ať lidé poznají, jestli je to pro ně. Celý článek zůstává česky."),
                "fields": ["title_en", "lead_en", "title_uk", "lead_uk"],
            },
        ),
    ]


@admin.register(PublicCampaign)
class PublicCampaignAdmin(RecordAdmin):
    """Its articles, and events of the network, say themselves that they belong to it."""

    parts = (Part(PublicCampaign),)
    list_display = ["title", "begins_on", "ends_on", "published"]
    list_filter = ["published"]
    search_fields = ["title", "lead"]
    filter_horizontal = ["situations", "offers"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "lead", "goal", "text", "published"]}),
        (_("Kdy běží"), {"fields": ["begins_on", "ends_on"]}),
        (
            _("Co k ní patří"),
            {
                "description": _(
                    "Články se ke kampani přidávají na své stránce, v poli „patří ke kampani“. Akce sítě také."
                ),
                "fields": ["situations", "offers"],
            },
        ),
        (_("Po skončení"), {"fields": ["outcome"]}),
        (_("Jiné jazyky"), {"fields": ["title_en", "lead_en", "title_uk", "lead_uk"]}),
    ]


@admin.register(SeasonalOffer)
class SeasonalOfferAdmin(RecordAdmin):
    """How full it is now is reported from a phone (`/aktuality/obsazenost/`), not here."""

    parts = (Part(SeasonalOffer),)
    list_display = ["title", "begins_on", "ends_on", "capacity", "occupied", "published"]
    list_filter = ["published"]
    search_fields = ["title", "place"]
    filter_horizontal = ["situations", "reporters"]
    fieldsets = [
        (None, {"fields": ["title", "description", "place", "hours", "phone", "situations", "published"]}),
        (_("Kdy a pro kolik lidí"), {"fields": ["begins_on", "ends_on", "capacity"]}),
        (_("Kdo hlásí obsazenost"), {"fields": ["reporters"]}),
        (_("Jiné jazyky"), {"fields": ["title_en", "description_en", "title_uk", "description_uk"]}),
    ]
