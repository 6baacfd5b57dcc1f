from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.admin.bulk import publish, unpublish, verify
from catalogue.admin.exchange import ExchangeAdmin
from catalogue.admin.resources import ServiceResource
from catalogue.admin.searched import PARTS_OF_SERVICE, SearchedAdmin
from catalogue.admin.service_forms import ContactForm, FacilityForm, FormOfCareForm, KnownChoice, ServiceDetailForm
from catalogue.admin.service_list import (
    MISSING,
    FreshnessFilter,
    KindFilter,
    MissingFilter,
    OfferedFilter,
    PlaceFilter,
    older_than,
    search,
    with_columns,
)
from catalogue.cards import OLD_AFTER, freshness, in_one_sentence
from catalogue.models import Contact, Exclusion, Facility, Origin, Service, ServiceForm
from catalogue.opening import in_words
from sociopoint.admin_site import Attention
from sociopoint.czech_columns import in_czech_order
from sociopoint.record_admin import Rows
from sociopoint.typography import dialable, readable

if TYPE_CHECKING:
    Stacked = admin.StackedInline[Any, Any]
else:
    Stacked = admin.StackedInline

NAME = in_czech_order("name")


class ContactInline(Rows):
    model = Contact
    form = ContactForm


class FormOfCareInline(Rows):
    model = ServiceForm
    form = FormOfCareForm

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("capacities")


