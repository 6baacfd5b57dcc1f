"""Life situations with what helps in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin

from catalogue.admin.searched import PARTS_OF_SITUATION, SearchedAdmin
from catalogue.models import Service, SituationGroup, SituationKind
from situations.admin import LifeSituationAdmin
from situations.models import LifeSituation
from sociopoint.record_admin import Rows


class KindInline(Rows):
    model = SituationKind
    autocomplete_fields = ["kind"]


class GroupInline(Rows):
    model = SituationGroup
    autocomplete_fields = ["group"]


@admin.register(LifeSituation)
class SituationAdmin(LifeSituationAdmin, SearchedAdmin):
    parts = PARTS_OF_SITUATION
    inlines = [*LifeSituationAdmin.inlines, KindInline, GroupInline]

    def affected(self, pks: Sequence[Any]) -> set[int]:
        """Services listed under it by themselves and those of the kinds that help in it."""
        own = Service.objects.filter(situations__in=pks)
        of_kinds = Service.objects.filter(kind__situation_places__situation__in=pks)
        of_further_kinds = Service.objects.filter(further_kinds__situation_places__situation__in=pks)
        return {pk for rows in (own, of_kinds, of_further_kinds) for pk in rows.values_list("pk", flat=True)}
