"""Opening hours as a person writes them in Czech, turned into the OSM notation that the catalogue stores.

`Po–Pá 8–12, 13–17; So po domluvě; o svátcích zavřeno` becomes
`Mo-Fr 08:00-12:00,13:00-17:00; Sa "po domluvě"; PH off`. The notation itself is taken as it is.
"""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalogue.opening import validate
from catalogue.opening_notation import notation_of

HOLIDAYS = "PH"
_SIGNS = {
    '"po domluvě"': r"(?:po|na|dle|podle)\s+(?:předchozí\w*\s+)?(?:telefonick\w+\s+)?(?:domluv|dohod|objedn)\w*",
    "24/7": r"nepřetržitě|non-?stop|24\s*hodin\s+denně|24/7",
    "off": r"zavřeno|off",
    "": r"[\s()]+|[:.](?!\d)|\b(?:hod(?:in[ay]?)?|h|v|ve|o|od|i)\b",
    "Mo-Su": r"\b(?:denně|každý\s+den)\b",
    "Mo-Fr": r"\b(?:všední|pracovní\w*)\s+dn\w+",
    "Sa-Su": r"\bvíkend\w*",
    HOLIDAYS: r"\bsvát(?:ky|cích|ek)\b",
    "Mo": r"\bpo(?:ndělí)?\b",
    "Tu": r"\bút(?:erý)?\b",
    "We": r"\bst(?:řed[au])?\b",
    "Th": r"\bčt(?:vrtek)?\b",
    "Fr": r"\bpá(?:tek)?\b",
    "Sa": r"\bso(?:bot[au])?\b",
    "Su": r"\bne(?:děle|děli)?\b",
    "-": r"-|\baž\b|\bdo\b",
    ",": r"[,+&]|\ba\b",
    ";": r";",
}
"""A sign of the notation and how people write it; „po domluvě“ stands before „po“, which alone is a Monday."""
_TIME = re.compile(r"(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d))?(?!\d)")
_SIGN = re.compile("|".join(f"(?P<s{number}>{pattern})" for number, pattern in enumerate(_SIGNS.values())))

_DAYS = r"(?:(?:Mo|Tu|We|Th|Fr|Sa|Su)(?:-(?:Mo|Tu|We|Th|Fr|Sa|Su))?|PH)"
_LIST = rf"(?P<days>{_DAYS}(?:,{_DAYS})*)"
_SPAN = r"\d\d:\d\d-\d\d:\d\d"
_HOURS = rf'(?P<hours>{_SPAN}(?:,{_SPAN})*(?:"po domluvě")?|"po domluvě"|24/7|off)'
_RULE = re.compile(
    rf"(?:{_LIST}{_HOURS}|(?P<always>24/7|\"po domluvě\")|(?P<closed>off)(?P<on>{_DAYS}))(?:[,;]+|$|(?=[A-Z]))"
)


def read_hours(written: str) -> str:
    """The notation of what somebody wrote; raises ValidationError with an example where nobody would understand it."""
    notation = as_notation(written)
    if notation and notation_of(notation) is None:
        message = _("Hodinám nerozumíme. Pište třeba: Po–Pá 8–12, 13–17; So po domluvě; o svátcích zavřeno")
        raise ValidationError(message, code="opening_hours")
    validate(notation)
    return notation


def as_notation(written: str) -> str:
    """The notation of Czech words; what is no hours in Czech comes back as it was."""
    text = written.strip()
    if not text or notation_of(text) is not None:
        return text
    signs = _signs(text)
    rules = _rules(signs) if signs else None
    return _joined(rules) if rules else text


def _signs(text: str) -> str:
    """`Po – Pá: 8 až 16 hod.` -> `Mo-Fr08:00-16:00`; '' where something is no sign of hours."""
    plain = re.sub(r"[–—−]", "-", re.sub(r"[\r\n]+", ";", text.lower().replace("\u00a0", " ")))
    signs, at, meanings = "", 0, list(_SIGNS)
    while at < len(plain):
        time = _TIME.match(plain, at)
        sign = _SIGN.match(plain, at)
        if sign and sign.lastgroup and not (time and meanings[int(sign.lastgroup[1:])] != "24/7"):
            signs, at = signs + meanings[int(sign.lastgroup[1:])], sign.end()
        elif time:
            signs, at = signs + f"{int(time['hour']):02}:{time['minute'] or '00'}", time.end()
        else:
            return ""
    return signs


def _rules(signs: str) -> list[tuple[str, str]] | None:
    """Days and their hours, or None where the signs do not follow one another as hours do."""
    found: list[tuple[str, str]] = []
    at, end = 0, len(signs.rstrip(";,"))
    while at < end:
        rule = _RULE.match(signs, at)
        if rule is None:
            return None
        found.append((rule["days"] or rule["on"] or "", rule["hours"] or rule["always"] or rule["closed"]))
        at = rule.end()
    return None if _cancels_itself(found) else found


def _cancels_itself(rules: list[tuple[str, str]]) -> bool:
    """„Po–Pá 8–12, po domluvě“: whether the rest of those days or all other days, its author knows; the notation would
    take the last words for all week and forget the hours."""
    hours_of = {(days, hours) for days, hours in rules if days != HOLIDAYS}
    by_appointment = {days for days, hours in hours_of if hours == '"po domluvě"'}
    has_all_week = any(not days for days, _hours in hours_of)
    return (has_all_week and len(hours_of) > 1) or any(
        days in by_appointment and hours != '"po domluvě"' for days, hours in hours_of
    )


def _joined(rules: list[tuple[str, str]]) -> str:
    """Several spans of the same days in one rule; holidays last, where the notation wants them."""
    by_days: dict[str, dict[str, None]] = {}
    for days, hours in rules:
        by_days.setdefault(days, {})[hours] = None
    ordered = sorted(by_days.items(), key=lambda rule: rule[0] == HOLIDAYS)
    texts = (f"{days} {','.join(hours)}".strip() for days, hours in ordered)
    return "; ".join(text.replace('"po', ' "po').replace("  ", " ").strip() for text in texts)
