"""Three-way comparison: what the register said, what it says now, what the catalogue holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from catalogue.register.contents import Content
from catalogue.register.values import Json


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that the register changed; `kept_by_hand` when somebody corrected it before."""

    field: str
    before: Json
    after: Json
    kept_by_hand: bool = False


def compare(fields: Iterable[str], *, said: Content, says: Content, holds: Content) -> list[Difference]:
    """Only fields that the register changed and the catalogue does not already hold.

    The catalogue's value is replaced only when it is the one the register gave last time.
    """
    return [
        Difference(name, before=holds[name], after=says[name], kept_by_hand=holds[name] != said.get(name))
        for name in fields
        if says[name] != said.get(name, says[name]) and holds[name] != says[name]
    ]


def corrected(fields: Iterable[str], *, said: Content, holds: Content) -> list[Difference]:
    """Fields that somebody corrected by hand, whatever the register does now."""
    return [
        Difference(name, before=holds[name], after=said[name], kept_by_hand=True)
        for name in fields
        if name in said and holds[name] != said[name]
    ]


def pair_facilities(said: list[Content], says: list[Content]) -> list[int | None]:
    """For each facility of now the index of the same one last time, or None.

    A facility has no id of its own. The same name, address point and dates; else name and point; else the point alone,
    the written address, the name. Secret ones have no address to be paired by.
    """
    found: dict[int, int] = {}
    for identity in (_whole, _name_and_point, _point, _written_address, _name):
        free: dict[object, list[int]] = {}
        for index, facility in enumerate(said):
            if index not in found.values():
                free.setdefault(identity(facility), []).append(index)
        for index, facility in enumerate(says):
            key = identity(facility)
            if index not in found and key is not None and free.get(key):
                found[index] = free[key].pop(0)
    return [found.get(index) for index in range(len(says))]


def is_secret(facility: Content) -> bool:
    address = facility["address"]
    return isinstance(address, list) and address[0] is True


def _address(facility: Content) -> list[Json]:
    address = facility["address"]
    return address if isinstance(address, list) else []


def _whole(facility: Content) -> object:
    return facility["name"], tuple(map(str, _address(facility)[:6])), str(facility["valid"])


def _name_and_point(facility: Content) -> object:
    return None if _address(facility)[5] is None else (facility["name"], _address(facility)[5])


def _point(facility: Content) -> object:
    return _address(facility)[5]


def _written_address(facility: Content) -> object:
    written = tuple(map(str, _address(facility)[1:5]))
    return written if written[0] or written[1] else None


def _name(facility: Content) -> object:
    return facility["name"] or None
