"""Single values of the register's JSON: of the type we expect, cleaned, or a refusal that says where they stand.

A refusal names the path and the type only, never the value: it could be anything, a person's name too.
"""

from __future__ import annotations

import re
from datetime import date

from django.utils.translation import gettext as _

from catalogue.register.findings import RegisterRefused

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None
Item = dict[str, Json]

LARGEST_NUMBER = 2**63 - 1
_UNPRINTABLE = dict.fromkeys([*range(9), *range(14, 28), *range(127, 160), *range(0xD800, 0xE000)])
_TYPES = {
    dict: "objekt",
    list: "seznam",
    str: "text",
    int: "číslo",
    float: "desetinné číslo",
    bool: "ano/ne",
    type(None): "nic",
}
_YEARS = re.compile(r"(?:od (?P<since>\d{1,3}) let)? ?(?:do (?P<until>\d{1,3}) let)?")
_YEARS_TOGETHER = re.compile(r"od (?P<since>\d{1,3}) do (?P<until>\d{1,3}) let")
OLDEST = 130


def wrong_type(path: str, expected: str, value: Json) -> RegisterRefused:
    return RegisterRefused(
        _("Soubor nemá tvar registru: %(path)s má být %(expected)s, je tam %(found)s.")
        % {"path": path, "expected": expected, "found": _TYPES[type(value)]}
    )


def text(item: Item, key: str, path: str, longest: int) -> str:
    """One line without control characters, cut to `longest`; '' for null or a missing key."""
    value = item.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise wrong_type(f"{path}.{key}", "text", value)
    if not value.isprintable():
        value = value.translate(_UNPRINTABLE)
    return " ".join(value.split())[:longest].rstrip()


def number(item: Item, key: str, path: str) -> int | None:
    """A whole number that a database column can hold; None for null or a missing key."""
    value = item.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST_NUMBER:
        raise wrong_type(f"{path}.{key}", _("celé nezáporné číslo"), value)
    return value


def flag(item: Item, key: str, path: str) -> bool | None:
    value = item.get(key)
    if value is not None and not isinstance(value, bool):
        raise wrong_type(f"{path}.{key}", "ano/ne", value)
    return value


def day(item: Item, key: str, path: str) -> date | None:
    """`2018-01-01`, also with a time after it; None for null or a missing key."""
    value = item.get(key)
    if value is None:
        return None
    if isinstance(value, str):
        try:
            return date.fromisoformat(value[:10])
        except ValueError:
            pass  # falls to the refusal below
    raise wrong_type(f"{path}.{key}", _("datum RRRR-MM-DD"), value)


def nested(item: Item, key: str, path: str) -> Item | None:
    """An object inside; None for null or a missing key."""
    value = item.get(key)
    if value is not None and not isinstance(value, dict):
        raise wrong_type(f"{path}.{key}", "objekt", value)
    return value


def several(item: Item, key: str, path: str) -> list[Item]:
    """A list of objects inside; empty for null or a missing key."""
    value = item.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise wrong_type(f"{path}.{key}", "seznam", value)
    objects: list[Item] = []
    for index, part in enumerate(value):
        if not isinstance(part, dict):
            raise wrong_type(f"{path}.{key}[{index}]", "objekt", part)
        objects.append(part)
    return objects


def reference(item: Item, key: str, path: str) -> str:
    """The `id` of the object under the key (`Obec/554821`), '' when there is none."""
    target = nested(item, key, path)
    return "" if target is None else text(target, "id", f"{path}.{key}", 60)


def code(item: Item, key: str, path: str) -> str:
    """The official number of a reference: `554821` of `Obec/554821`; '' when there is none."""
    return reference(item, key, path).rpartition("/")[2][:12]


def ages(words: str) -> tuple[int | None, int | None] | None:
    """(18, None) for „od 18 let“, (6, 26) for „od 6 do 26 let“; None when it is said any other way."""
    plain = words.lower().rstrip(".")
    matched = _YEARS_TOGETHER.fullmatch(plain) or _YEARS.fullmatch(plain)
    if matched is None:
        return None
    since, until = (int(years) if years else None for years in (matched["since"], matched["until"]))
    if max(since or 0, until or 0) > OLDEST or (since is not None and until is not None and since > until):
        return None
    return since, until
