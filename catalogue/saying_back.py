"""What a search says it understood: in dictionary form what nobody's person is heard in, all else in the words they used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from catalogue.matching import Match, is_loose
from catalogue.word_weights import ABBREVIATION
from catalogue.words import is_czech_word, is_dictionary_form, is_stop_word, plain

MOST_SAID = 4
_PREPOSITIONS = frozenset("v ve z ze s k ke o u na do od po za bez".split())
_OF_NOBODY = _PREPOSITIONS | {"a", "i", "pro"}
_ENDS_SENTENCE = frozenset(".!?;")
TELLING = 0.5
"""Weight from which a phrase is worth being said."""


def said_back(text: str, typed: Sequence[str], matches: Iterable[Match], kinds: Set[str]) -> tuple[str, ...]:
    """The phrases that weigh most and speak for what came out, in the order in which they were typed, none twice.

    `typed`: the words of the text (`tokens`). "Pustí ji z nemocnice" would be untrue of a father who was let go.
    """
    telling = [match for match in matches if match.phrase.weight >= TELLING and kinds & {*match.phrase.kinds}]
    chosen: list[tuple[int, str]] = []
    taken: set[int] = set()
    for match in sorted(telling, key=lambda m: (m.phrase.language != "cs", -m.phrase.weight * m.strength)):
        said = _said(text, typed, match) if taken.isdisjoint(match.positions) else ""
        if said:
            chosen.append((min(match.positions), said))
            taken |= match.positions
    return tuple(dict.fromkeys(said for _place, said in sorted(chosen[:MOST_SAID])))


def _said(text: str, typed: Sequence[str], match: Match) -> str:
    """'' for what can be said in no words: a phrase made of alternatives, where the words were mistyped."""
    phrase = match.phrase.text.removeprefix(ABBREVIATION)
    loose = is_loose(phrase)
    if not loose and _is_of_nobody(phrase):
        return phrase
    return _own_words(text, typed, match) or ("" if loose else phrase)


def _is_of_nobody(phrase: str) -> bool:
    """A name of a thing ("hygiena doma", "chytrá domácnost"): no verb has a person in it, no adjective the sex of one."""
    words = [word for word in phrase.split() if word not in _OF_NOBODY]
    last = len(words) - 1
    return all(
        not is_stop_word(word) and is_dictionary_form(word, before_a_noun=place < last)
        for place, word in enumerate(words)
    )


def _is_right(word: str) -> bool:
    return is_stop_word(word) or is_czech_word(word) or is_czech_word(word.lower().removeprefix("ne"))


def _own_words(text: str, typed: Sequence[str], match: Match) -> str:
    """The piece of the text from the first of the words, with its preposition, to the last; '' where any is mistyped or
    written without accents."""
    first, last = min(match.positions), max(match.positions)
    if not all(map(_is_right, typed[first : last + 1])):
        return ""
    if first and plain(typed[first - 1]) in _PREPOSITIONS:
        first -= 1
    start = end = 0
    for place, word in enumerate(typed[: last + 1]):
        begin = text.find(word, end)
        if begin < 0:
            return ""
        start, end = (begin if place <= first else start), begin + len(word)
    piece = text[start:end]
    if set(piece) & _ENDS_SENTENCE:
        return ""
    return piece[0].lower() + piece[1:] if first == 0 and not typed[0].isupper() else piece
