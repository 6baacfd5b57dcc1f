"""The kiosks: where they stand, whether they live, how much they are used, and the code that lets a new device in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet, Sum
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.kiosk.devices import give_code
from catalogue.models import Kiosk
from sociopoint.record_admin import RecordAdmin

WEEK = timedelta(days=6)


@admin.action(description=_("Dát nový kód přístroje"))
def give_codes(model_admin: Any, request: HttpRequest, queryset: QuerySet[Kiosk]) -> None:
    for kiosk in queryset:
        if not kiosk.is_active:
            messages.warning(request, gettext("%(kiosk)s není v provozu, kód nedostal.") % {"kiosk": kiosk})
            continue
        words = gettext("%(kiosk)s: kód %(code)s. Napište ho na přístroji na stránce /kiosk/. Platí den a jen jednou.")
        messages.success(request, words % {"kiosk": kiosk, "code": give_code(kiosk)})


@admin.register(Kiosk)
class KioskAdmin(RecordAdmin):
    list_display = ["name", "stands_at", "health", "version", "touched_today", "touched_in_a_week", "is_active"]
    list_filter = ["is_active", "has_printer"]
    search_fields = ["name"]
    autocomplete_fields = ["place"]
    actions = [give_codes]
    fields = ["name", "stands_at", "place", ("lat", "lon"), "way_to_desk", "has_printer", "is_active"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        today = timezone.localdate()
        counted = {
            "today": Sum("days__touches", filter=Q(days__day=today), default=0),
            "week": Sum("days__touches", filter=Q(days__day__gte=today - WEEK), default=0),
        }
        kiosks: QuerySet[Any] = super().get_queryset(request).select_related("sign").annotate(**counted)
        return kiosks

    @admin.display(description=_("naposledy se ozval"), ordering="sign__seen_at")
    def health(self, kiosk: Kiosk) -> str:
        sign = getattr(kiosk, "sign", None)
        if sign is None:
            return gettext("Ještě ne. Dejte mu kód a připojte ho.")
        when = date_format(timezone.localtime(sign.seen_at), "j. n. Y H:i")
        return gettext("Mlčí od %(when)s, podívejte se na něj.") % {"when": when} if sign.is_silent else when

    @admin.display(description=_("verze stránky"))
    def version(self, kiosk: Kiosk) -> str:
        sign = getattr(kiosk, "sign", None)
        return sign.version if sign else ""

    @admin.display(description=_("doteků dnes"))
    def touched_today(self, kiosk: Any) -> int:
        return int(kiosk.today)

    @admin.display(description=_("za 7 dní"))
    def touched_in_a_week(self, kiosk: Any) -> int:
        return int(kiosk.week)
