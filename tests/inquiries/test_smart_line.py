"""The smart line by examples: what is a token, what is a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inquiries.smart_line import ELSEWHERE, Field, Token, Vocabulary, choice, read_line

CHANNELS = {
    letter: Token(Field.CHANNEL, name, name)
    for letter, name in {
        "t": "phone",
        "o": "in_person",
        "e": "email",
        "w": "web",
        "v": "field",
        "z": "free_line",
        "p": "partner",
    }.items()
}
WORDS = Vocabulary(
    channels=CHANNELS,
    districts=[
        choice("1", "Poruba", "Poruba"),
        choice("2", "Moravská Ostrava a Přívoz", "Moravská Ostrava a Přívoz"),
        choice("3", "Ostrava-Jih", "Ostrava-Jih"),
        choice("4", "Slezská Ostrava", "Slezská Ostrava"),
        choice("5", "Nová Bělá", "Nová Bělá"),
        choice("6", "Nová Ves", "Nová Ves"),
    ],
    situations=[
        choice("9", "Mám dluhy nebo nemám peníze", "penize-a-dluhy", "exekuce", "půjčka"),
        choice("10", "Dnes nemám kde spát", "nemam-kde-spat", "noclehárna"),
    ],
    find_place=lambda text: Token(Field.DISTRICT, "99", "Opava") if text.lower() == "opava" else None,
    find_situation=lambda text: Token(Field.SITUATION, "10", "Dnes nemám kde spát") if text == "přespat" else None,
    is_code=lambda text: text == "lípa vlak hrad sova",
)


def said(text: str, **how) -> tuple[dict[str, str], str]:
    """Field -> value of each token, and the words that are left."""
    line = read_line(text, WORDS, **how)
    return {str(token.field): token.value for token in line.tokens}, line.words


def test_a_whole_line_as_a_worker_types_it():
    assert said("t za blízkého 7005 @Poruba máma po mrtvici, hygiena") == (
        {"channel": "phone", "on_behalf": "relative", "age_band": "65-79", "district": "1"},
        "máma po mrtvici, hygiena",
    )


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("t", "channel", "phone"),
        ("T", "channel", "phone"),
        ("o", "channel", "in_person"),
        ("o dluhy", "channel", "in_person"),
        ("e", "channel", "email"),
        ("w", "channel", "web"),
        ("v", "channel", "field"),
        ("v @Poruba", "channel", "field"),
        ("z t", "channel", "phone"),
        ("p", "channel", "partner"),
        ("dluhy t", "channel", "phone"),
        ("t uk tl", "interpreter", "on"),
        ("TL", "interpreter", "on"),
        ("t kód lípa vlak hrad sova", "code", "lípa vlak hrad sova"),
        ("kod: lípa vlak hrad sova @Poruba", "code", "lípa vlak hrad sova"),
        ("za sebe", "on_behalf", "self"),
        ("ZA BLIZKEHO", "on_behalf", "relative"),
        ("za klienta", "on_behalf", "client"),
        ("za neznámého", "on_behalf", "stranger"),
        ("1005", "age_band", "15-17"),
        ("2005", "age_band", "18-26"),
        ("7005", "age_band", "65-79"),
        ("8005", "age_band", "80+"),
        ("3 roky", "age_band", "0-14"),
        ("16 let", "age_band", "15-17"),
        ("72 let", "age_band", "65-79"),
        ("72let", "age_band", "65-79"),
        ("72 let,", "age_band", "65-79"),
        ("100 let", "age_band", "80+"),
        ("ž", "sex", "woman"),
        ("m", "sex", "man"),
        ("uk", "language", "uk"),
        ("rom", "language", "rom"),
        ("cse", "language", "cse"),
        ("@Poruba", "district", "1"),
        ("@poruba,", "district", "1"),
        ("@por", "district", "1"),
        ("@moravska", "district", "2"),
        ("@moravska ostrava", "district", "2"),
        ("@Moravská Ostrava a Přívoz", "district", "2"),
        ("@privoz", "district", "2"),
        ("@jih", "district", "3"),
        ("@ostrava-jih", "district", "3"),
        ("@slezska ostrava dluhy", "district", "4"),
        ("@nova bela", "district", "5"),
        ("@porbua", "district", "1"),
        ("@Opava", "district", "99"),
        ("@mimo", "district", ELSEWHERE),
        ("#dluhy", "situation", "9"),
        ("#Exekuce", "situation", "9"),
        ("#pujck", "situation", "9"),
        ("#penize", "situation", "9"),
        ("#přespat", "situation", "10"),
        ("!", "is_crisis", "on"),
        ("!!", "is_crisis", "on"),
        ("?", "is_unmet", "on"),
        ("603 000 000", "phone", "+420603000000"),
        ("603/000/000", "phone", "+420603000000"),
        ("+420603000000", "phone", "+420603000000"),
        ("jana@firma.example", "email", "jana@firma.example"),
    ],
)
def test_a_token_sets_its_field(text, field, value):
    assert said(text)[0][field] == value


@pytest.mark.parametrize(
    "text",
    [
        "péče o seniora",
        "v bytě je zima",
        "z bytu mě vyhazují",
        "bydlím v Porubě",
        "telefon",
        "teta pije",
        "dluhy a exekuce",
        "kdo se postará",
        "proč?",
        "pomoc!",
        "112",
        "116 123",
        "žádám o 15000 Kč",
        "1995",
        "300 let",
        "705505/1234",
        "za rok",
        "60a",
    ],
)
def test_ordinary_words_are_looked_for(text):
    assert said(text) == ({}, text)


def test_a_word_still_being_typed_is_no_token():
    assert said("dluhy t", is_finished=False) == ({}, "dluhy t")
    assert said("dluhy t ", is_finished=False) == ({"channel": "phone"}, "dluhy")
    assert said("@por", is_finished=False) == ({}, "@por")


def test_what_begins_like_a_token_and_means_nothing_is_said():
    line = read_line("@nova #nesmysl dluhy", WORDS)

    assert line.unread == ("@nova", "#nesmysl")
    assert line.words == "dluhy"


def test_the_last_of_two_wins():
    assert read_line("@Poruba @jih", WORDS).value(Field.DISTRICT) == "3"


def test_several_situations_all_count():
    tokens = read_line("#dluhy #noclehárna", WORDS).tokens

    assert [token.value for token in tokens] == ["9", "10"]


@given(st.text(max_size=600))
def test_nothing_typed_can_break_it(text):
    read_line(text, WORDS)
    read_line(text, WORDS, is_finished=False)


@given(st.lists(st.sampled_from(["dluhy", "exekuce", "babička", "pomoc", "sama"]), max_size=6))
def test_words_come_back_in_their_order(words):
    assert said(" ".join(words))[1] == " ".join(words)
