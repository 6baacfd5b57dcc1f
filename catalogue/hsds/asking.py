"""What may be asked of each list: forms over the query string, and the rows they choose. Filters add up (AND)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from catalogue.hsds.identity import number_of
from catalogue.hsds.taxonomies import TAXONOMIES, taxonomy_of, term_of
from catalogue.indexing import KILOMETRES_PER_DEGREE, position
from catalogue.models import Facility, Organisation, Place, PlaceKind, Service
from catalogue.words import content_words, keys

LARGEST_PAGE, USUAL_PAGE, FARTHEST_PAGE = 100, 50, 100_000
LONGEST_SEARCH = 200
FORMATS = ("json", "ndjson")
FARTHEST = 500_000  # metres: across the whole country

Rows = QuerySet[Any, Any]


class Paging(forms.Form):
    """Every list: which page, how long, or all of it as lines."""

    page = forms.IntegerField(label=_("číslo stránky od 1"), required=False, min_value=1, max_value=FARTHEST_PAGE)
    per_page = forms.IntegerField(label=_("záznamů na stránku"), required=False, min_value=1, max_value=LARGEST_PAGE)
    format = forms.ChoiceField(
        label=_("json po stránkách, nebo ndjson: vše najednou, záznam na řádek"),
        required=False,
        choices=[(name, name) for name in FORMATS],
    )

    def clean(self) -> dict[str, Any]:
        """A parameter we do not know might be a filter meant to hold: better nothing than everything."""
        given = super().clean() or self.cleaned_data
        for name in sorted(set(self.data) - set(self.fields)):
            known = {"name": name[:40], "known": ", ".join(self.fields)}
            self.add_error(None, _("Parametr „%(name)s“ neznáme. Známe: %(known)s.") % known)
        return given | {"page": given.get("page") or 1, "per_page": given.get("per_page") or USUAL_PAGE}

    def rows(self) -> Rows:
        """What was asked for, in an order that stays; the form must be valid."""
        raise NotImplementedError


class Terms(Paging):
    taxonomy_id = forms.UUIDField(label=_("jen tato taxonomie"), required=False)
    taxonomy_term_id = forms.UUIDField(label=_("jen tento pojem"), required=False)

    def with_terms(self) -> Q:
        """Services with the term, with any of the taxonomy; none for one that is not ours. At most three queries."""
        chosen = Q()
        if given := self.cleaned_data["taxonomy_id"]:
            taxonomy = taxonomy_of(given)
            chosen &= taxonomy.services_with(None) if taxonomy else Q(pk=None)
        if given := self.cleaned_data["taxonomy_term_id"]:
            term = term_of(given)
            chosen &= TAXONOMIES[term.taxonomy].services_with(term.code) if term else Q(pk=None)
        return chosen


class ServicesAsked(Terms):
    search = forms.CharField(label=_("slova z názvu nebo popisu"), required=False, max_length=LONGEST_SEARCH)
    organization_id = forms.UUIDField(label=_("jen služby této organizace"), required=False)
    modified_after = forms.DateTimeField(label=_("jen změněné od tohoto dne nebo okamžiku (ISO 8601)"), required=False)
    minimal = forms.BooleanField(label=_("jen označení a názvy"), required=False)
    full = forms.BooleanField(label=_("se vším, co o službě víme"), required=False)

    def rows(self) -> Rows:
        asked = self.cleaned_data
        found = Service.objects.offered().filter(self.with_terms(), said(asked["search"]))
        if asked["organization_id"]:
            found = found.filter(organisation=number_of("organization", asked["organization_id"]))
        if asked["modified_after"]:
            changed = Q(published_as__changed_at__gte=asked["modified_after"])
            found = found.filter(changed | Q(published_as=None))  # not yet published by a night: new
        return found.distinct().order_by("pk")


class OrganisationsAsked(Terms):
    search = forms.CharField(label=_("část názvu"), required=False, max_length=LONGEST_SEARCH)
    full = forms.BooleanField(label=_("se vším, co o organizaci víme"), required=False)
    full_service = forms.BooleanField(label=_("i se službami"), required=False)

    def rows(self) -> Rows:
        found = Organisation.objects.order_by("pk")
        if chosen := self.with_terms():
            offered = Service.objects.offered().filter(chosen, organisation=OuterRef("pk"))
            found = found.filter(Exists(offered))
        for word in self.cleaned_data["search"].split():
            found = found.filter(name__icontains=word)
        return found


class PlacesAsked(Terms):
    search = forms.CharField(label=_("slova z názvu nebo popisu služby"), required=False, max_length=LONGEST_SEARCH)
    organization_id = forms.UUIDField(label=_("jen místa této organizace"), required=False)
    postcode = forms.RegexField(
        r"^\d{3} ?\d{2}$",
        label=_("PSČ místa"),
        required=False,
        error_messages={"invalid": _("Napište PSČ pěti číslicemi, třeba 70030.")},
    )
    proximity = forms.IntegerField(
        label=_("nejvýš tolik metrů od středu PSČ"), required=False, min_value=1, max_value=FARTHEST
    )
    full = forms.BooleanField(label=_("i s hodinami, adresou a přístupností"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("proximity") and not self.data.get("postcode"):
            self.add_error("proximity", _("Ke vzdálenosti napište i PSČ, od kterého se měří."))
        return given

    def rows(self) -> Rows:
        asked = self.cleaned_data
        services = Service.objects.offered().filter(self.with_terms(), said(asked["search"]))
        if asked["organization_id"]:
            services = services.filter(organisation=number_of("organization", asked["organization_id"]))
        found = Facility.objects.open_to_public().filter(service__in=services).order_by("pk")
        postcode = asked["postcode"].replace(" ", "")
        if postcode and asked["proximity"]:
            return found.filter(pk__in=_near(postcode, asked["proximity"]))
        return found.filter(postcode=postcode) if postcode else found


class TermsAsked(Paging):
    taxonomy_id = forms.UUIDField(label=_("jen tato taxonomie"), required=False)
    parent_id = forms.UUIDField(label=_("jen pojmy pod tímto"), required=False)
    top_only = forms.BooleanField(label=_("jen nejvyšší úroveň"), required=False)


def said(search: str) -> Q:
    """Services whose names and descriptions have a form of every word; all of them when nothing was said."""
    if not search.strip():
        return Q()
    words = content_words(search)
    if not words:
        return Q(pk=None)
    chosen = Q()
    for word in words:
        lexemes = " | ".join("'" + key.replace("\\", "\\\\").replace("'", "''") + "'" for key in keys(word))
        with_word = RawSQL("SELECT service_id FROM catalogue_searchservice WHERE words @@ %s::tsquery", [lexemes])
        chosen &= Q(pk__in=with_word)
    return chosen


def _near(postcode: str, metres: int) -> QuerySet[Any, Any]:
    """Numbers of places within so many metres of the middle of the postcode; none where nobody knows it."""
    middle = Place.objects.filter(Q(kind=PlaceKind.POSTCODE, name=postcode) | Q(postcodes__contains=[postcode]))
    middle = middle.exclude(lat=None).order_by(F("population").desc(nulls_last=True), "pk")
    found = middle.first()
    if found is None or found.lat is None or found.lon is None:
        return Facility.objects.none().values_list("pk", flat=True)
    point = "({:.6f},{:.6f})".format(*position(found.lat, found.lon))
    within = RawSQL(
        "SELECT facility_id FROM catalogue_searchentry WHERE facility_id IS NOT NULL AND position <@ circle(%s::point, %s)",
        [point, metres / 1000 / KILOMETRES_PER_DEGREE],
    )
    return Facility.objects.filter(pk__in=within).values_list("pk", flat=True)
