"""What single words say: learning, writing down, reading, and what comes of it in a query."""

import csv

import pytest

from catalogue.phrases import Phrase
from catalogue.teaching import Lesson, learn, shipped_phrases
from catalogue.understanding import Lexicon
from catalogue.word_weights import (
    SENTENCES,
    TAUGHT_BY,
    WEIGHTS,
    WordWeights,
    features,
    fingerprint,
    read_sentences,
    read_weights,
    shipped_weights,
    write_weights,
)

LESSONS = [
    Lesson(features("přespat"), {"NOC": 1.0}, 1.0),
    Lesson(features("oběd"), {"PS": 0.7, "OA": 0.3}, 1.0),
]


@pytest.fixture
def weights(tmp_path) -> WordWeights:
    path = tmp_path / "weights.csv"
    write_weights(path, learn(LESSONS, rounds=20), least=0.1)
    return read_weights(path, words=["prespat", "obed", "babicka"])


def test_a_word_speaks_for_the_kinds_it_was_taught_with(weights):
    likely = weights.likelihoods(features("obědy"))

    assert sorted(likely, key=lambda kind: -likely[kind]) == ["PS", "OA", "NOC"]
    assert sum(likely.values()) == pytest.approx(1)


def test_a_word_it_was_never_taught_says_nothing(weights):
    assert weights.likelihoods(features("zmrzlina")) == {}


def test_a_small_word_says_nothing_by_itself(weights):
    assert weights.likelihoods(features("pro")) == {}


def test_words_of_one_root_are_taken_together():
    assert set(features("noclehárna")) & set(features("noclehářka")) == {"^nocle"}


def test_a_name_has_no_relatives():
    assert [feature for feature in features("Kopřivnice") if feature.startswith("^")] == []


def test_learning_the_same_twice_gives_the_same():
    assert learn(LESSONS, rounds=3) == learn(LESSONS, rounds=3)


def test_where_a_lesson_stands_changes_nothing():
    assert learn(LESSONS[::-1]) == learn(LESSONS)


def test_words_understand_what_no_phrase_has_foreseen(weights):
    phrases = [Phrase("oběd domů", kinds=("PS",)), Phrase("teplo na noc", kinds=("NOC",))]

    assert next(iter(Lexicon(phrases, weights=weights).understand("teplý oběd").kinds)) == "PS"


def test_a_sure_phrase_outweighs_the_words(weights):
    outright = Phrase("oběd pro babičku", kinds=("CDS",), weight=4)

    assert next(iter(Lexicon([outright], weights=weights).understand("oběd pro babičku").kinds)) == "CDS"


def test_a_mistyped_word_of_a_lesson_is_understood(weights):
    assert next(iter(Lexicon([], weights=weights).understand("přezpat").kinds)) == "NOC"


def test_the_shipped_weights_were_learnt_from_the_shipped_phrases_and_sentences():
    """Say `manage.py teach_search` after changing either."""
    with WEIGHTS.open(encoding="utf-8", newline="") as file:
        told = {row[0]: row[1] for row in csv.reader(file)}

    assert told[TAUGHT_BY] == fingerprint()


def test_every_shipped_sentence_uses_kinds_that_exist():
    known = {code for phrase in shipped_phrases() for code in phrase.kinds}

    assert [sentence for sentence, kinds in read_sentences(SENTENCES) if not known.issuperset(kinds)] == []


def test_no_name_of_a_place_was_learnt():
    """A word that says where is no word that says what."""
    learnt = set(shipped_weights().of_feature)

    assert learnt.isdisjoint(features("Havířov") + features("Karviná") + features("Poruba") + features("Vítkovice"))
