"""What a person needs, read from the words they typed.

An interpretable linear model. A `Phrase` says which words speak for which kinds of service, groups, situations and
forms, and how strongly. Phrases come from the database, so an administrator's new phrase counts at once and every
answer can be traced to the phrases that gave it.

A phrase is one to four words, matched by their keys (`catalogue.words`) in any order, near each other; a longer match
silences the matches inside it. Signs in a phrase are for those who write seeds: "doma|domů" means either word,
"@nuda" any word of that family (`seed/word_families.csv`; "@pít_alkohol"), "=seděl" this form alone, "!NOC" an
abbreviation, in capitals, and "+seniori" is a condition rather than a word: it holds where that group,
situation, form or kind has been read from other words. A phrase with a condition looks for its words in the whole text, and a negative weight lowers its kinds.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from catalogue.matching import (
    EXACT,
    Match,
    Pattern,
    Patterns,
    compiled,
    exact,
    keys_in_phrases,
    longest,
    one_for_each_meaning,
)
from catalogue.phrases import Phrase
from catalogue.saying_back import said_back
from catalogue.word_weights import ABBREVIATION, NO_WEIGHTS, WordWeights, features
from catalogue.words import Spelling, is_czech_word, is_stop_word, keys, plain, tokens

LONGEST_TEXT = 500
"""Characters read of a query: bounds the time whatever is sent."""
LEAST = 0.1
"""Evidence under which nothing was understood."""
RANK_WEIGHTS = (1.0, 0.65, 0.45, 0.3, 0.2, 0.2)
"""Share of a phrase's weight given to its first kind, second kind and so on."""
MISSPELT = 0.8
"""Share of its weight that a phrase found only by respelling a word keeps."""
CERTAIN = 3.0
"""Evidence for the best kind from which it counts as named outright."""
OUTRIGHT = 2.5
"""Weight from which a phrase names a service rather than describes a need."""
FURTHER = 0.75
"""How much less each further piece of evidence for the same kind counts."""
WORDS, LESS_WHERE_SURE = 2.0, 0.55
"""How much the words one by one weigh, and how much less beside phrases that are quite sure: those must win."""
BOTH_CERTAIN = 1.1
"""Of phrases and words together, what counts as named outright: nobody there was misled in 270 unseen queries."""
SURE_OF_PART, SHARE_OF_PART = 0.75, 0.5
"""How sure a part of a sentence must be of a need of its own, and what its kind then weighs at least, of the best."""
SPOKEN = 0.3
"""Share of the best kind from which a kind counts as what came out, when it is said what was understood."""
FAINTEST = 0.08
"""Kinds, groups and situations under this share of the best are left out."""
ALARMING = 1.5
"""Evidence for one of the urgent situations from which a need is urgent."""
URGENT_SITUATIONS = frozenset(
    {
        "nasili",
        "domaci-nasili",
        "nasili-na-diteti",
        "nasili-na-seniorovi",
        "sexualni-nasili",
        "nuceni-k-praci",
        "myslenky-na-sebevrazdu",
    }
)


@dataclass(frozen=True, slots=True)
class Need:
    """What was understood. Each mapping: code -> weight 0..1, best first; the best is 1.0 unless the mapping is empty."""

    kinds: dict[str, float] = field(default_factory=dict)
    groups: dict[str, float] = field(default_factory=dict)
    situations: dict[str, float] = field(default_factory=dict)
    forms: dict[str, float] = field(default_factory=dict)
    urgent: bool = False
    """Life in danger, violence or thoughts of suicide."""
    words: tuple[str, ...] = ()
    """Keys of the content words (`document_keys`), to look for in names."""
    unknown: tuple[str, ...] = ()
    """Content words, as typed, of which no phrase knows: proper names, places, and gaps in the lexicon."""
    understood: tuple[str, ...] = ()
    """Up to four phrases that decided, to be shown after "Rozuměli jsme:" (`saying_back`)."""
    confidence: float = 0.0
    """How likely the first kind helps, 0..1: little evidence or a close second lowers it."""


_Read = tuple[tuple[str, ...], float]  # the keys of a word, and how certain they are


