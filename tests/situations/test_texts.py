"""What a person reads on the page of a situation: complete, plain, and with no number we do not know."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

SEED = Path(__file__).resolve().parents[2] / "situations" / "seed"
OFFICIALESE = re.compile(
    r"\b(uživatel|klient|zařízení|poskytov|poskytn|poskytuj|disponibil|prostřednictv|neprodlen|realizac|předmětn)"
    r"|\bv rámci\b|\bdle\b|\bza účelem\b|\bv případě, že\b|\bnutno\b",
    re.IGNORECASE,
)
PHONE = re.compile(r"\d(?: ?\d){2,}")
LONGEST_SENTENCE = 15
ICONS = [
    "walker", "house-key", "wallet", "shield", "rain", "bottle", "wheelchair",
    "family", "backpack", "briefcase", "globe", "hand-heart", "paper",
]  # fmt: skip


def read(name: str) -> list[dict[str, str]]:
    with (SEED / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?!]) ", text)


SITUATIONS = {row["slug"]: row for row in read("life_situations.csv")}
LINES = {row["slug"]: row for row in read("crisis_lines.csv")}
KNOWN_PHONES = {row["phone"] for row in LINES.values()}
TEXTS = read("situation_texts.csv")
LINE_TEXTS = read("crisis_line_texts.csv")


def slug_of(row: dict[str, str]) -> str:
    return row["slug"]


def test_every_situation_has_its_text_once():
    assert sorted(map(slug_of, TEXTS)) == sorted(SITUATIONS)


def test_every_crisis_line_has_its_text_once():
    assert sorted(map(slug_of, LINE_TEXTS)) == sorted(LINES)


@pytest.mark.parametrize("row", [*TEXTS, *LINE_TEXTS], ids=slug_of)
def test_nothing_but_the_icon_is_empty_or_padded(row):
    gaps = [column for column, text in row.items() if column != "icon" and not text.strip()]
    padded = [column for column, text in row.items() if text != text.strip() or "  " in text]

    assert (gaps, padded) == ([], [])


@pytest.mark.parametrize("row", TEXTS, ids=slug_of)
def test_the_words_are_plain(row):
    assert OFFICIALESE.findall(f"{row['lead']} {row['first_steps']}") == []


@pytest.mark.parametrize("row", TEXTS, ids=slug_of)
def test_the_lead_is_three_short_sentences_at_most(row):
    lead = sentences(row["lead"])

    assert len(lead) <= 3
    assert [sentence for sentence in lead if len(sentence.split()) > LONGEST_SENTENCE] == []
    assert [sentence for sentence in lead if sentence[-1] not in ".?!" or not sentence[0].isupper()] == []


@pytest.mark.parametrize("row", TEXTS, ids=slug_of)
def test_two_to_four_steps_are_short_sentences(row):
    steps = row["first_steps"].split("|")

    assert 2 <= len(steps) <= 4
    assert [step for step in steps if not step[0].isupper() or not step.endswith(".")] == []
    assert [step for step in steps if len(step.split()) > LONGEST_SENTENCE] == []


@pytest.mark.parametrize("row", TEXTS, ids=slug_of)
def test_an_urgent_situation_begins_with_a_number_to_call(row):
    first = row["first_steps"].split("|")[0]

    assert SITUATIONS[row["slug"]]["urgent"] == "no" or PHONE.search(first)


@pytest.mark.parametrize("row", [*TEXTS, *LINE_TEXTS], ids=slug_of)
def test_only_numbers_of_known_lines_are_written(row):
    assert set(PHONE.findall(" ".join(row.values()).replace(row["slug"], "", 1))) - KNOWN_PHONES <= {"2020"}


@pytest.mark.parametrize("row", LINE_TEXTS, ids=slug_of)
def test_a_line_says_in_sentences_whom_it_helps(row):
    for said in (LINES[row["slug"]]["description_cs"], row["description_en"], row["description_uk"]):
        assert (said[0].isupper(), said[-1]) == (True, ".")
        assert set(said).isdisjoint(";()")
    czech = sentences(LINES[row["slug"]]["description_cs"])
    assert [one for one in czech if len(one.split()) > LONGEST_SENTENCE] == []
    assert OFFICIALESE.findall(" ".join(czech)) == []


def test_topics_have_the_thirteen_icons_in_their_order():
    assert [row["icon"] for row in TEXTS if row["icon"]] == ICONS


@pytest.mark.parametrize("row", TEXTS, ids=slug_of)
def test_only_a_topic_has_an_icon(row):
    assert bool(row["icon"]) == (SITUATIONS[row["slug"]]["parent"] == "")


@pytest.mark.parametrize("row", TEXTS, ids=slug_of)
def test_sensitivity_is_said_and_all_violence_is_sensitive(row):
    assert row["is_sensitive"] in {"yes", "no"}
    assert "nasili" not in {row["slug"], SITUATIONS[row["slug"]]["parent"]} or row["is_sensitive"] == "yes"


@pytest.mark.parametrize("row", [*TEXTS, *LINE_TEXTS], ids=slug_of)
def test_ukrainian_is_in_cyrillic_and_english_is_not(row):
    assert re.search("[а-яіїєґ]", row["name_uk"], re.IGNORECASE)
    assert not re.search("[а-яіїєґ]", row["name_en"], re.IGNORECASE)
