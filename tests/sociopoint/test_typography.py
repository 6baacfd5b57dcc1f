from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociopoint.czech_order import sort_key
from sociopoint.typography import dialable, readable, typeset, with_links_to_call


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("péče v noci", "péče v~noci"),
        ("A v neděli k večeru", "A~v~neděli k~večeru"),
        ("106 služeb a 30 a 10", "106~služeb a~30 a~10"),
        ("18 907 zařízení", "18~907~zařízení"),
        ("16. 1. 2025", "16.~1.~2025"),
        ("do 26 let", "do~26~let"),
        ("dům sv. Alžběty – denní centrum", "dům sv.~Alžběty~– denní centrum"),
        ("§ 40", "§~40"),
        ("93 % lidí", "93~% lidí"),
    ],
)
def test_czech_spaces_do_not_break(written, printed):
    assert typeset(written) == printed.replace("~", "\u00a0")


@given(st.text())
def test_typesetting_changes_nothing_but_spaces(text):
    assert typeset(text).replace("\u00a0", " ") == text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("written", "dialled", "read"),
    [
        ("599 526 912", "+420599526912", "599~526~912"),
        ("+420 599 526 912", "+420599526912", "599~526~912"),
        ("00420599526912", "+420599526912", "599~526~912"),
        ("599-526-912", "+420599526912", "599~526~912"),
        ("420 599 526 912", "+420599526912", "599~526~912"),
        ("112", "112", "112"),
        ("116 123", "116123", "116~123"),
        ("+421 2 5910 1111", "+421259101111", "+421259101111"),
        ("klapka 12", "", ""),
    ],
)
def test_a_phone_is_dialled_and_read(written, dialled, read):
    assert dialable(written) == dialled
    assert readable(dialled) == read.replace("~", "\u00a0")


@pytest.mark.parametrize(
    ("sentence", "links"),
    [
        ("Volejte 158 nebo 112, když hrozí nebezpečí.", ["158", "112"]),
        ("Zavolejte 116~123, do 26 let 116~111, ve dne i v noci.", ["116123", "116111"]),
        ("Linka seniorů 800 200 007, je i pro pečující.", ["+420800200007"]),
        ("Pište na +420 599 443 821.", ["+420599443821"]),
        ("Call 155 or 112 if somebody drowns (or 158).", ["155", "112", "158"]),
    ],
)
def test_phones_inside_a_sentence_are_links_to_call(sentence, links):
    linked = with_links_to_call(sentence.replace("~", "\u00a0"))

    assert re.findall(r'<a href="tel:([^"]+)">', linked) == links
    assert re.sub(r"</?a[^>]*>", "", linked) == sentence.replace("~", "\u00a0")


@pytest.mark.parametrize(
    "sentence",
    [
        "Stojí to 150 Kč.",
        "Má 112 míst.",
        "Podle § 112 zákona",
        "Zelená 155/73",
        "Dluh 1 112 000 korun",
        "1. 1. 2112",
        "č. 108/2006",
        "156 let",
        "150,50",
    ],
)
def test_other_numbers_are_no_phones(sentence):
    assert with_links_to_call(sentence) == sentence
    assert with_links_to_call(typeset(sentence)) == typeset(sentence)


def test_names_stand_in_czech_order():
    names = ["Žofie", "Chvalovice", "Cibule", "Čáp", "Hora", "Dům 10", "Dům 9", "Ibis", "Zora", "Řeka", "Rada", "auto"]

    assert sorted(names, key=sort_key) == [
        "auto",
        "Cibule",
        "Čáp",
        "Dům 9",
        "Dům 10",
        "Hora",
        "Chvalovice",
        "Ibis",
        "Rada",
        "Řeka",
        "Zora",
        "Žofie",
    ]
