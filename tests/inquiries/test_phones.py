from __future__ import annotations

import pytest

from inquiries.phones import find_phones, normalised, readable


@pytest.mark.parametrize(
    ("written", "e164"),
    [
        ("603000000", "+420603000000"),
        ("603 000 000", "+420603000000"),
        ("603/000/000", "+420603000000"),
        ("603 / 000 000", "+420603000000"),
        ("603-000-000", "+420603000000"),
        ("+420 603 000 000", "+420603000000"),
        ("00420603000000", "+420603000000"),
        ("(603) 000 000", "+420603000000"),
        ("599 443 821", "+420599443821"),
        ("+421 903 123 456", "+421903123456"),
        ("+380 50 123 4567", "+380501234567"),
    ],
)
def test_a_number_as_people_write_it(written, e164):
    assert normalised(written) == e164


@pytest.mark.parametrize("written", ["", " ", "skryté číslo", "12", "112", "60300000", "6030000000", "+420 12"])
def test_what_is_no_number(written):
    assert normalised(written) is None


def test_numbers_inside_a_sentence_are_found_in_their_order():
    text = "volat 603 000 000, jinak 599/443821"

    found = find_phones(text)

    assert [phone.e164 for phone in found] == ["+420603000000", "+420599443821"]
    assert [text[phone.start : phone.end] for phone in found] == ["603 000 000", "599/443821"]


def test_a_line_of_help_is_nobodys_contact():
    assert find_phones("volejte 112 nebo 116 123") == []


@pytest.mark.parametrize(("e164", "shown"), [("+420603000000", "603 000 000"), ("+421903123456", "+421 903 123 456")])
def test_a_number_is_shown_as_people_read_it(e164, shown):
    assert readable(e164) == shown.replace(" ", "\u00a0")
