"""Phrases of the search: what they are, and where they come from."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from catalogue.words import is_czech_word


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words as properly written and what they speak for; codes are listed with the best first.

    `weight`: 3 names a service outright, 1 to 2 describes a need, under 1 is a hint; negative lowers.
    """

    text: str
    language: str = "cs"
    weight: float = 1.0
    kinds: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()


def read_phrases(path: Path) -> list[Phrase]:
    """Phrases of a CSV file with the columns phrase, language, kinds, groups, situations, forms, weight."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Phrase(
                row["phrase"],
                row["language"],
                float(row["weight"]),
                listed(row["kinds"]),
                listed(row["groups"]),
                listed(row["situations"]),
                listed(row["forms"]),
            )
            for row in csv.DictReader(file)
        ]


def listed(cell: str) -> tuple[str, ...]:
    """The parts of "a;b;c"."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def phrases_of_kind(code: str, names: Mapping[str, str], section: str = "") -> list[Phrase]:
    """What names a kind outright: its name in each language (language -> name), its section ("§ 60a"), its code."""
    named = [
        Phrase(name, language, 3.0, (code,)) for language, name in names.items() if name and len(name.split()) <= 7
    ]
    if section:
        named.append(Phrase(section, "cs", 4.0, (code,)))
    named.append(Phrase(f"!{code}", "cs", 5.0, (code,)))
    if not is_czech_word(code):  # "noc" would be found in every night
        named.append(Phrase(code, "cs", 2.0, (code,)))
    return named


def phrases_of_group(code: str, names: Iterable[str]) -> list[Phrase]:
    """The ways a target group is called; they speak for no kind by themselves."""
    return [Phrase(name, "cs", 0.5, (), (code,)) for name in names]


def phrases_of_situation(
    slug: str, name: str, keywords: Iterable[str], kinds: Sequence[str] = (), groups: Sequence[str] = ()
) -> list[Phrase]:
    """A life situation's name and keywords; faint, because a situation is broader than a need."""
    return [Phrase(text, "cs", 0.3, tuple(kinds[:4]), tuple(groups[:2]), (slug,)) for text in (name, *keywords)]
