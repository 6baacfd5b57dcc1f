"""How one can type a place: keys without diacritics, capitals and punctuation, with the usual abbreviations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from catalogue.models import PlaceKind
from catalogue.words import plain

LONGEST_TEXT = 200
"""Characters read of what was typed: bounds the time whatever is sent."""
LONGEST_KEY = 120
MAIN, COMBINED, OTHER, SHORT = range(4)
"""Ranks of keys: the name itself; with where it lies; other names; abbreviations."""
RANK_SHARES = (1.0, 0.1, 0.5, 0.3)
"""Share of the place's prominence that a key of each rank keeps: "os" offers Osek and Ostrov before Ostrava's parts."""

_PUNCTUATION = re.compile(r"[^\w§]+|_")
_POSTCODE = re.compile(r"\b(\d{3}) (\d{2})\b")
_PREPOSITIONS = ("nad", "pod", "na", "u", "v", "ve")
_FIRST_WORDS = {
    "ceska": "c ces", "cesky": "c ces", "ceske": "c ces", "cerveny": "cerv", "cervena": "cerv", "cerna": "c",
    "cerny": "c", "dolni": "d dol", "dvur": "dv", "frantiskovy": "frant", "havlickuv": "h havl", "horni": "h hor",
    "hradec": "hr", "jindrichuv": "j jindr", "karlovy": "k", "kutna": "k", "kralovske": "kral", "kralovo": "kral",
    "marianske": "m mar", "mlada": "ml m", "moravska": "m mor", "moravsky": "m mor", "moravske": "m mor",
    "nova": "n", "nove": "n", "novy": "n", "slezska": "sl slez", "stara": "st", "stare": "st", "stary": "st",
    "uherske": "uh u", "uhersky": "uh u", "valasske": "v val", "valasska": "v val", "velka": "v vel",
    "velke": "v vel", "velky": "v vel", "vysoke": "v", "zdar": "zd",
    "svaty": "sv", "svata": "sv", "svate": "sv", "svateho": "sv",
}  # fmt: skip
_LAST_WORDS = {
    "boleslav": "bol", "budejovice": "bud", "hradiste": "hr hrad", "kralove": "kr kral", "krumlov": "kr krum",
    "lazne": "laz", "mezirici": "mez", "tesin": "tes",
}  # fmt: skip
# What people call them; keyed by the name as typed, "_" stands for a space.
NICKNAMES = {
    "karlovy vary": "kv vary", "ceske budejovice": "cb budejovice budejky", "hradec kralove": "hk",
    "frydek mistek": "fm f_m f_mistek frydekmistek", "usti nad labem": "unl", "mlada boleslav": "mb", "valasske mezirici": "valmez",
    "valasske klobouky": "valklobouky", "cesky tesin": "tesin", "cesky krumlov": "krumlov", "praha": "pha",
    "moravska ostrava a privoz": "moap", "frantiskovy lazne": "frantisky", "marianske lazne": "marianky",
    "uherske hradiste": "uh", "novy jicin": "nj", "ostrava": "ova", "moravskoslezsky kraj": "msk",
    "olomouc": "olmik", "nove mesto na morave": "nmnm",
}  # fmt: skip
NEWEST_WAY = "f m"
"""A key that only a table written by this release has: change it with the ways to type a name, and all are written anew."""
_STREET_WORDS = {
    "namesti": "nam",
    "trida": "tr",
    "nabrezi": "nabr",
    "svateho": "sv",
    "doktora": "dr",
    "generala": "gen",
}
_QUARTERS_OF_THE_COMPASS = ("mesto", "venkov", "vychod", "zapad", "sever", "jih")
_ONE_NAME = (PlaceKind.REGION, PlaceKind.DISTRICT, PlaceKind.STREET, PlaceKind.POSTCODE)


@dataclass(frozen=True, slots=True)
class Key:
    """One way to type a place; `rank` is one of the constants above."""

    text: str
    rank: int


def typed(text: str) -> str:
    """What was typed as a key: `Ústí n/L.` gives `usti n l`, `708 00` gives `70800`; '' when nothing is left."""
    words = _PUNCTUATION.sub(" ", plain(text[:LONGEST_TEXT])).strip()
    return _POSTCODE.sub(r"\1\2", words)[:LONGEST_KEY]


def keys_of(kind: str, name: str, *, within: Sequence[str] = (), other_names: Iterable[str] = ()) -> list[Key]:
    """All keys of a place, the best rank first, each text once; `within` are names of what it lies in, the nearest last.

    A region and a district answer to their full name only: "Opava" is the town, "okres Opava" the district.
    """
    found: dict[str, int] = {}
    for key in _keys(PlaceKind(kind), typed(name), [typed(outer) for outer in within]):
        found.setdefault(key.text[:LONGEST_KEY], key.rank)
    for other in (*halves(name), *other_names) if kind not in _ONE_NAME else ():
        found.setdefault(typed(other), OTHER)
    return [Key(text, rank) for text, rank in found.items() if text]


def _keys(kind: PlaceKind, name: str, within: Sequence[str]) -> Iterator[Key]:
    if kind == PlaceKind.REGION:
        yield from _region(name)
    elif kind == PlaceKind.DISTRICT:
        yield from _district(name)
    elif kind == PlaceKind.STREET:
        yield from _street(name, within)
    elif kind == PlaceKind.POSTCODE:
        yield Key(name, MAIN)
    else:
        yield from _settlement(name, within)


def _region(name: str) -> Iterator[Key]:
    bare = " ".join(word for word in name.split() if word != "kraj")
    if name == "hlavni mesto praha":  # "hlavní město Praha" is said of the city
        yield Key("kraj praha", COMBINED)
        return
    yield Key(name, MAIN)
    yield Key(f"kraj {bare}", COMBINED)
    yield Key(bare, OTHER)
    yield from (Key(nickname, SHORT) for nickname in _nicknames(name))


def _district(name: str) -> Iterator[Key]:
    first, *last = name.rsplit(" ", 1)
    yield Key(f"okres {name}", MAIN)
    yield Key(f"{name} okres", COMBINED)
    if last and last[0] in _QUARTERS_OF_THE_COMPASS:
        yield Key(name, MAIN)
        if last[0] == "mesto":
            yield Key(f"okres {first}", COMBINED)


def _street(name: str, within: Sequence[str]) -> Iterator[Key]:
    """`within` of a street is the municipality, then its district and part where there are any."""
    short = " ".join(_STREET_WORDS.get(word, word) for word in name.split())
    for written, alone, combined in ((name, MAIN, COMBINED), (short, SHORT, SHORT)):
        yield Key(written, alone)
        yield from (Key(f"{written} {outer}", combined) for outer in within)


def _settlement(name: str, within: Sequence[str]) -> Iterator[Key]:
    yield Key(name, MAIN)
    for outer in within:
        if name.startswith(f"{outer} "):  # Ostrava-Jih
            yield Key(f"{name.removeprefix(f'{outer} ')} {outer}", COMBINED)
        else:
            yield Key(f"{outer} {name}", COMBINED)
            yield Key(f"{name} {outer}", COMBINED)
        own = name.removeprefix(f"{outer} ")
        yield from (Key(f"{nickname} {own}", SHORT) for nickname in _nicknames(outer) if len(nickname) > 2)
    if name == "praha":
        yield from (Key(text, OTHER) for text in ("hlavni mesto praha", "hl m praha", "hl mesto praha"))
    yield from (Key(nickname, SHORT) for nickname in _nicknames(name))
    yield from (Key(text, SHORT) for text in _shortened(name) if text != name)


def _nicknames(name: str) -> list[str]:
    return [nickname.replace("_", " ") for nickname in NICKNAMES.get(name, "").split()]


def _shortened(name: str) -> Iterator[str]:
    """`usti n labem`, `usti n l`, `usti nad l`, `usti`; `c tesin`; `hradec kr`; `sv jan`; `frydek`, `mistek` come from hyphens."""
    words = name.split()
    at = next((i for i, word in enumerate(words) if i and word in _PREPOSITIONS and i + 1 < len(words)), None)
    head, tail = (words, []) if at is None else (words[:at], words[at:])
    heads = [head, *([short, *head[1:]] for short in _FIRST_WORDS.get(head[0], "").split() if len(head) > 1)]
    tails = [tail]
    if tail:
        preposition, *river = tail
        initials = [word[0] for word in river]
        tails = [[first, *last] for first, last in product({preposition: 1, preposition[0]: 1}, (river, initials))]
        yield " ".join(head)
        yield " ".join([*head, preposition[0] + "".join(initials)])
    if len(words) == 2:
        yield from (f"{words[0]} {short}" for short in _LAST_WORDS.get(words[1], "").split())
    for written_head, written_tail in product(heads, tails):
        yield " ".join([*written_head, *written_tail])


def halves(name: str) -> list[str]:
    """`Frýdek-Místek` is also called by either half; `Ostrava-Jih`, `Brno-střed` are not."""
    parts = name.split("-")
    if len(parts) != 2 or typed(parts[1]) in (*_QUARTERS_OF_THE_COMPASS, "stred") or not parts[1][:1].isupper():
        return []
    return [part.strip() for part in parts]