class Lexicon:
    """All phrases, indexed for reading queries. Immutable: build a new one when the phrases change (under a second).

    `names`: words that are right as they stand though no phrase has them (places, organisations); never respelt.
    `weights`: what single words say, for whatever no phrase has foreseen.
    """

    def __init__(self, phrases: Iterable[Phrase], names: Iterable[str] = (), weights: WordWeights = NO_WEIGHTS) -> None:
        self._weights = weights
        patterns: list[Pattern] = []
        self._conditional: list[Pattern] = []
        vocabulary = set(weights.words)
        for phrase in phrases:
            pattern = compiled(phrase)
            if pattern.conditions:
                self._conditional.append(pattern)
            elif pattern.words:
                patterns.append(pattern)
            vocabulary.update(plain(word) for word in tokens(phrase.text) if not word.isdigit())
        self._patterns = Patterns(patterns)
        self._known = {key for p in (*patterns, *self._conditional) for word in p.words for key in word}
        self._exact = {key for key in self._known if key.startswith(EXACT)}
        right_as_they_stand = {plain(word) for name in names for word in tokens(name)}
        self._spelling = Spelling(vocabulary - right_as_they_stand, right_as_they_stand)

    def understand(self, text: str) -> Need:
        """Reads the first `LONGEST_TEXT` characters of any text; never raises, costs no query."""
        typed = tokens(text[:LONGEST_TEXT])
        read = [self._in_its_form(word, *self._read(word)) for word in typed]
        if not text.isupper() or len(typed) == 1:
            read = [
                (_with_abbreviation(word, word_keys), certainty)
                for word, (word_keys, certainty) in zip(typed, read, strict=True)
            ]
        matches = longest(
            self._patterns.found([word_keys for word_keys, _ in read], [certainty for _, certainty in read])
        )
        scores = _Scores()
        for match in one_for_each_meaning(matches):
            scores.add(match.phrase, match.strength)
        every_key = {key for word_keys, _ in read for key in word_keys}
        seen = scores.codes()
        for pattern in self._conditional:
            if seen.issuperset(pattern.conditions) and all(every_key & accepted for accepted in pattern.words):
                scores.add(pattern.phrase, 1.0)
        kinds = self._with_words(scores.kinds, typed, read)
        kinds = self._with_each_need(kinds, matches, text[:LONGEST_TEXT], typed, read)
        return Need(
            kinds=_shares(kinds),
            groups=_shares(scores.groups),
            situations=_shares(scores.situations),
            forms=_shares(scores.forms),
            urgent=any(scores.situations.get(slug, 0.0) >= ALARMING for slug in URGENT_SITUATIONS),
            words=tuple(dict.fromkeys(key for word in _content(typed) for key in keys(word))),
            unknown=tuple(
                word
                for word, (word_keys, _) in zip(typed, read, strict=True)
                if not is_stop_word(word) and not word.isdigit() and self._known.isdisjoint(word_keys)
            ),
            understood=said_back(
                text[:LONGEST_TEXT], typed, matches, {code for code, share in _shares(kinds).items() if share >= SPOKEN}
            ),
            confidence=_confidence(kinds),
        )

    def is_named_by(self, text: str, word: str) -> bool:
        """True for a word of a phrase of several words that names a service: "tisnova pece" is nothing in Tišnov."""
        typed = tokens(text[:LONGEST_TEXT])
        read = [self._read(each) for each in typed]
        named = {
            plain(typed[position])
            for match in self._patterns.found(
                [word_keys for word_keys, _ in read], [certainty for _, certainty in read]
            )
            if len(match.positions) > 1 and match.phrase.weight >= OUTRIGHT
            for position in match.positions
        }
        return plain(word) in named

    def _with_words(
        self, by_phrases: Mapping[str, float], typed: Sequence[str], read: Sequence[_Read]
    ) -> dict[str, float]:
        """What the phrases say, the surer they are the more, and what the words say one by one."""
        by_words = self._weights.likelihoods(
            feature
            for word, (word_keys, _) in zip(typed, read, strict=True)
            if not self._is_name(word, word_keys)
            for feature in features(word, word_keys)
        )
        if not by_words:
            return dict(by_phrases)
        sure = _confidence(by_phrases)
        phrases = _shares(by_phrases)
        part = WORDS * (1 - LESS_WHERE_SURE * sure**3)
        return {
            code: CERTAIN / BOTH_CERTAIN * (sure * phrases.get(code, 0.0) + part * by_words.get(code, 0.0))
            for code in {**phrases, **by_words}
        }

    def _with_each_need(
        self, kinds: dict[str, float], matches: Sequence[Match], text: str, typed: Sequence[str], read: Sequence[_Read]
    ) -> dict[str, float]:
        """Who says two things ("mám dluhy a manžel mě bije") needs somebody for each: what a part of the text is sure of by
        itself is not lost beside what the whole speaks of most."""
        best = max(kinds.values(), default=0.0)
        raised = dict(kinds)
        for part in _parts(text, len(typed)) if best >= LEAST else ():
            own = _Scores()
            for match in one_for_each_meaning([match for match in matches if match.is_within(part)]):
                own.add(match.phrase, match.strength)
            if not own.kinds:
                continue
            meant = self._with_words(own.kinds, typed[part.start : part.stop], read[part.start : part.stop])
            if _confidence(meant) >= SURE_OF_PART:
                first = max(meant, key=meant.__getitem__)
                raised[first] = max(raised.get(first, 0.0), SHARE_OF_PART * best)
        return raised

    def _is_name(self, word: str, word_keys: Iterable[str]) -> bool:
        """A name says nothing of the need, though other words have its stem."""
        return word[0].isupper() and self._known.isdisjoint(word_keys) and not is_czech_word(word)

    def _in_its_form(self, word: str, word_keys: tuple[str, ...], certainty: float) -> _Read:
        """With the key of its form, where a phrase asks for just that one."""
        form = exact(word)
        return ((*word_keys, form) if form in self._exact and form not in word_keys else word_keys), certainty

    def _read(self, word: str) -> _Read:
        """Keys of a word and how certain they are; of its likely right spelling where nothing is known of the word."""
        own = tuple(keys_in_phrases(word))
        if is_stop_word(word) or not self._known.isdisjoint(own) or own[0] in self._weights.of_feature:
            return own, 1.0
        bare = plain(word)
        right = self._spelling.right(bare) if bare == word.lower() or not is_czech_word(word) else None
        if right:
            return keys(right), MISSPELT
        return own, 1.0


