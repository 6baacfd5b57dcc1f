from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociopoint.czech_order import sort_key
from sociopoint.typography import dialable, readable, typeset


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
        ("112", "112", "112"),
        ("116 123", "116123", "116~123"),
        ("+421 2 5910 1111", "+421259101111", "+421259101111"),
        ("klapka 12", "", ""),
    ],
)
def test_a_phone_is_dialled_and_read(written, dialled, read):
    assert dialable(written) == dialled
    assert readable(dialled) == read.replace("~", "\u00a0")


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
