"""The OpenAPI description, made of the same forms that read the parameters, so that the two cannot differ."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from catalogue.hsds.answering import MOST_ASKED, MOST_ASKED_SECONDS
from catalogue.hsds.asking import FORMATS, OrganisationsAsked, Paging, PlacesAsked, ServicesAsked, TermsAsked

Document = dict[str, Any]

LISTS: dict[str, tuple[type[Paging], str, str]] = {
    "services": (ServicesAsked, "Service", "Služby, které se teď poskytují"),
    "organizations": (OrganisationsAsked, "Organization", "Organizace a úřady"),
    "service_at_locations": (PlacesAsked, "ServiceAtLocation", "Místa, kde se služby poskytují; tajená chybí"),
    "taxonomies": (Paging, "Taxonomy", "Číselníky"),
    "taxonomy_terms": (TermsAsked, "TaxonomyTerm", "Položky číselníků"),
}
_TEXT: Document = {"type": "string"}
_UUID: Document = {"type": "string", "format": "uuid"}
_LINK: Document = {"type": "string", "format": "uri"}
_NUMBER: Document = {"type": "number"}
_PART: Document = {"type": "object"}
_PARTS: Document = {"type": "array", "items": _PART}
SCHEMAS: dict[str, tuple[list[str], Document]] = {
    "Service": (
        ["id", "name", "status"],
        {
            "id": _UUID,
            "organization_id": _UUID,
            "name": _TEXT,
            "description": _TEXT,
            "url": _LINK,
            "email": {"type": "string", "format": "email"},
            "status": {"type": "string", "enum": ["active"]},
            "application_process": _TEXT,
            "fees_description": _TEXT,
            "wait_time": _TEXT,
            "eligibility_description": _TEXT,
            "minimum_age": _NUMBER,
            "maximum_age": _NUMBER,
            "assured_date": {"type": "string", "format": "date"},
            "last_modified": {"type": "string", "format": "date-time"},
            "alert": _TEXT,
            "additional_urls": _PARTS,
            "phones": _PARTS,
            "languages": _PARTS,
            "service_areas": _PARTS,
            "service_at_locations": _PARTS,
            "organization": _PART,
            "cost_options": _PARTS,
            "required_documents": _PARTS,
            "capacities": _PARTS,
            "attributes": _PARTS,
        },
    ),
    "Organization": (
        ["id", "name", "description"],
        {
            "id": _UUID,
            "name": _TEXT,
            "description": _TEXT,
            "email": {"type": "string", "format": "email"},
            "website": _LINK,
            "uri": _LINK,
            "additional_websites": _PARTS,
            "phones": _PARTS,
            "organization_identifiers": _PARTS,
            "locations": _PARTS,
            "services": _PARTS,
        },
    ),
    "ServiceAtLocation": (
        ["id", "service_id", "location_id"],
        {
            "id": _UUID,
            "service_id": _UUID,
            "location_id": _UUID,
            "description": _TEXT,
            "schedules": _PARTS,
            "location": _PART,
            "service": _PART,
        },
    ),
    "Taxonomy": (
        ["id", "name", "description"],
        {"id": _UUID, "name": _TEXT, "description": _TEXT, "version": _TEXT},
    ),
    "TaxonomyTerm": (
        ["id", "name", "description"],
        {
            "id": _UUID,
            "code": _TEXT,
            "name": _TEXT,
            "description": _TEXT,
            "taxonomy": _TEXT,
            "taxonomy_id": _UUID,
            "parent_id": _UUID,
            "language": _TEXT,
        },
    ),
}
PAGE: Document = {
    "total_items": {"type": "integer"},
    "total_pages": {"type": "integer"},
    "page_number": {"type": "integer"},
    "size": {"type": "integer"},
    "first_page": {"type": "boolean"},
    "last_page": {"type": "boolean"},
    "empty": {"type": "boolean"},
}
BASE: Document = {"version": _TEXT, "profile": _LINK, "openapi_url": _LINK}
PROBLEM: Document = {
    "status": {"type": "integer"},
    "errors": {"type": "object", "additionalProperties": {"type": "array", "items": _TEXT}},
}


def openapi(site: str) -> Document:
    """OpenAPI 3.1, whole in itself: it refers to nothing outside."""
    paths: Document = {"/": {"get": _get("base", "Základní údaje o rozhraní", _ref("Base"))}}
    for name, (form, schema, summary) in LISTS.items():
        paths[f"/{name}"] = {"get": _get(name, summary, _page_of(schema), _parameters(form()))}
        one = [{"name": "id", "in": "path", "required": True, "schema": _UUID}]
        paths[f"/{name}/{{id}}"] = {"get": _get(f"{name}_by_id", f"{summary}: jeden záznam", _ref(schema), one)}
    schemas = {name: _object(properties, required) for name, (required, properties) in SCHEMAS.items()}
    schemas |= {"Base": _object(BASE, list(BASE)), "Problem": _object(PROBLEM, list(PROBLEM))}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "SOCIOPOINT, Open Referral HSDS",
            "version": "3.1",
            "description": "Katalog sociální pomoci jen pro čtení. Bez klíče; nejvýš "
            f"{MOST_ASKED} dotazů za {MOST_ASKED_SECONDS // 60} minut z jedné adresy. Podrobnosti: docs/reference/hsds.md.",
            "license": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        },
        "servers": [{"url": (site + reverse("catalogue:hsds")).rstrip("/")}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _get(name: str, summary: str, schema: Document, parameters: list[Document] | None = None) -> Document:
    problems = {str(status): _answer(said, _ref("Problem")) for status, said in _PROBLEMS.items()}
    found = _answer("Nalezeno", schema)
    return {
        "operationId": name,
        "summary": summary,
        "parameters": parameters or [],
        "responses": {"200": found} | problems,
    }


_PROBLEMS = {400: "Parametrům nerozumíme", 404: "Nic takového tu není", 429: "Moc dotazů za sebou"}


def _answer(said: str, schema: Document) -> Document:
    return {"description": said, "content": {"application/json": {"schema": schema}}}


def _ref(name: str) -> Document:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(properties: Document, required: list[str]) -> Document:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _page_of(schema: str) -> Document:
    contents = {"contents": {"type": "array", "items": _ref(schema)}}
    return _object(PAGE | contents, [*PAGE, "contents"])


def _parameters(form: Paging) -> list[Document]:
    return [
        {"name": name, "in": "query", "description": str(field.label), "schema": _schema(field)}
        for name, field in form.fields.items()
    ]


def _schema(field: forms.Field) -> Document:
    if isinstance(field, forms.IntegerField):
        return {"type": "integer", "minimum": field.min_value, "maximum": field.max_value}
    if isinstance(field, forms.ChoiceField):
        return {"type": "string", "enum": list(FORMATS)}
    if isinstance(field, forms.BooleanField):
        return {"type": "boolean"}
    if isinstance(field, forms.DateTimeField):
        return {"type": "string", "format": "date-time"}
    return _UUID if isinstance(field, forms.UUIDField) else _TEXT
