"""Loads what a desk needs before its first inquiry: the code lists and one office. What exists is left as it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from inquiries.models import (
    AnswerSource,
    Channel,
    ConsentText,
    CountingRule,
    DeclineReason,
    HeardFrom,
    Issuer,
    Office,
    RiskFlag,
    Rounding,
    UnmetReason,
)
from inquiries.models.code_lists import CodeListItem
from inquiries.models.retention import Compartment, RetentionRule
from inquiries.states import InquiryState
from situations.shipped import read

SEED = Path(__file__).parent / "seed"
LISTS: dict[str, type[CodeListItem]] = {
    "channel": Channel,
    "heard_from": HeardFrom,
    "answer_source": AnswerSource,
    "risk_flag": RiskFlag,
    "decline_reason": DeclineReason,
    "unmet_reason": UnmetReason,
}
CONSENT = (
    "Souhlasím, aby SOCIOPOINT předal uvedené údaje uvedené službě nebo organizaci, a to jen k uvedenému účelu. "
    "Souhlas můžu kdykoli odvolat, u pultu, po telefonu i svým návratovým kódem. Bez souhlasu mi SOCIOPOINT poradí stejně."
)
EXAMPLE_RULE = {
    "name": "Příklad, nahraďte platným manuálem",
    "issuer": Issuer.OWN,
    "is_example": True,
    "source": "Ostravská poradna 2015: kontakt 10–30 minut, intervence 30–60 minut. Půlhodina je tu intervence.",
    "valid_from": date(2020, 1, 1),
    "contact_from": 10,
    "contact_to": 29,
    "intervention_from": 30,
    "unit_minutes": 60,
    "rounding": Rounding.STARTED,
}
"""So that the page shows what a rule does. No rule of the city is known to us, so none is claimed."""

RETENTION: list[dict[str, Any]] = [
    {"compartment": Compartment.WORDS, "days": 365},
    {"compartment": Compartment.WORDS, "is_crisis": True, "days": 730},
    {"compartment": Compartment.WORDS, "state": InquiryState.VOID, "days": 7},
    {"compartment": Compartment.CONTACT, "days": 60},
    {"compartment": Compartment.CONTACT, "state": InquiryState.VOID, "days": 7},
]
"""Our proposal (frontdesk-and-network, f.2); the city's data protection officer and filing plan decide, in the admin."""


@transaction.atomic
def load_desk() -> None:
    """Raises KeyError when the seed names a list that is not there."""
    for order, row in enumerate(read(SEED / "code_lists.csv")):
        marks = _marks(row["extra"]) if row["list"] != "risk_flag" else {"reminder": row["extra"]}
        LISTS[row["list"]]._default_manager.get_or_create(
            code=row["code"], defaults={"name": row["name"], "order": order} | _columns(row["list"], marks)
        )
    if not ConsentText.objects.exists():
        ConsentText.objects.create(version=1, text=CONSENT, valid_from=timezone.localdate())
    if not CountingRule.objects.exists():
        CountingRule.objects.create(**EXAMPLE_RULE)
    if not RetentionRule.objects.exists():
        RetentionRule.objects.bulk_create(RetentionRule(**rule) for rule in RETENTION)
    if not Office.objects.exists():
        Office.objects.create(name=f"SOCIOPOINT {settings.ENVIRONMENT.city}")


def _marks(cell: str) -> dict[str, str]:
    """`token=t;spoken` as {"token": "t", "spoken": ""}."""
    parts = (part.partition("=") for part in cell.split(";") if part)
    return {name: value for name, _equals, value in parts}


def _columns(name: str, marks: dict[str, str]) -> dict[str, object]:
    if name == "channel":
        return {"token": marks.get("token", ""), "is_spoken": "spoken" in marks, "is_phone": "phone" in marks}
    if name == "decline_reason":
        return {"is_statutory": "statutory" in marks, "is_catalogue_error": "catalogue" in marks}
    return dict(marks)
