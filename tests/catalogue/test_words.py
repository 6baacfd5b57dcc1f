"""Words as keys: inflection, missing diacritics and other alphabets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.words import Spelling, content_words, distance, document_keys, is_stop_word, keys, plain, stem, tokens


@pytest.mark.parametrize(
    "forms",
    [
        "pečovatelka pečovatelky pečovatelkou pecovatelkam",
        "stacionář stacionáře stacionářů stacionarich",
        "dluh dluhy dluhů dluzích dluzich",
        "maminka mamince maminkou maminky",
        "noclehárna noclehárnu nocleháren nocleharnach",
        "dítě dite děti dětem detem detmi",
        "přespat prespat přespím prespim",
        "bydlení bydlet bydlím bydlel bydleni",
        "vězení vezeni vězením",
        "půjčovna pujcovny půjčoven pujcoven",
        "člověk lidé lidem lidmi",
        "допомога допомоги допомогу",
        "debt debts",
    ],
)
def test_forms_of_one_word_share_a_key(forms):
    first, *others = forms.split()

    assert [form for form in others if set(keys(form)).isdisjoint(keys(first))] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("stres", "strach"),
        ("byt", "bít"),
        ("nemám", "mám"),
        ("nechodí", "chodí"),
        ("domov", "dům"),
        ("dopis", "doprava"),
    ],
)
def test_different_words_stay_apart(one, other):
    assert set(keys(one)).isdisjoint(keys(other))


def test_plain_text_has_no_accents_capitals_or_hard_spaces():
    assert plain("Péče\N{NO-BREAK SPACE}o ŽENU, łódź") == "pece o zenu, lodz"


@pytest.mark.parametrize("written", ["§ 60a", "§60a", "§ 60 a", "paragraf 60a", "Paragrafu 60 a", "§§ 60a"])
def test_a_section_is_one_token_however_it_is_written(written):
    assert tokens(written) == ("§60a",)


def test_two_sections_joined_by_and_stay_two():
    assert tokens("§ 48 a § 51") == ("§48", "a", "§51")


@pytest.mark.parametrize("word", ["a", "že", "ze", "být", "jsem", "pro", "potřebuji", "the", "dla", "для"])
def test_small_words_are_stop_words(word):
    assert is_stop_word(word)


@pytest.mark.parametrize("word", ["byt", "den", "domov", "§40"])
def test_words_that_look_like_small_ones_are_kept(word):
    assert not is_stop_word(word)


def test_content_words_keep_their_order_and_spelling():
    assert content_words("Hledáme pro maminku pečovatelku, 2x týdně") == ("maminku", "pečovatelku", "2x", "týdně")


def test_a_document_and_a_query_meet_in_their_keys():
    document = document_keys("Pečovatelská služba Havířov, střediska pro seniory")
    query = document_keys("pecovatelskou sluzbu pro seniora v Havirove")

    assert set(query) <= set(document)


def test_each_key_of_a_document_is_given_once():
    found = document_keys("služba službě služby Služba")

    assert found == keys("služba")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("uklyd", "uklid"),
        ("psycholocka", "psychologicka"),
        ("noclehrna", "nocleharna"),
        ("rehabylitace", "rehabilitace"),
        ("odlecovaci", "odlehcovaci"),
    ],
)
def test_a_misspelt_word_is_set_right(typed, meant):
    spelling = Spelling(["uklid", "psychologicka", "nocleharna", "rehabilitace", "odlehcovaci", "dolecovaci"])

    assert spelling.right(typed) == meant


@pytest.mark.parametrize("word", ["opava", "doprava", "mu", "zcelajineslovo", "40"])
def test_a_word_far_from_all_known_ones_is_left_alone(word):
    spelling = Spelling(["oprava", "uklid", "nocleharna"], right=["opava"])

    assert spelling.right(word) is None


@pytest.mark.parametrize(
    ("left", "right", "mistakes"), [("ab", "ab", 0), ("ba", "ab", 1), ("abc", "ac", 1), ("abc", "xyz", 2)]
)
def test_distance_counts_up_to_what_is_allowed(left, right, mistakes):
    assert distance(left, right, 1) == mistakes


@given(st.text(max_size=300))
def test_any_text_can_be_cut_into_keys(text):
    assert all(key == key.strip() and key for key in document_keys(text))


@given(st.text(alphabet="abcdefghijklmnoprstuvyz", min_size=4, max_size=30))
def test_a_stem_is_never_shorter_than_three_letters(word):
    assert len(stem(word)) >= 3


def test_a_man_is_not_the_verb_that_looks_like_him():
    assert is_stop_word("může")
    assert not is_stop_word("muže")
