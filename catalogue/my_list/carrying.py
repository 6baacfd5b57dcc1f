"""A list carried to another device, to the desk or over the telephone: four spoken words, good for thirty days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from catalogue.models import CarriedList
from catalogue.spoken_code import code_hash, new_code
from sociopoint.my_list import DAYS, read_numbers, written

PURPOSE = "carried-list"


@dataclass(frozen=True)
class Carried:
    numbers: tuple[int, ...]
    note: str


def carry(*, numbers: Sequence[int], note: str) -> str:
    """Keep the list for DAYS under a code of its own and say the code, this once."""
    code = new_code()
    CarriedList.objects.create(
        code_hash=code_hash(PURPOSE, code),
        services=written(numbers),
        note=note,
        expires_on=timezone.localdate() + timedelta(days=DAYS),
    )
    return code


def carried_under(code: str) -> Carried | None:
    """The list under a code as `read_code` gives it; None when nobody has it or its days are over."""
    found = CarriedList.objects.in_force(timezone.localdate()).filter(code_hash=code_hash(PURPOSE, code)).first()
    return Carried(read_numbers(found.services), found.note) if found else None


def forget_past() -> int:
    """Delete lists whose days are over; returns how many."""
    deleted, _models = CarriedList.objects.past(timezone.localdate()).delete()
    return deleted
