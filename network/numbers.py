"""Values of indicators as Czech people write them."""

from __future__ import annotations

from decimal import Decimal

from sociopoint.typography import NBSP


def written_decimal(value: Decimal | None) -> str:
    """`1 234,5` with unbreakable spaces, at most two places, `–` for what nobody knows."""
    if value is None:
        return "–"
    whole, _dot, places = f"{value.quantize(Decimal('0.01')):,f}".partition(".")
    places = places.rstrip("0")
    return whole.replace(",", NBSP) + (f",{places}" if places else "")


def plain_decimal(value: Decimal | None) -> str:
    """`1234,5` as it is typed into a field."""
    return "" if value is None else written_decimal(value).replace(NBSP, "")