class FacilityInline(Stacked):
    model = Facility
    form = FacilityForm
    extra = 0
    autocomplete_fields = ["place"]
    readonly_fields = ["hours_in_words"]

    fields = [
        ("name", "order"),
        "is_secret",
        ("street", "house_number", "postcode"),
        ("place", "address_note"),
        "opening_hours",
        "hours_in_words",
        ("barrier_free", "barrier_free_note"),
        "transport_stop",
        ("lat", "lon", "precision"),
        "address_point",
        ("provided_from", "provided_until"),
    ]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "place":
            kwargs["widget"] = KnownChoice(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("place")

    @admin.display(description=_("takto to lidé čtou"))
    def hours_in_words(self, facility: Facility) -> str:
        return "; ".join(in_words(facility.opening_hours)) or gettext("Hodiny neznáme")


class ExclusionInline(Rows):
    model = Exclusion
    fk_name = "service"
    autocomplete_fields = ["instead_kind", "instead_service"]
    fields = ["need", "instead_kind", "instead_service", "instead_text", "order"]


class ServiceList(ChangeList):
    """The columns are computed for the rows of one page, never while the list is counted or narrowed."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        pks = [service.pk for service in self.result_list]
        rows = with_columns(Service.objects.filter(pk__in=pks)).select_related("organisation", "kind").in_bulk()
        self.result_list = [rows[pk] for pk in pks]


@admin.register(Service)
class ServiceAdmin(ExchangeAdmin, SearchedAdmin):
    form = ServiceDetailForm
    parts = PARTS_OF_SERVICE
    resource_class = ServiceResource
    actions = [verify, publish, unpublish]
    list_display = [
        "name",
        "kind_name",
        "organisation_name",
        "where",
        "phone",
        "missing",
        "age",
        "is_published",
    ]
    list_filter = [
        MissingFilter,
        FreshnessFilter,
        OfferedFilter,
        "origin",
        "record_type",
        PlaceFilter,
        ("kind", KindFilter),
    ]
    list_select_related = ["organisation", "kind"]
    ordering = [NAME]
    search_fields = ["name", "organisation__name", "organisation__ico", "registration_identifier", "contacts__value"]
    search_help_text = _("Název, organizace, IČO, identifikátor v registru nebo telefon.")
    autocomplete_fields = ["organisation", "kind", "further_kinds", "target_groups", "situations", "area_served"]
    readonly_fields = ["origin", "free_places_reported_at", "verified_by"]
    inlines = [ContactInline, FormOfCareInline, FacilityInline, ExclusionInline]
    fieldsets = [
        (None, {"fields": ["name", "organisation", "kind", "further_kinds", "record_type", "published", "summary"]}),
        (
            _("Je to pro vás?"),
            {"fields": ["for_whom", "target_groups", ("age_from", "age_to"), "languages", "anonymous"]},
        ),
        (_("Jak začít"), {"fields": ["how_to_start", "how_to_start_easy", "what_to_bring"]}),
        (
            _("Kde, kdy a za kolik"),
            {
                "description": _("Adresy, hodiny, telefony a formy pomoci jsou níž, každá na svém řádku."),
                "fields": [
                    ("free_of_charge", "price_note"),
                    ("free_places", "free_places_reported_at"),
                    "waiting_note",
                    "area_served",
                    "note",
                ],
            },
        ),
        (_("Kde ji lidé najdou"), {"fields": ["situations"]}),
        (
            _("Zdroj a ověření"),
            {
                "fields": [
                    ("verified_on", "verified_by"),
                    ("source_year", "certainty"),
                    "source_url",
                    ("valid_from", "valid_until"),
                    ("registration_identifier", "origin"),
                    "internal_note",
                ]
            },
        ),
    ]

    def attention(self, request: HttpRequest) -> list[Attention]:
        """What people see today and miss something in."""
        offered, address = Service.objects.offered(), reverse("admin:catalogue_service_changelist")
        narrowed = {
            gettext("Služby bez telefonu"): ("chybi=telefon", MISSING["telefon"][1](offered)),
            gettext("Služby bez otevírací doby"): ("chybi=hodiny", MISSING["hodiny"][1](offered)),
            gettext("Služby bez druhu"): ("chybi=druh", MISSING["druh"][1](offered)),
            gettext("Služby, u kterých nevíme, kde jsou"): ("chybi=poloha", MISSING["poloha"][1](offered)),
            gettext("Služby s údaji staršími než 3 roky"): ("stari=3", older_than(offered, OLD_AFTER)),
            gettext("Nezveřejněné služby"): ("nabizi=skryta", Service.objects.filter(published=False)),
        }
        return [
            Attention(text, found, f"{address}?{query}{'' if 'nabizi' in query else '&nabizi=ano'}")
            for text, (query, found) in narrowed.items()
        ]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return search(queryset, search_term), False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ServiceList

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What the register brings would come back with its next import: it is unpublished instead."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.origin != Origin.REGISTER)

    def get_view_on_site_url(self, obj: Model | None = None) -> str | None:
        return obj.get_absolute_url() if isinstance(obj, Service) and obj.published else None

    def save_model(self, request: HttpRequest, obj: Service, form: Any, change: bool) -> None:
        if "verified_on" in form.changed_data:
            obj.verified_by = request.user if obj.verified_on else None  # type: ignore[assignment]
        super().save_model(request, obj, form, change)

    @admin.display(description=_("druh"), ordering=in_czech_order("kind__name"))
    def kind_name(self, service: Any) -> str:
        names = [*([service.kind.name] if service.kind else []), *service.further_kind_names]
        return in_one_sentence(names) or gettext("chybí")

    @admin.display(description=_("organizace"), ordering=in_czech_order("organisation__name"))
    def organisation_name(self, service: Service) -> str:
        return service.organisation.name

    @admin.display(description=_("kde"))
    def where(self, service: Any) -> str:
        return gettext("adresa se tají") if service.first_is_secret else service.first_place or gettext("chybí")

    @admin.display(description=_("telefon"))
    def phone(self, service: Any) -> str:
        """The number itself: whoever verifies services calls them from here."""
        if not (number := service.own_phone or service.organisation_phone):
            return gettext("chybí")
        link = format_html('<a href="tel:{}">{}</a>', dialable(number), readable(number))
        return link if service.own_phone else format_html("{} {}", link, gettext("(organizace)"))

    @admin.display(description=_("co ještě chybí"))
    def missing(self, service: Any) -> str:
        known = {
            gettext("hodiny"): service.has_hours,
            gettext("věta"): service.summary,
            gettext("forma"): service.has_form,
            gettext("poloha"): service.has_position or service.first_is_secret,
        }
        return ", ".join(name for name, there in known.items() if not there) or gettext("nic")

    @admin.display(description=_("stáří údajů"), ordering="source_year")
    def age(self, service: Service) -> str:
        verified = service.verified_on.isoformat() if service.verified_on else None
        return freshness(service.source_year, service.certainty, verified, timezone.localdate()).text

    @admin.display(description=_("zveřejněno"), ordering="published")
    def is_published(self, service: Service) -> str:
        if service.valid_until and service.valid_until < timezone.localdate():
            return gettext("skončila")
        return gettext("ano") if service.published else gettext("ne")