class _Scores:
    """Sums of weights by code while a text is being read."""

    def __init__(self) -> None:
        self._evidence: dict[str, list[float]] = defaultdict(list)
        self.groups: dict[str, float] = defaultdict(float)
        self.situations: dict[str, float] = defaultdict(float)
        self.forms: dict[str, float] = defaultdict(float)

    def add(self, phrase: Phrase, strength: float) -> None:
        weight = phrase.weight * strength
        for rank, code in enumerate(phrase.kinds):
            # What lowers, lowers every kind of the list alike.
            self._evidence[code].append(
                weight * (RANK_WEIGHTS[min(rank, len(RANK_WEIGHTS) - 1)] if weight > 0 else 1.0)
            )
        if weight > 0:
            for sums, codes in (
                (self.groups, phrase.groups),
                (self.situations, phrase.situations),
                (self.forms, phrase.forms),
            ):
                for code in codes:
                    sums[code] += weight

    @property
    def kinds(self) -> dict[str, float]:
        """The heaviest evidence counts in full, each further piece a little less: many hints do not make a certainty."""
        sums = {}
        for code, weights in self._evidence.items():
            ordered = sorted(weights, reverse=True)
            sums[code] = sum(weight * FURTHER**place if weight > 0 else weight for place, weight in enumerate(ordered))
        return sums

    def codes(self) -> set[str]:
        """Everything read so far that a condition may ask for."""
        return {code for sums in (self._evidence, self.groups, self.situations, self.forms) for code in sums}


_BETWEEN_PARTS = re.compile(
    r"[,.;:!?]|\s(?=(?:a|i|ale|navíc|taky|také|zároveň|and|but|і|та|але|oraz|aj)\s)", re.IGNORECASE
)


def _parts(text: str, count: int) -> list[range]:
    """Words, by their numbers, of each part of a sentence; none where there is but one, or where a law is cited, whose
    numbers points and an "a" belong to. `count`: of all words."""
    if "§" in text:
        return []
    parts, begin = [], 0
    for piece in _BETWEEN_PARTS.split(text):
        if length := len(tokens(piece)):
            parts.append(range(begin, begin + length))
            begin += length
    return parts if begin == count and len(parts) > 1 else []


def _with_abbreviation(word: str, word_keys: tuple[str, ...]) -> tuple[str, ...]:
    """Capitals in a text that is not all in capitals make an abbreviation, whatever else the letters spell."""
    return (*word_keys, ABBREVIATION + plain(word)) if word.isupper() and len(word) > 1 else word_keys


def _content(typed: Iterable[str]) -> list[str]:
    return [word for word in typed if not is_stop_word(word) and not word.isdigit()]


def _shares(sums: Mapping[str, float]) -> dict[str, float]:
    best = max(sums.values(), default=0.0)
    if best < LEAST:
        return {}
    ordered = sorted(sums.items(), key=lambda entry: -round(entry[1], 6))
    return {code: round(value / best, 4) for code, value in ordered if value / best >= FAINTEST}


def _confidence(sums: Mapping[str, float]) -> float:
    """Measured on unseen queries: the share of those with about this value whose first kind was right."""
    best, second, *_ = [*sorted(sums.values(), reverse=True), 0.0, 0.0]
    if best < LEAST:
        return 0.0
    return round(min(1.0, best / CERTAIN) * min(1.0, 1.3 - max(second, 0.0) / best), 3)
