"""Our code lists as HSDS taxonomies: kinds of service, target groups, life situations, forms of care, how sure a record is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from catalogue.hsds.identity import identifier
from catalogue.hsds.records import TermRecord
from catalogue.models import Certainty, FormOfCare, ServiceFurtherKind, ServiceKind, TargetGroup
from situations.models import LifeSituation

Document = dict[str, Any]


@dataclass(frozen=True)
class Taxonomy:
    code: str
    name: str
    description: str
    terms: Callable[[], list[TermRecord]]
    """At most one query."""
    services_with: Callable[[str | None], Q]
    """Services that have the term of this code, or any term at all."""

    @property
    def id(self) -> str:
        return identifier("taxonomy", self.code)


def _kinds() -> list[TermRecord]:
    return [TermRecord("kind", kind.code, kind.name, kind.official_name, "") for kind in ServiceKind.objects.all()]


def _groups() -> list[TermRecord]:
    return [TermRecord("group", group.code, group.label, group.name, "") for group in TargetGroup.objects.all()]


def _situations() -> list[TermRecord]:
    return [
        TermRecord("situation", one.slug, one.name, one.lead, _told(one.parent))
        for one in LifeSituation.objects.published().select_related("parent")
    ]


def _told(parent: LifeSituation | None) -> str:
    """A topic that was hidden meanwhile is no term: nothing may lead to it."""
    return parent.slug if parent and parent.published else ""


def _with_situation(code: str | None) -> Q:
    if code is None:
        return ~Q(searched__situations=[])
    numbers = LifeSituation.objects.published().filter(slug=code).values_list("pk", flat=True)
    return Q(searched__situations__overlap=list(numbers)) if numbers else Q(pk=None)


def _with_kind(code: str | None) -> Q:
    """The main one or any other. Asked apart from the row, or who gives several would come several times."""
    others = ServiceFurtherKind.objects.filter(Q() if code is None else Q(servicekind__code=code))
    return (Q(kind__isnull=False) if code is None else Q(kind__code=code)) | Q(pk__in=others.values("service"))


def _of(field: str, anything: Q) -> Callable[[str | None], Q]:
    return lambda code: anything if code is None else Q(**{field: code})


def form_term(form: FormOfCare) -> TermRecord:
    return TermRecord("form", form.value, str(form.label), str(form.label), "")


def certainty_term(certainty: Certainty) -> TermRecord:
    return TermRecord("certainty", certainty.value, str(certainty.label), str(certainty.label), "")


TAXONOMIES = {
    taxonomy.code: taxonomy
    for taxonomy in (
        Taxonomy(
            "kind",
            "Druh služby",
            "Druhy sociálních služeb podle zákona č. 108/2006 Sb. a několik druhů pomoci mimo něj.",
            _kinds,
            _with_kind,
        ),
        Taxonomy(
            "group",
            "Cílová skupina",
            "Komu je služba určená: číselník registru poskytovatelů s názvy, jak je říkají lidé.",
            _groups,
            _of("target_groups__code", Q(target_groups__isnull=False)),
        ),
        Taxonomy(
            "situation",
            "Životní situace",
            "Co člověk řeší, jeho vlastními slovy; dvě úrovně.",
            _situations,
            _with_situation,
        ),
        Taxonomy(
            "form",
            "Forma pomoci",
            "Terénní, ambulantní, pobytová (§ 33 zákona č. 108/2006 Sb.) a na dálku.",
            lambda: [form_term(form) for form in FormOfCare],
            _of("forms__form", Q(forms__isnull=False)),
        ),
        Taxonomy(
            "certainty",
            "Jak údaje víme",
            "Odkud údaje o službě jsou a jak jsou jisté. Hodnota atributu je rok údajů.",
            lambda: [certainty_term(certainty) for certainty in Certainty],
            _of("certainty", ~Q(certainty="")),
        ),
    )
}


def taxonomy_document(taxonomy: Taxonomy) -> Document:
    return {
        "id": taxonomy.id,
        "name": taxonomy.name,
        "description": taxonomy.description,
        "version": "1",
    }


def term_document(term: TermRecord) -> Document:
    taxonomy = TAXONOMIES[term.taxonomy]
    document = {
        "id": term_identifier(term.taxonomy, term.code),
        "code": term.code,
        "name": term.name,
        "description": term.description or term.name,
        "taxonomy": taxonomy.name,
        "taxonomy_id": taxonomy.id,
        "language": "cs",
    }
    return document | ({"parent_id": term_identifier(term.taxonomy, term.parent)} if term.parent else {})


def term_identifier(taxonomy: str, code: str) -> str:
    return identifier("taxonomy_term", f"{taxonomy}/{code}")


def taxonomy_of(given: UUID) -> Taxonomy | None:
    return next((taxonomy for taxonomy in TAXONOMIES.values() if taxonomy.id == str(given)), None)


def all_terms() -> list[TermRecord]:
    """Every term there is. Three queries."""
    return [term for taxonomy in TAXONOMIES.values() for term in taxonomy.terms()]


def term_of(given: UUID) -> TermRecord | None:
    """Three queries."""
    return next((term for term in all_terms() if term_identifier(term.taxonomy, term.code) == str(given)), None)
