from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.encoding import iri_to_uri

from catalogue.hsds import documents, records, taxonomies
from catalogue.hsds.answering import as_json, listed, listed_at_once, open_data, understood
from catalogue.hsds.asking import OrganisationsAsked, Paging, PlacesAsked, ServicesAsked, TermsAsked
from catalogue.hsds.identity import number_of
from catalogue.hsds.openapi import openapi
from catalogue.models import Facility, Organisation, Service

Document = dict[str, Any]
VERSION = "3.1"


@open_data
def base(request: HttpRequest) -> HttpResponseBase:
    return as_json(
        {
            "version": VERSION,
            "profile": _site() + reverse("catalogue:open-data"),
            "openapi_url": _site() + reverse("catalogue:hsds-openapi"),
        }
    )


@open_data
def description(request: HttpRequest) -> HttpResponseBase:
    return as_json(openapi(_site()))


@open_data
def services(request: HttpRequest) -> HttpResponseBase:
    form = ServicesAsked(request.GET)
    asked, site = understood(form), _site()

    def read(numbers: Sequence[int]) -> list[Document]:
        return [_service(record, asked, site) for record in records.services(numbers)]

    return listed(request, form, form.rows(), read)


def _service(record: records.ServiceRecord, asked: Document, site: str) -> Document:
    if asked["full"]:
        return documents.service_in_full(record, site)
    shown = documents.service(record, site)
    if asked["minimal"]:
        return documents.minimal(shown)
    return shown | {"organization": documents.organization(record.organisation, site)}


@open_data
def service(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    number = number_of("service", identifier)
    offered = Service.objects.offered().filter(pk=number).values_list("pk", flat=True)
    return as_json(documents.service_in_full(_only(records.services(list(offered))), _site()))


@open_data
def organisations(request: HttpRequest) -> HttpResponseBase:
    form = OrganisationsAsked(request.GET)
    asked, site = understood(form), _site()

    def read(numbers: Sequence[int]) -> list[Document]:
        found = records.organisations(numbers)
        if asked["full_service"]:
            return _with_services(found, site)
        make = documents.organization_in_full if asked["full"] else documents.organization
        return [make(record, site) for record in found]

    return listed(request, form, form.rows(), read)


def _with_services(found: list[records.OrganisationRecord], site: str) -> list[Document]:
    """Two queries for any number of organisations."""
    offered = Service.objects.offered().filter(organisation__in=[one.id for one in found]).order_by("pk")
    services: dict[int, list[Document]] = {one.id: [] for one in found}
    for record in records.services(list(offered.values_list("pk", flat=True))):
        shown = documents.service_in_full(record, site)
        shown.pop("organization")
        services[record.organisation.id].append(shown)
    return [documents.organization_in_full(one, site) | documents.known(services=services[one.id]) for one in found]


@open_data
def organisation(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    numbers = Organisation.objects.filter(pk=number_of("organization", identifier)).values_list("pk", flat=True)
    return as_json(_only(_with_services(records.organisations(list(numbers)), _site())))


@open_data
def service_at_locations(request: HttpRequest) -> HttpResponseBase:
    form = PlacesAsked(request.GET)
    asked, site = understood(form), _site()

    def read(numbers: Sequence[int]) -> list[Document]:
        return _places(numbers, site, in_full=asked["full"])

    return listed(request, form, form.rows(), read)


def _places(numbers: Sequence[int], site: str, *, in_full: bool) -> list[Document]:
    """Two queries: whose the places are, and all about those."""
    services_of = dict(Facility.objects.filter(pk__in=numbers).values_list("pk", "service_id"))
    found = {record.id: record for record in records.services(sorted(set(services_of.values())))}
    shown = []
    for number in numbers:
        record = found.get(services_of.get(number, 0))
        place = next((place for place in record.locations if place.id == number), None) if record else None
        if record is None or place is None:  # ended between the two readings
            continue
        if in_full:
            own = documents.service_at_location(record, place)
            shown.append(own | {"service": documents.service_of_place(record, site)})
        else:
            shown.append(documents.service_at_location_in_list(record, place, site))
    return shown


@open_data
def service_at_location(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    offered = Facility.objects.open_to_public().filter(
        pk=number_of("service_at_location", identifier), service__in=Service.objects.offered()
    )
    return as_json(_only(_places(list(offered.values_list("pk", flat=True)), _site(), in_full=True)))


@open_data
def taxonomy_list(request: HttpRequest) -> HttpResponseBase:
    form = Paging(request.GET)
    understood(form)
    return listed_at_once(request, form, [taxonomies.taxonomy_document(one) for one in taxonomies.TAXONOMIES.values()])


@open_data
def taxonomy(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    found = taxonomies.taxonomy_of(identifier)
    if found is None:
        raise Http404
    return as_json(taxonomies.taxonomy_document(found))


@open_data
def taxonomy_terms(request: HttpRequest) -> HttpResponseBase:
    form = TermsAsked(request.GET)
    asked = understood(form)
    terms = [taxonomies.term_document(term) for term in taxonomies.all_terms()]
    wanted = {"taxonomy_id": asked["taxonomy_id"], "parent_id": asked["parent_id"]}
    for name, value in wanted.items():
        terms = [term for term in terms if value is None or term.get(name) == str(value)]
    if asked["top_only"]:
        terms = [term for term in terms if "parent_id" not in term]
    return listed_at_once(request, form, terms)


@open_data
def taxonomy_term(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    found = taxonomies.term_of(identifier)
    if found is None:
        raise Http404
    return as_json(taxonomies.term_document(found))


@open_data
def nothing_here(request: HttpRequest, rest: str) -> HttpResponseBase:
    """A machine is told so in JSON; to one that wrote a slash at the end, the address without it."""
    if rest.endswith("/"):
        query = request.META.get("QUERY_STRING", "")
        address = request.path.rstrip("/")
        return HttpResponsePermanentRedirect(iri_to_uri(f"{address}?{query}" if query else address))
    raise Http404


def _only(found: list[Any]) -> Any:
    """Raises Http404 where there is none."""
    if not found:
        raise Http404
    return found[0]


def _site() -> str:
    return str(settings.ENVIRONMENT.site_address)
