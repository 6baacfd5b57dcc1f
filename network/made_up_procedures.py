"""Two procedures of a trial run, both said to be examples: one valid in its second version, one out for comments."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from catalogue.models import OrganisationKind
from network import procedures
from network.models import Audience, DueFrom, DueUnit, Procedure, ProcedureStep, ProcedureVersion
from situations.models import LifeSituation
from sociopoint.models import Role, User

Step = dict[str, Any]
GROUP = "ukázková pracovní skupina"
DESK, SHELTER, DUTY = "Pracovnice pultu", "Noclehárna nebo azylový dům", "Pohotovost OSPOD"
ROOFLESS: list[Step] = [
    {
        "role": DESK,
        "what": "zjistí, kde člověk spal, jestli má děti, zvíře nebo zdravotní potíže",
        "due_unit": DueUnit.AT_ONCE,
        "output": "víme, jaké místo hledáme",
    },
    {
        "role": DESK,
        "what": "zavolá do noclehárny a domluví místo na dnešní noc",
        "due": 1,
        "due_unit": DueUnit.HOURS,
        "due_from": DueFrom.TRIGGER,
        "hands_to": SHELTER,
        "if_not": "když je plno, zkusí další a zapíše nenaplněnou potřebu",
    },
    {"role": SHELTER, "what": "přijme člověka na noc", "output": "potvrzené místo"},
    {
        "role": DESK,
        "what": "druhý den se ozve a domluví, co s bydlením dál",
        "due": 1,
        "due_unit": DueUnit.WORKING_DAYS,
        "output": "naplánovaný dohled",
    },
]
WITH_CHILDREN: Step = {
    "role": DESK,
    "what": "hledá azylový dům pro rodiny, noclehárna děti nebere",
    "when": "má s sebou děti",
    "due": 2,
    "due_unit": DueUnit.HOURS,
    "due_from": DueFrom.TRIGGER,
    "if_not": "spojí se s OSPOD obvodu, kde rodina je",
}
ENDANGERED_CHILD: list[Step] = [
    {
        "role": DESK,
        "what": "vyslechne, co se děje, a zapíše jen to, co slyšela",
        "due_unit": DueUnit.AT_ONCE,
        "conditions": "nevyslýchá dítě a nic neslibuje",
    },
    {
        "role": DESK,
        "what": "oznámí ohrožení OSPOD podle místa, kde dítě bydlí",
        "due": 1,
        "due_unit": DueUnit.DAYS,
        "due_from": DueFrom.TRIGGER,
        "hands_to": "OSPOD městského obvodu",
        "legal_basis": "zákon č. 359/1999 Sb., § 10",
        "if_not": "mimo pracovní dobu volá pohotovost přes policii",
    },
    {
        "organisation_kind": OrganisationKind.CITY_DISTRICT,
        "what": "prošetří situaci a řekne, kdo dál s rodinou pracuje",
        "output": "jméno pracovnice OSPOD pro další spolupráci",
    },
    {"role": DESK, "what": "domluví s rodinou podporu, kterou chce a unese", "due": 2, "due_unit": DueUnit.WEEKS},
]
DANGER: Step = {
    "organisation_kind": OrganisationKind.POLICE,
    "what": "přijede na místo a zajistí bezpečí",
    "when": "dítěti teď hrozí nebezpečí",
    "due_unit": DueUnit.AT_ONCE,
    "hands_to": DUTY,
}
PLACES: list[tuple[str, dict[str, Any], list[Step], Step]] = [
    (
        "nemam-kde-spat",
        {
            "title": "Člověk dnes nemá kde spát",
            "trigger": "někdo u pultu nebo po telefonu řekne, že dnes nemá kde spát",
            "goal": "dnes v noci není venku a zítra ví, co dál",
            "owner": "ukázková pracovní skupina",
            "risk_flags": ["roofless"],
        },
        ROOFLESS,
        WITH_CHILDREN,
    ),
    (
        "nasili-na-diteti",
        {
            "title": "Podezření, že je dítě v ohrožení",
            "trigger": "z rozhovoru plyne, že někdo dítěti ubližuje nebo ho zanedbává",
            "goal": "dítě je v bezpečí a rodina ví, kdo jí pomůže",
            "owner": "ukázková pracovní skupina",
            "risk_flags": ["child"],
        },
        ENDANGERED_CHILD,
        DANGER,
    ),
]


def make_up_procedures() -> int:
    """Once, where there are none; by the demo coordinator. How many were made."""
    by = User.objects.filter(is_demo=True, role=Role.COORDINATOR).first()
    if by is None or Procedure.objects.exists():
        return 0
    situations = LifeSituation.objects.in_bulk(field_name="slug")
    today = timezone.localdate()
    for place, (slug, facts, steps, branch) in enumerate(PLACES):
        values = facts | {"situation": situations.get(slug), "audience": Audience.WORKERS}
        first = procedures.begin(values, by=by, is_example=True)
        _write(first, steps)
        procedures.approve(first, by=by, on=today - timedelta(days=200), approved_by=GROUP)
        second = procedures.new_version(first.procedure, by=by)
        parent = second.steps.order_by("order")[1]
        _write(second, [branch | {"parent": parent}], after=len(steps))
        if place == 0:
            procedures.approve(
                second, by=by, on=today - timedelta(days=40), approved_by=GROUP, change_note="přibyla rodina s dětmi"
            )
        else:
            procedures.ask_for_comments(second, by=by, until=today + timedelta(days=21))
            _comment(second, by)
    return len(PLACES)


def _write(version: ProcedureVersion, steps: list[Step], after: int = 0) -> None:
    ProcedureStep.objects.bulk_create(
        ProcedureStep(version=version, order=after + place, **step) for place, step in enumerate(steps, start=1)
    )


def _comment(version: ProcedureVersion, by: User) -> None:
    partner = User.objects.filter(is_demo=True, role=Role.PARTNER).first()
    if partner is None:
        return
    step = version.steps.order_by("order").last()
    text = "Doplňte, kdo mezitím zůstane s dítětem."
    given = procedures.comment(version, by=partner, text=text, step=step, organisation=None)
    procedures.answer(given, by=by, text="Děkujeme, doplníme to k prvnímu kroku.")
