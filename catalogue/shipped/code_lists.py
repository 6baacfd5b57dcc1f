"""Loads kinds of service, target groups, age groups and their ties to situations. What exists is left as it is."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from catalogue.models import AgeGroup, FormOfCare, KindGuidance, ServiceKind, SituationGroup, SituationKind, TargetGroup
from catalogue.models.code_lists import KindCategory
from situations import shipped as situations_shipped
from situations.models import LifeSituation
from situations.shipped import read

SEED = Path(__file__).parent.parent / "seed"
GIVEN_BY_PHONE = ("TKP",)  # § 55: registered as a field service, but nobody comes
FORMS = {"ter": FormOfCare.AT_HOME, "amb": FormOfCare.AMBULATORY, "pob": FormOfCare.RESIDENTIAL}
YES_NO: dict[str, bool | None] = {"yes": True, "no": False}
OUTSIDE_THE_REGISTER = {"hospic": "pob", "pujcovna": "amb", "urad": "amb", "klub": "amb"}
"""Kinds that the Act does not know and people look for, with their usual forms."""


def forms(cell: str) -> list[str]:
    return [FORMS[code].value for code in cell.split(";") if code]


@transaction.atomic
def load_code_lists() -> None:
    """Kinds, groups, age bands; then what ties them to situations. The situations must be loaded."""
    _load_groups()
    _load_age_groups()
    new_kinds = _load_kinds()
    _load_guidance(new_kinds)
    _tie_situations()


def _load_kinds() -> dict[str, ServiceKind]:
    """The kinds created just now, by code."""
    texts = {row["code"]: row for row in read(SEED / "kind_texts.csv")}
    for_whom: dict[str, list[str]] = {}
    for row in read(SEED / "kind_for_whom.csv"):
        for_whom.setdefault(row["kind"], []).append(row["text"])
    rows = read(SEED / "service_kinds.csv") + [
        {"code": code, "forms": usual, "category": KindCategory.OTHER, "name_cs": texts[code]["name_singular"]}
        for code, usual in OUTSIDE_THE_REGISTER.items()
    ]
    known = set(ServiceKind.objects.values_list("code", flat=True))
    created = ServiceKind.objects.bulk_create(
        ServiceKind(
            code=row["code"],
            section=row.get("section", "").removeprefix("§ "),
            rpss_id=row.get("rpss_id", ""),
            portal_id=int(row["portal_id"]) if row.get("portal_id") else None,
            name=texts[row["code"]]["name_singular"],
            name_en=texts[row["code"]]["name_en"],
            name_uk=texts[row["code"]]["name_uk"],
            official_name=row["name_cs"],
            category=row["category"],
            is_free_by_law=YES_NO.get(row.get("free_of_charge_by_law", "")),
            usual_forms=[FormOfCare.REMOTE] if row["code"] in GIVEN_BY_PHONE else forms(row["forms"]),
            summary=texts[row["code"]]["summary"],
            start_hint=texts[row["code"]]["start_hint"],
            bring_hint=texts[row["code"]]["bring_hint"],
            for_whom="\n".join(for_whom.get(row["code"], ())),
            order=order,
        )
        for order, row in enumerate(rows)
        if row["code"] not in known
    )
    return {kind.code: kind for kind in created}


def _load_guidance(new_kinds: dict[str, ServiceKind]) -> None:
    kinds = {kind.code: kind for kind in ServiceKind.objects.all()}
    KindGuidance.objects.bulk_create(
        KindGuidance(
            kind=new_kinds[row["kind"]],
            need=row["need"],
            instead_kind=kinds[row["instead_kind"]] if row["instead_kind"] else None,
            instead_text=row["instead_text"],
            order=order,
        )
        for order, row in enumerate(read(SEED / "kind_guidance.csv"))
        if row["kind"] in new_kinds
    )


def _load_groups() -> None:
    known = set(TargetGroup.objects.values_list("code", flat=True))
    TargetGroup.objects.bulk_create(
        TargetGroup(
            code=row["code"],
            rpss_id=row["rpss_id"],
            name=row["name_cs"],
            label=row["citizen_label_cs"],
            label_en=row["name_en"],
            label_uk=row["name_uk"],
            order=order,
        )
        for order, row in enumerate(read(SEED / "target_groups.csv"))
        if row["code"] not in known
    )


def _load_age_groups() -> None:
    known = set(AgeGroup.objects.values_list("code", flat=True))
    AgeGroup.objects.bulk_create(
        AgeGroup(
            code=row["code"],
            name=row["name_cs"],
            name_en=row["name_en"],
            name_uk=row["name_uk"],
            age_from=int(row["age_from"]) if row["age_from"] else None,
            age_to=int(row["age_to"]) if row["age_to"] else None,
        )
        for row in read(SEED / "age_groups.csv")
        if row["code"] not in known
    )


def _tie_situations() -> None:
    """Ties of situations that have none yet: an editor's own choice stays."""
    situations = {situation.slug: situation for situation in LifeSituation.objects.all()}
    kinds = {kind.code: kind for kind in ServiceKind.objects.all()}
    groups = {group.code: group for group in TargetGroup.objects.all()}
    tied = set(SituationKind.objects.values_list("situation__slug", flat=True))
    rows = [row for row in read(situations_shipped.SEED / "life_situations.csv") if row["slug"] not in tied]
    SituationKind.objects.bulk_create(
        SituationKind(situation=situations[row["slug"]], kind=kinds[code], order=order)
        for row in rows
        for order, code in enumerate(filter(None, row["service_kinds"].split(";")))
    )
    SituationGroup.objects.bulk_create(
        SituationGroup(situation=situations[row["slug"]], group=groups[code])
        for row in rows
        for code in filter(None, row["target_groups"].split(";"))
    )
