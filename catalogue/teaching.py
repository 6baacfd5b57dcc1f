"""Learns from the shipped phrases and sentences what single words say (`catalogue.word_weights`). For development only."""

from __future__ import annotations

import csv
import hashlib
import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from catalogue.matching import EXACT
from catalogue.phrases import (
    Phrase,
    listed,
    phrases_of_group,
    phrases_of_kind,
    phrases_of_situation,
    read_phrases,
)
from catalogue.understanding import RANK_WEIGHTS
from catalogue.word_weights import BIAS, FAMILY, PHRASES, SEED, SENTENCES, features, read_sentences
from catalogue.words import plain, tokens

SITUATIONS = Path(__file__).parents[1] / "situations/seed/life_situations.csv"
ROUNDS, ORDERS = 4, 4
"""Times all lessons are gone through (with more, the words of few lessons are learnt by heart), and in how many orders anew:
what one order happens to favour, the mean of several does not."""
PACE = 0.5
SENTENCE, PHRASE, LOOSE_PHRASE = 2.0, 0.35, 0.1
"""How much a sentence counts, a phrase of full weight, and one made of alternatives. What phrases say is known from
matching them; sentences teach what phrases miss."""
SURE = 3.0
LEAST_WEIGHT = 0.2
TELLING_ERROR = 0.001
_SIGNS = re.compile(f"[+{FAMILY}{EXACT}]")
"""Phrases with these are no text to learn from: a condition, whole families, one form of a word."""


@dataclass(frozen=True)
class Lesson:
    """A text by its features, the share of each kind that it is about (together 1), and how much it counts."""

    features: tuple[str, ...]
    shares: Mapping[str, float]
    weight: float

    @property
    def said(self) -> str:
        """The same for the same lesson, wherever it stands."""
        return f"{' '.join(self.features)} {sorted(self.shares.items())} {self.weight}"


def shipped_phrases() -> list[Phrase]:
    """What the lexicon of an untouched instance is made of."""
    phrases = read_phrases(PHRASES)
    for kind in _rows(SEED / "service_kinds.csv"):
        names = {"cs": kind["name_cs"], "en": kind["name_en"].split(" (")[0], "uk": kind["name_uk"].split(" (")[0]}
        phrases += phrases_of_kind(kind["code"], names, kind["section"])
    for group in _rows(SEED / "target_groups.csv"):
        phrases += phrases_of_group(group["code"], [group["citizen_label_cs"]])
    for row in _rows(SITUATIONS):
        kinds, groups = listed(row["service_kinds"]), listed(row["target_groups"])
        phrases += phrases_of_situation(row["slug"], row["name_cs"], listed(row["keywords"]), kinds, groups)
    return phrases


def shipped_lessons() -> list[Lesson]:
    """A lesson of each phrase that speaks for a kind, and two of each sentence: as written and without accents."""
    lessons = []
    for phrase in shipped_phrases():
        if phrase.kinds and phrase.weight > 0 and not _SIGNS.search(phrase.text):
            weight = min(phrase.weight, SURE) / SURE * (LOOSE_PHRASE if "|" in phrase.text else PHRASE)
            lessons.append(Lesson(_features(phrase.text), _shares(phrase.kinds), weight))
    for sentence, kinds in read_sentences(SENTENCES):
        lessons += [Lesson(_features(text), _shares(kinds), SENTENCE) for text in (sentence, plain(sentence))]
    return lessons


def learn(lessons: Sequence[Lesson], rounds: int = ROUNDS, orders: int = ORDERS) -> dict[str, dict[str, float]]:
    """Feature -> kind -> weight: logistic regression by AdaGrad steps, the mean of several orders of the lessons. The same
    lessons give the same weights, wherever they stand in the files."""
    means: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for order in range(orders):
        for feature, of_kind in _learnt_in_one_order(lessons, range(order * rounds, (order + 1) * rounds)).items():
            for kind, weight in of_kind.items():
                means[feature][kind] += weight / orders
    return means


def _learnt_in_one_order(lessons: Sequence[Lesson], turns: range) -> dict[str, dict[str, float]]:
    kinds = sorted({kind for lesson in lessons for kind in lesson.shares})
    weights: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(kinds))
    squares: dict[str, list[float]] = defaultdict(lambda: [0.01] * len(kinds))
    for turn in turns:
        for lesson in _mixed(lessons, turn):
            share = 1 / math.sqrt(len(lesson.features))
            parts = [(BIAS, 1.0), *((feature, share) for feature in lesson.features)]
            errors = _errors(lesson, kinds, [(weights[feature], part) for feature, part in parts])
            for feature, part in parts:
                row, square = weights[feature], squares[feature]
                for number, error in errors:
                    step = error * part
                    square[number] += step * step
                    row[number] -= PACE * step / math.sqrt(square[number])
    return {feature: dict(zip(kinds, row, strict=True)) for feature, row in weights.items()}


def _errors(lesson: Lesson, kinds: Sequence[str], rows: Sequence[tuple[list[float], float]]) -> list[tuple[int, float]]:
    """Of each kind by number how far the likelihood lies above its share; tiny errors are left out."""
    sums = [0.0] * len(kinds)
    for row, part in rows:
        sums = [total + part * weight for total, weight in zip(sums, row, strict=True)]
    powers = [math.exp(total) for total in sums]
    whole = sum(powers)
    errors = (
        (number, lesson.weight * (power / whole - lesson.shares.get(kind, 0.0)))
        for number, (kind, power) in enumerate(zip(kinds, powers, strict=True))
    )
    return [(number, error) for number, error in errors if abs(error) > TELLING_ERROR]


def _mixed(lessons: Sequence[Lesson], turn: int) -> list[Lesson]:
    """All lessons, mixed, otherwise each turn. What stands before what depends on the two lessons alone: neither where they
    stand in the files nor a lesson more somewhere else moves the words of all others."""
    return sorted(lessons, key=lambda lesson: hashlib.sha256(f"{turn} {lesson.said}".encode()).digest())


def _features(text: str) -> tuple[str, ...]:
    words = tokens(text.replace("|", " "))
    return tuple(dict.fromkeys(feature for word in words for feature in features(word)))


def _shares(kinds: Sequence[str]) -> dict[str, float]:
    powers = [RANK_WEIGHTS[min(rank, len(RANK_WEIGHTS) - 1)] ** 2 for rank in range(len(kinds))]
    return {kind: power / sum(powers) for kind, power in zip(kinds, powers, strict=True)}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
