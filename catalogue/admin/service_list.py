"""The list of services: what of each is missing or old, for the columns and for the filters."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import build_q_object_from_lookup_parameters
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.cards import OLD_AFTER, STALE_AFTER
from catalogue.models import (
    Certainty,
    Contact,
    ContactKind,
    Facility,
    Place,
    Service,
    ServiceForm,
    ServiceFurtherKind,
    ServiceKind,
)

Services = QuerySet[Service]

_OWN_PHONE = Exists(Contact.objects.filter(service=OuterRef("pk"), kind=ContactKind.PHONE))
_ORGANISATION_PHONE = Exists(Contact.objects.filter(organisation=OuterRef("organisation"), kind=ContactKind.PHONE))
_HOURS = Exists(Facility.objects.filter(service=OuterRef("pk")).exclude(opening_hours=""))
_FORM = Exists(ServiceForm.objects.filter(service=OuterRef("pk")))
_POSITION = Exists(Facility.objects.filter(Q(lat__isnull=False) | Q(place__lat__isnull=False), service=OuterRef("pk")))
MISSING: dict[str, tuple[Any, Callable[[Services], Services]]] = {
    "telefon": (_("telefon"), lambda services: services.exclude(_OWN_PHONE).exclude(_ORGANISATION_PHONE)),
    "hodiny": (_("otevírací doba"), lambda services: services.exclude(_HOURS)),
    "veta": (_("věta, co udělají"), lambda services: services.filter(summary="")),
    "forma": (_("forma pomoci"), lambda services: services.exclude(_FORM)),
    "druh": (_("druh služby"), lambda services: services.filter(kind=None)),
    "poloha": (_("poloha"), lambda services: services.exclude(_POSITION)),
}
SHORTEST_NUMBER = 3


def with_columns(services: Services) -> Services:
    """Adds what the columns show; the places are those of the first facility."""
    first = Facility.objects.filter(service=OuterRef("pk")).order_by("order", "pk")
    further = ServiceKind.objects.filter(further_services=OuterRef("pk"))
    return services.annotate(
        own_phone=_first_phone(service=OuterRef("pk")),
        organisation_phone=_first_phone(organisation=OuterRef("organisation")),
        further_kind_names=ArraySubquery(further.values("name")),
        has_hours=_HOURS,
        has_form=_FORM,
        has_position=_POSITION,
        first_place=Subquery(first.values("place__name")[:1]),
        first_is_secret=Subquery(first.values("is_secret")[:1]),
    )


def _first_phone(**owner: OuterRef) -> Subquery:
    phones = Contact.objects.filter(kind=ContactKind.PHONE, **owner).order_by("order", "pk")
    return Subquery(phones.values("value")[:1])


def search(services: Services, written: str) -> Services:
    """By number (phone, IČO, registration identifier) when it is one, else by words of the names, accents or not."""
    digits = re.sub(r"[\s\u00a0()/.+-]", "", written)
    if digits.isdigit() and len(digits) >= SHORTEST_NUMBER:
        return _by_number(services, digits)
    for word in written.split():
        services = services.filter(Q(name__unaccent__icontains=word) | Q(organisation__name__unaccent__icontains=word))
    return services


def _by_number(services: Services, digits: str) -> Services:
    national = re.sub(r"^(00)?420(?=\d{9}$)", "", digits)
    phones = Contact.objects.filter(kind=ContactKind.PHONE, value__contains=national)
    return services.filter(
        Q(registration_identifier__startswith=digits)
        | Q(organisation__ico__startswith=digits)
        | Q(pk__in=phones.filter(service__isnull=False).values("service"))
        | Q(organisation__in=phones.filter(organisation__isnull=False).values("organisation"))
    )


def older_than(services: Services, years: int) -> Services:
    """By the year of their source, unless somebody verified them since."""
    today = timezone.localdate()
    old = Q(source_year__lt=today.year - years) | Q(source_year=None)
    verified_lately = Q(verified_on__gte=today.replace(year=today.year - years, day=1))
    return services.filter(old).exclude(verified_lately).exclude(certainty=Certainty.REGISTER)


def of_kinds(kinds: Sequence[Any]) -> Q:
    """Services that help as one of these, mainly or also."""
    also = ServiceFurtherKind.objects.filter(build_q_object_from_lookup_parameters({"servicekind__id": kinds}))
    return build_q_object_from_lookup_parameters({"kind__id": kinds}) | Q(pk__in=also.values("service"))


class KindFilter(admin.RelatedFieldListFilter):
    """Offers kinds that some service gives; one that helps in several ways is among those of each."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        mainly, also = Service.objects.values("kind"), ServiceFurtherKind.objects.values("servicekind")
        given = Q(pk__in=mainly) | Q(pk__in=also)
        ordering = self.field_admin_ordering(field, request, model_admin)
        return list(field.get_choices(include_blank=False, limit_choices_to=given, ordering=ordering))

    def queryset(self, request: HttpRequest, queryset: Services) -> Services | None:
        mainly = super().queryset(request, queryset)  # refuses what is no number
        return queryset.filter(of_kinds(self.lookup_val)) if self.lookup_val else mainly

    def get_facet_counts(self, pk_attname: str, filtered_qs: QuerySet[Any]) -> dict[str, Count]:
        counts = super().get_facet_counts(pk_attname, filtered_qs)
        return counts | {f"{pk}__c": Count(pk_attname, filter=of_kinds([pk])) for pk, _name in self.lookup_choices}


