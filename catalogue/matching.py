"""Where the phrases of a lexicon stand in a text: their words by their keys, in any order, near each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalogue.phrases import Phrase
from catalogue.word_weights import ABBREVIATION, FAMILY, keys_of_family
from catalogue.words import MEANINGFUL_IN_PHRASES, is_stop_word, keys, plain, tokens

EXACT = "="
"""Before a word whose other forms mean something else: who "seděl" was in prison, who "sedí" need not be."""
SLACK = 3
"""Other words that may stand between the words of one phrase."""
EACH_WORD = 0.3
"""What each further word of a phrase adds to its strength: the more words agree, the less it is chance."""
MUCH_FAINTER = 0.7
"""A longer phrase under this share of a shorter one's weight does not silence it."""


@dataclass(frozen=True, slots=True)
class Pattern:
    phrase: Phrase
    words: tuple[frozenset[str], ...]
    """One set of acceptable keys for each word."""
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    phrase: Phrase
    positions: frozenset[int]
    strength: float

    def is_within(self, words: range) -> bool:
        return min(self.positions) >= words.start and max(self.positions) < words.stop


class Patterns:
    """Phrases indexed for finding them in texts. Immutable."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._patterns = patterns
        self._by_rarest = _by_rarest_word(patterns)

    def found(self, read: Sequence[tuple[str, ...]], certainty: Sequence[float]) -> list[Match]:
        """What stands in a text of words with these keys and certainties; what is said first comes first."""
        positions: dict[str, list[int]] = defaultdict(list)
        for position, word_keys in enumerate(read):
            for key in word_keys:
                positions[key].append(position)
        met = set(positions)
        matches = []
        for number in sorted({number for key in met for number in self._by_rarest.get(key, ())}):
            pattern = self._patterns[number]
            if any(accepted.isdisjoint(met) for accepted in pattern.words):
                continue
            places = [sorted({p for key in accepted & met for p in positions[key]}) for accepted in pattern.words]
            if nearest := _nearest(places):
                strength = min(certainty[position] for position in nearest) * (1 + EACH_WORD * (len(nearest) - 1))
                matches.append(Match(pattern.phrase, nearest, strength))
        return sorted(matches, key=lambda match: min(match.positions))


def _by_rarest_word(patterns: Sequence[Pattern]) -> dict[str, list[int]]:
    """Key -> numbers of the patterns whose rarest word has it. Where that word is not, the pattern cannot be: most of those
    that share some common word with a text ("pomoc") are never looked at."""
    frequency = Counter(key for pattern in patterns for accepted in pattern.words for key in accepted)
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, pattern in enumerate(patterns):
        for key in min(pattern.words, key=lambda accepted: sum(frequency[key] for key in accepted)):
            numbers[key].append(number)
    return dict(numbers)


def compiled(phrase: Phrase) -> Pattern:
    pieces = phrase.text.split()
    conditions = tuple(piece[1:] for piece in pieces if piece.startswith("+"))
    if len(pieces) == 1 and pieces[0].startswith(ABBREVIATION):
        return Pattern(phrase, (frozenset((plain(pieces[0]),)),), ())
    bare = [piece for piece in pieces if not piece.startswith("+")]
    if any(is_loose(piece) for piece in bare):
        alternatives = [piece.split("|") for piece in bare]
    else:
        alternatives = [[word] for word in tokens(" ".join(bare))]
    telling = [words for words in alternatives if _means_something(words)]
    # "na týden" must not be found in any "týden": a lone word keeps the small words that belong to it.
    chosen = telling if len(telling) > 1 else alternatives
    return Pattern(
        phrase, tuple(frozenset(key for word in words for key in keys_in_phrases(word)) for words in chosen), conditions
    )


def is_loose(text: str) -> bool:
    """With signs in it: nobody says it as it is written."""
    return any(sign in text for sign in ("|", FAMILY, EXACT))


def keys_in_phrases(word: str) -> Iterable[str]:
    """Keys for matching phrases: a small word stands for itself only, in its exact form, and so does
    "=seděl"; "@nuda" stands for all its family."""
    if word.startswith(FAMILY):
        return keys_of_family(word.removeprefix(FAMILY).replace("_", " "))
    return (exact(word),) if is_stop_word(word) or word.startswith(EXACT) else keys(word)


def exact(word: str) -> str:
    """The key of this very form of a word, accents aside."""
    return EXACT + plain(word.removeprefix(EXACT))


def _means_something(words: Sequence[str]) -> bool:
    return any(not is_stop_word(word) or plain(word) in MEANINGFUL_IN_PHRASES for word in words)


def _nearest(places: Sequence[Sequence[int]]) -> frozenset[int] | None:
    """The closest set of distinct positions, one from each list, within the window; None if there is none."""
    best: list[int] | None = None
    for start in places[0]:
        chosen = [start]
        for candidates in places[1:]:
            free = [position for position in candidates if position not in chosen]
            if not free:
                break
            chosen.append(min(free, key=lambda position: abs(position - start)))
        if len(chosen) == len(places) and (best is None or max(chosen) - min(chosen) < max(best) - min(best)):
            best = chosen
    if best is None or max(best) - min(best) >= len(best) + SLACK:
        return None
    return frozenset(best)


def longest(matches: list[Match]) -> list[Match]:
    """Without the matches that lie wholly inside a longer one: "domácí násilí" is not also "násilí".

    A longer match that says less (names no kind, or is much fainter) silences nothing.
    """
    covers: dict[int, list[Match]] = defaultdict(list)
    for match in matches:
        for position in match.positions:
            covers[position].append(match)

    def silenced(match: Match) -> bool:
        return any(
            match.positions < longer.positions
            and (longer.phrase.kinds or not match.phrase.kinds)
            and longer.phrase.weight >= match.phrase.weight * MUCH_FAINTER
            for longer in covers[min(match.positions)]
        )

    return [match for match in matches if not silenced(match)]


def one_for_each_meaning(matches: Iterable[Match]) -> list[Match]:
    """Phrases that match the same words in the same places would count twice: of those that agree the strongest stays."""
    by_place: dict[frozenset[int], list[Match]] = defaultdict(list)
    for match in matches:
        by_place[match.positions].append(match)
    chosen = []
    for same in by_place.values():
        same.sort(key=lambda match: -abs(match.phrase.weight))
        taken: set[str] = set()
        for match in same:
            codes = {*match.phrase.kinds, *match.phrase.groups, *match.phrase.situations, *match.phrase.forms}
            if taken.isdisjoint(codes):
                chosen.append(match)
                taken |= codes
    # The same phrase said twice is one need.
    return list({match.phrase: match for match in chosen}.values())
