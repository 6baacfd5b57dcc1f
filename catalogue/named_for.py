"""Whom and what a service's own name says it is for: men, mothers, people in debt.

The code lists know groups, but neither men nor women and no topics: "azylový dům pro muže" is registered for people without
a home just as one for mothers is, and a debt counsellor for anybody in a crisis just as any counsellor. Their names tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.question import Question
from catalogue.understanding import Need
from catalogue.words import keys, plain, tokens

IN_DEBT = frozenset("penize-a-dluhy exekuce oddluzeni splatky hrozi-vystehovani hazard-a-internet".split())
"""Situations in which money is owed, or soon will be."""

# Read without accents, so that "zustala jsem" tells as much as "zůstala jsem".
_WITH_A_CHILD = re.compile(
    r"\b(?:se?|na) (?:\w+ ){0,2}(?:det(?:mi|ma)|dit(?:etem|ko|kem|e)|mimin\w+|kojenc\w+|mal(?:ou|ym)|dcer(?:ou|ami|kou)|syn(?:em|y|kem))\b"
    r"|\bmim(?:co|ca|cem|cu|inko|inka|inkem|ino|ina)\b|\btehotn|\bpro (?:rodin\w+|deti)\b|\bsamozivitel|\bmat(?:ka|ky|kam|ku|kou)\b|\bmamink(?:y|am|ami) s\b|\bwith (?:\w+ )?(?:kids|child|children|baby)\b"
)
_A_WOMAN = re.compile(
    r"\bpro (?:\w+ ){0,2}(?:zen[uy]|holk[uy]|divk[uy]|mam[uy]|mamink[uy])\b|\bzensk|\b(?:manzel|partner|pritel) m[ne]?e\b"
    r"|\bjsem (?:(?!by\b)\w+ ){0,2}\w{2,}la\b|\b\w{2,}la jsem\b|\bjsem (?:\w+ )?sama\b|\bsama jsem\b"
    r"|\b(?:sestr[au]|segr[au]|tet[au]|kamaradk[au]|sousedk[au]|dcer[au])\b"
)
_A_MAN = re.compile(
    r"\bpro (?:\w+ ){0,2}(?:muz[eiu]|chlap[ayu]|otce|tatu|kluk[ay]|dedu)\b|\bmuzsk|\bchlap\b"
    r"|\b(?:manzelka|zena|pritelkyne|partnerka) m[ne]?e\b|\bme vyhodila\b|\bvyhodila m[ne]?e\b|\bjsem (?:\w+ )?sam\b|\b(?:[vo]?d?e?[sy]{1,2}el|prisel) jsem\b"
    r"|\bjsem (?:(?!by\b)\w+ ){0,2}(?!manzel|pritel|ucitel|hotel)\w{2,}[aeiuy]l\b|\b(?!manzel|pritel)\w{2,}[aeiuy]l jsem\b"
)
_A_MAN_MEANT = re.compile(r"\b(?:syn|bratr|brachu?|stryc|kamarada?|kamos|soused|svagr|tchan)\b")
_MEN, _DEBTS = ("muži", "muž"), ("dluh", "dluhový")
_MOTHERS = ("matka", "žena")
_FAMILIES = (*_MOTHERS, "rodina", "děti")


@dataclass(frozen=True, slots=True)
class Asker:
    """What the words tell of the one who needs help; neither where they tell nothing, or of both."""

    is_man: bool = False
    is_woman_or_parent: bool = False
    is_himself: bool = False
    """The man speaks of himself, so he comes without a family."""


def asker_of(text: str) -> Asker:
    """From "pro muže", "s dětmi", "zůstala jsem"."""
    bare = " ".join(plain(word) for word in tokens(text))
    with_a_child = bool(_WITH_A_CHILD.search(bare))
    woman, himself = bool(_A_WOMAN.search(bare)), bool(_A_MAN.search(bare))
    man = himself or bool(_A_MAN_MEANT.search(bare))
    is_man = man and not woman and not with_a_child
    return Asker(is_man, is_woman_or_parent=with_a_child or (woman and not man), is_himself=is_man and himself)


def names_of_others(question: Question, need: Need) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Keys that in a service's name say that it is for others than those who ask, and keys that take that back."""
    asker = asker_of(question.q)
    if asker.is_man:
        yield _keys(_FAMILIES if asker.is_himself else _MOTHERS), _keys(_MEN)
    if asker.is_woman_or_parent:
        yield _keys(_MEN), _keys(_MOTHERS)
    situations = {*need.situations, question.situation} - {""}
    if (
        (need.kinds or situations)
        and IN_DEBT.isdisjoint(situations)
        and not set(_keys(_DEBTS)).intersection(need.words)
    ):
        yield _keys(_DEBTS), ()


def _keys(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for word in words for key in keys(word)))