class MissingFilter(admin.SimpleListFilter):
    title = _("co chybí")
    parameter_name = "chybi"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(value, label) for value, (label, _narrow) in MISSING.items()]

    def queryset(self, request: HttpRequest, queryset: Services) -> Services:
        chosen = MISSING.get(self.value() or "")
        return chosen[1](queryset) if chosen else queryset


class FreshnessFilter(admin.SimpleListFilter):
    title = _("stáří údajů")
    parameter_name = "stari"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("overeno", _("ověřeno za poslední rok")),
            ("3", _("starší než 3 roky")),
            ("7", _("starší než 7 let")),
            ("nikdy", _("nikdy neověřeno")),
        ]

    def queryset(self, request: HttpRequest, queryset: Services) -> Services:
        today, chosen = timezone.localdate(), self.value()
        fresh = Q(verified_on__gte=today - timedelta(days=365))
        if chosen == "overeno":
            return queryset.filter(fresh)
        if chosen == "nikdy":
            return queryset.filter(verified_on=None)
        if chosen in ("3", "7"):
            return older_than(queryset, OLD_AFTER if chosen == "3" else STALE_AFTER)
        return queryset


class OfferedFilter(admin.SimpleListFilter):
    title = _("nabízí se")
    parameter_name = "nabizi"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("ano", _("ano, lidé ji najdou")),
            ("skryta", _("není zveřejněná")),
            ("skoncila", _("už skončila")),
            ("zacne", _("teprve začne")),
        ]

    def queryset(self, request: HttpRequest, queryset: Services) -> Services:
        today = timezone.localdate()
        narrowed = {
            "skryta": Q(published=False),
            "skoncila": Q(valid_until__lt=today),
            "zacne": Q(valid_from__gt=today),
        }
        if self.value() == "ano":
            return queryset.filter(pk__in=Service.objects.offered().values("pk"))
        return queryset.filter(narrowed[self.value() or ""]) if self.value() in narrowed else queryset


class PlaceFilter(admin.SimpleListFilter):
    """From the region down to the city district: each choice offers what lies in it and has a service."""

    title = _("kde")
    parameter_name = "misto"
    top: ClassVar[str] = "region"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        chosen = self._chosen()
        inhabited = _places_with_services()
        inside = Place.objects.filter(pk__in=inhabited)
        inside = inside.filter(parent=chosen) if chosen else inside.filter(kind=self.top)
        way = list(Place.objects.filter(pk__in=chosen.lineage)) if chosen else []
        way.sort(key=lambda place: len(place.lineage))
        depth = "– " * len(way)
        below = inside.order_by(F("population").desc(nulls_last=True), "name")
        return [(str(place.pk), "– " * level + place.name) for level, place in enumerate(way)] + [
            (str(place.pk), depth + place.name) for place in below
        ]

    def queryset(self, request: HttpRequest, queryset: Services) -> Services:
        chosen = self._chosen()
        if chosen is None:
            return queryset
        inside = Facility.objects.filter(place__lineage__contains=[chosen.pk])
        return queryset.filter(pk__in=inside.values("service"))

    def _chosen(self) -> Place | None:
        value = str(self.used_parameters.get(self.parameter_name) or "")
        return Place.objects.filter(pk=int(value)).first() if value.isdecimal() and len(value) < 19 else None


def _places_with_services() -> list[int]:
    """Places that contain a facility, at every level. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT unnest(lineage) FROM catalogue_place"
            " WHERE id IN (SELECT DISTINCT place_id FROM catalogue_facility)"
        )
        return [row[0] for row in cursor.fetchall()]
