"""What each word by itself says of the kinds of service: a linear model learnt from phrases and whole sentences.

Phrases (`catalogue.understanding`) are exact where they match and blind where they do not; single words are never sure
and never blind. Each makes good what the other misses. `manage.py teach_search` learns the weights (`catalogue.teaching`)
and writes them down in a CSV that shows what every word speaks for.
"""

from __future__ import annotations

import csv
import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from catalogue.words import is_stop_word, keys, plain, tokens

SEED = Path(__file__).parent / "seed"
PHRASES, SENTENCES, WEIGHTS = SEED / "need_phrases.csv", SEED / "need_sentences.csv", SEED / "word_weights.csv"
FAMILIES = SEED / "word_families.csv"
"""Words that mean the same need in whatever style or language: what is learnt of one holds for all."""
ROOT_LETTERS = 5
"""Letters by which words of one root are taken together ("ubytovat", "ubytovna"), beside the whole word."""
BIAS = "*"
"""The line of the CSV with what speaks for each kind before any word was read."""
TAUGHT_BY = "#"
"""The line with the fingerprint of what the weights were learnt from."""
SMALL_WORD, ROOT, FAMILY, ABBREVIATION = "=", "^", "@", "!"


def features(word: str, more: Iterable[str] = ()) -> tuple[str, ...]:
    """What the model knows a word by: its keys, those in `more` (of its right spelling), their families and roots.

    A small word stands for itself; capitals make an abbreviation, a capital letter a name, and neither has relatives.
    """
    if is_stop_word(word):
        return (SMALL_WORD + plain(word),)
    known_by = tuple(dict.fromkeys((*keys(word), *more)))
    families = tuple(dict.fromkeys(FAMILY + family for key in known_by for family in _families().get(key, ())))
    if word.isupper() and len(word) > 1:
        return (*known_by, *families, ABBREVIATION + plain(word))
    if word[0].isupper():
        return known_by + families
    roots = dict.fromkeys(ROOT + key[:ROOT_LETTERS] for key in known_by if len(key) > ROOT_LETTERS)
    return (*known_by, *families, *roots)


@cache
def _families() -> dict[str, tuple[str, ...]]:
    """Key -> the families of the words that have it."""
    of_key: dict[str, list[str]] = defaultdict(list)
    with FAMILIES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for key in {key for word in row["words"].split() for key in keys(word)}:
                of_key[key].append(row["family"])
    return {key: tuple(families) for key, families in of_key.items()}


@cache
def keys_of_family(family: str) -> frozenset[str]:
    """Keys of all its words; of a family nobody knows none."""
    return frozenset(key for key, families in _families().items() if family in families)


@dataclass(frozen=True)
class WordWeights:
    """Immutable, and the same in every process until the next release."""

    kinds: tuple[str, ...] = ()
    bias: tuple[float, ...] = ()
    of_feature: Mapping[str, tuple[tuple[int, float], ...]] = field(default_factory=dict)
    """Feature -> (number of a kind, weight) for the kinds it says anything of."""
    words: frozenset[str] = frozenset()
    """The words it was taught by, unaccented: what a mistyped word may have meant."""

    def likelihoods(self, read: Iterable[str]) -> dict[str, float]:
        """Kind -> how likely it is the one meant by these features, all together 1; empty when no telling word is known."""
        known = [feature for feature in set(read) if feature in self.of_feature]
        if not any(feature[0] not in (SMALL_WORD, ROOT) for feature in known):
            return {}
        sums = [0.0] * len(self.kinds)
        for feature in known:
            for number, weight in self.of_feature[feature]:
                sums[number] += weight
        share = 1 / math.sqrt(len(known))
        powers = [math.exp(bias + share * total) for bias, total in zip(self.bias, sums, strict=True)]
        whole = sum(powers)
        return {kind: power / whole for kind, power in zip(self.kinds, powers, strict=True)}


NO_WEIGHTS = WordWeights()


def read_weights(path: Path, words: Iterable[str] = ()) -> WordWeights:
    """What `write_weights` wrote: lines of a feature and of its weights, in tenths ("NOC:31 AD:12")."""
    numbers: dict[str, int] = {}
    of_feature: dict[str, tuple[tuple[int, float], ...]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for feature, cell in csv.reader(file):
            if feature == TAUGHT_BY:
                continue
            pairs = (piece.split(":") for piece in cell.split())
            of_feature[feature] = tuple(
                (numbers.setdefault(kind, len(numbers)), int(tenths) / 10) for kind, tenths in pairs
            )
    bias = dict(of_feature.pop(BIAS))
    return WordWeights(tuple(numbers), tuple(bias.get(n, 0.0) for n in numbers.values()), of_feature, frozenset(words))


def write_weights(path: Path, weights: Mapping[str, Mapping[str, float]], least: float) -> None:
    """One line a feature, in alphabetical order; weights under `least` are left out, the others kept to a tenth."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([TAUGHT_BY, fingerprint()])
        for feature, of_kind in sorted(weights.items()):
            telling = [(kind, round(10 * weight)) for kind, weight in of_kind.items() if abs(weight) >= least]
            telling.sort(key=lambda pair: (-pair[1], pair[0]))
            if telling or feature == BIAS:
                writer.writerow([feature, " ".join(f"{kind}:{tenths}" for kind, tenths in telling)])


def read_sentences(path: Path) -> list[tuple[str, tuple[str, ...]]]:
    """Sentences as people say them, with the kinds that help, best first (columns sentence, kinds)."""
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["sentence"], tuple(row["kinds"].split(";"))) for row in csv.DictReader(file)]


def fingerprint() -> str:
    """Of the shipped phrases, sentences and families: another than the one in the weights, and they must be learnt anew."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in (PHRASES, SENTENCES, FAMILIES))).hexdigest()[:16]


@cache
def shipped_weights() -> WordWeights:
    """The weights of this release, read once (0.15 s)."""
    words = {plain(word) for sentence, _ in read_sentences(SENTENCES) for word in tokens(sentence)}
    with FAMILIES.open(encoding="utf-8", newline="") as file:
        words.update(plain(word) for row in csv.DictReader(file) for word in row["words"].split())
    return read_weights(WEIGHTS, words)
