"""Czech alphabetical order of a column, computed by the database: for lists that have no stored key (`czech_order`)."""

from __future__ import annotations

from django.db.models import Func, Value
from django.db.models.functions import Collate, Lower, Replace

_OWN_PLACE = (("ch", "h~"), ("č", "c~"), ("ř", "r~"), ("š", "s~"), ("ž", "z~"))  # "~" follows every letter
_ACCENTED, _PLAIN = "áďéěíňóťúůýäöüĺľŕ", "adeeinotuuyaoullr"


def in_czech_order(column: str) -> Collate:
    """To be given to `order_by`; one pass over the rows sorted."""
    key: Func = Lower(column)
    for letter, place in _OWN_PLACE:
        key = Replace(key, Value(letter), Value(place))
    return Collate(Func(key, Value(_ACCENTED), Value(_PLAIN), function="translate"), "C")
