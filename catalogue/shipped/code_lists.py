"""Kinds of service, target groups and age groups that ship, and their ties to situations."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from catalogue.models import AgeGroup, FormOfCare, KindGuidance, ServiceKind, SituationGroup, SituationKind, TargetGroup
from catalogue.models.code_lists import KindCategory
from situations import shipped as situations_shipped
from situations.models import LifeSituation
from situations.shipped import read
from sociopoint.shipped.following import Followed, follow
from sociopoint.shipped.report import News
from sociopoint.shipped.shapes import Content, Links, Shape, in_order

SEED = Path(__file__).parent.parent / "seed"
GIVEN_BY_PHONE = ("TKP",)  # § 55: registered as a field service, but nobody comes
FORMS = {"ter": FormOfCare.AT_HOME, "amb": FormOfCare.AMBULATORY, "pob": FormOfCare.RESIDENTIAL}
YES_NO: dict[str, bool | None] = {"yes": True, "no": False}
OUTSIDE_THE_REGISTER = {"hospic": "pob", "pujcovna": "amb", "urad": "amb", "klub": "amb"}
"""Kinds that the Act does not know and people look for, with their usual forms."""
KINDS = Shape(
    name="kinds",
    model=ServiceKind,
    key=("code",),
    columns=(
        *("section", "rpss_id", "portal_id", "name", "name_en", "name_uk", "official_name", "category"),
        *("is_free_by_law", "usual_forms", "summary", "start_hint", "bring_hint", "for_whom", "order"),
    ),
    links={
        "guidance": Links(KindGuidance, "kind_id", ("need", "instead_kind__code", "instead_text", "order"), ranked=True)
    },
)
GROUPS = Shape(
    name="groups",
    model=TargetGroup,
    key=("code",),
    columns=("rpss_id", "name", "label", "label_en", "label_uk", "order"),
)
AGES = Shape(
    name="ages",
    model=AgeGroup,
    key=("code",),
    columns=("name", "name_en", "name_uk", "age_from", "age_to"),
)
TIES = Shape(
    name="situations_in_catalogue",
    model=LifeSituation,
    key=("slug",),
    links={
        "kinds": Links(SituationKind, "situation_id", ("kind__code", "order")),
        "groups": Links(SituationGroup, "situation_id", ("group__code",)),
    },
    creates=False,
)


@dataclass
class CodeLists:
    """What came or changed, by its key in the database."""

    kinds: Followed = field(default_factory=Followed)
    groups: Followed = field(default_factory=Followed)
    situations: Followed = field(default_factory=Followed)


def forms(cell: str) -> list[str]:
    return [FORMS[code].value for code in cell.split(";") if code]


@transaction.atomic
def load_code_lists(news: News | None = None) -> CodeLists:
    """Kinds, groups, age bands; then what ties them to situations. The situations must be loaded."""
    news = News() if news is None else news
    groups = follow(GROUPS, _groups(), news)
    follow(AGES, _age_groups(), news)
    kinds = follow(KINDS, _kinds(), news)
    return CodeLists(kinds, groups, follow(TIES, _ties(), news))


def _kinds() -> list[Content]:
    texts = {row["code"]: row for row in read(SEED / "kind_texts.csv")}
    for_whom: dict[str, list[str]] = {}
    for row in read(SEED / "kind_for_whom.csv"):
        for_whom.setdefault(row["kind"], []).append(row["text"])
    guidance: dict[str, list[tuple[str, str | None, str, int]]] = {}
    for row in read(SEED / "kind_guidance.csv"):
        of_kind = guidance.setdefault(row["kind"], [])
        of_kind.append((row["need"], row["instead_kind"] or None, row["instead_text"], len(of_kind)))
    rows = read(SEED / "service_kinds.csv") + [
        {"code": code, "forms": usual, "category": KindCategory.OTHER.value, "name_cs": texts[code]["name_singular"]}
        for code, usual in OUTSIDE_THE_REGISTER.items()
    ]
    return [
        {
            "code": row["code"],
            "section": row.get("section", "").removeprefix("§ "),
            "rpss_id": row.get("rpss_id", ""),
            "portal_id": int(row["portal_id"]) if row.get("portal_id") else None,
            "name": texts[row["code"]]["name_singular"],
            **{
                name: texts[row["code"]][name] for name in ("name_en", "name_uk", "summary", "start_hint", "bring_hint")
            },
            "official_name": row["name_cs"],
            "category": row["category"],
            "is_free_by_law": YES_NO.get(row.get("free_of_charge_by_law", "")),
            "usual_forms": [FormOfCare.REMOTE.value] if row["code"] in GIVEN_BY_PHONE else forms(row["forms"]),
            "for_whom": "\n".join(for_whom.get(row["code"], ())),
            "order": order,
            "guidance": in_order(guidance.get(row["code"], ())),
        }
        for order, row in enumerate(rows)
    ]


def _groups() -> list[Content]:
    return [
        {
            "code": row["code"],
            "rpss_id": row["rpss_id"],
            "name": row["name_cs"],
            "label": row["citizen_label_cs"],
            "label_en": row["name_en"],
            "label_uk": row["name_uk"],
            "order": order,
        }
        for order, row in enumerate(read(SEED / "target_groups.csv"))
    ]


def _age_groups() -> list[Content]:
    return [
        {
            "code": row["code"],
            "name": row["name_cs"],
            "name_en": row["name_en"],
            "name_uk": row["name_uk"],
            "age_from": int(row["age_from"]) if row["age_from"] else None,
            "age_to": int(row["age_to"]) if row["age_to"] else None,
        }
        for row in read(SEED / "age_groups.csv")
    ]


def _ties() -> list[Content]:
    return [
        {
            "slug": row["slug"],
            "kinds": in_order(
                (code, order) for order, code in enumerate(filter(None, row["service_kinds"].split(";")))
            ),
            "groups": in_order((code,) for code in filter(None, row["target_groups"].split(";"))),
        }
        for row in read(situations_shipped.SEED / "life_situations.csv")
    ]
