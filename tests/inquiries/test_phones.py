from __future__ import annotations

import pytest

from inquiries.models import phone_hash
from inquiries.phones import find_phones, normalised, readable
from sociopoint.templatetags.components import phone, tel


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
        ("596 123 456 linka 12", "+420596123456;ext=12"),
        ("596123456, linka: 12", "+420596123456;ext=12"),
        ("596\u00a0123\u00a0456\u00a0linka\u00a012", "+420596123456;ext=12"),
        ("596 123 456 kl. 12", "+420596123456;ext=12"),
        ("596 123 456 kl 1234", "+420596123456;ext=1234"),
        ("596 123 456 (klapka 12)", "+420596123456;ext=12"),
        ("596 123 456 ext. 12", "+420596123456;ext=12"),
        ("596123456/12", "+420596123456;ext=12"),
        ("596 123 456 / 007", "+420596123456;ext=007"),
        ("+420596123456;ext=12", "+420596123456;ext=12"),
    ],
)
def test_a_number_as_people_write_it(written, e164):
    assert normalised(written) == e164


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "skryté číslo",
        "12",
        "112",
        "60300000",
        "6030000000",
        "+420 12",
        "linka 12",
        "603 000 000 linka",
    ],
)
def test_what_is_no_number(written):
    assert normalised(written) is None


def test_numbers_inside_a_sentence_are_found_in_their_order():
    text = "volat 603 000 000, jinak 599/443821"

    found = find_phones(text)

    assert [phone.e164 for phone in found] == ["+420603000000", "+420599443821"]
    assert [text[phone.start : phone.end] for phone in found] == ["603 000 000", "599/443821"]


def test_a_line_of_help_is_nobodys_contact():
    assert find_phones("volejte 112 nebo 116 123") == []


@pytest.mark.parametrize(
    ("text", "written", "e164"),
    [
        ("volat 596 123 456 linka 12, dluhy", "596 123 456 linka 12", "+420596123456;ext=12"),
        ("596123456 kl. 7 a linka 8", "596123456 kl. 7", "+420596123456;ext=7"),
        ("596 123 456 linka bezpečí", "596 123 456", "+420596123456"),
    ],
)
def test_an_extension_goes_with_its_number(text, written, e164):
    assert [(phone.written, phone.e164) for phone in find_phones(text)] == [(written, e164)]


@pytest.mark.parametrize("show", [readable, phone])
def test_an_extension_is_read_and_dialled(show):
    assert show("+420596123456;ext=12") == "596 123 456 linka 12".replace(" ", "\u00a0")
    assert tel("+420596123456;ext=12") == "+420596123456;ext=12"


def test_a_number_is_found_whatever_its_extension():
    assert phone_hash("+420596123456;ext=12") == phone_hash("+420596123456")


@pytest.mark.parametrize(
    ("e164", "shown"),
    [
        ("+420603000000", "603 000 000"),
        ("+421903123456", "+421 903 123 456"),
        ("+421903123456;ext=5", "+421 903 123 456 linka 5"),
    ],
)
def test_a_number_is_shown_as_people_read_it(e164, shown):
    assert readable(e164) == shown.replace(" ", "\u00a0")
