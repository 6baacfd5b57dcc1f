"""What a person reads about a kind of service: complete, plain, and every "no" leads somewhere."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT / "catalogue" / "seed"
OUTSIDE_THE_REGISTER = {"hospic", "pujcovna", "urad", "klub"}
OFFICIALESE = re.compile(
    r"\b(uživatel|klient|zařízení|poskytov|poskytn|poskytuj|disponibil|prostřednictv|neprodlen|realizac|předmětn)"
    r"|\bv rámci\b|\bdle\b|\bza účelem\b|\bv případě, že\b|\bnutno\b",
    re.IGNORECASE,
)
PHONE = re.compile(r"\d(?: ?\d){2,}")


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


KINDS = {row["code"] for row in read(SEED / "service_kinds.csv")} | OUTSIDE_THE_REGISTER
KNOWN_PHONES = {row["phone"] for row in read(ROOT / "situations" / "seed" / "crisis_lines.csv")}
TEXTS = read(SEED / "kind_texts.csv")
GUIDANCE = read(SEED / "kind_guidance.csv")
FOR_WHOM = read(SEED / "kind_for_whom.csv")


def name_of(row: dict[str, str]) -> str:
    return row.get("code") or f"{row['kind']}: {row.get('need') or row['text']}"


every_row = pytest.mark.parametrize("row", [*TEXTS, *GUIDANCE, *FOR_WHOM], ids=name_of)
every_text = pytest.mark.parametrize("row", TEXTS, ids=name_of)
every_no = pytest.mark.parametrize("row", GUIDANCE, ids=name_of)


def test_every_kind_has_its_texts_once():
    assert sorted(row["code"] for row in TEXTS) == sorted(KINDS)


def test_every_kind_says_two_to_four_times_who_does_what_it_does_not():
    rows_of_a_kind = Counter(row["kind"] for row in GUIDANCE)

    assert set(rows_of_a_kind) == KINDS
    assert set(rows_of_a_kind.values()) <= {2, 3, 4}


@every_no
def test_what_is_not_done_is_said_so_that_the_desk_can_say_it_of_a_third_person(row):
    assert re.findall(r"\b(?:vy|vám|vás|vámi|vaš\w+|jste|(?!dítěte)\w+[eě]te)\b", row["need"]) == []


def test_every_kind_says_two_or_three_times_for_whom_it_is():
    rows_of_a_kind = Counter(row["kind"] for row in FOR_WHOM)

    assert set(rows_of_a_kind) == KINDS
    assert set(rows_of_a_kind.values()) <= {2, 3}


@every_row
def test_the_words_are_plain(row):
    assert OFFICIALESE.findall(" ".join(row.values())) == []


@every_row
def test_nothing_is_padded(row):
    assert [text for text in row.values() if text != text.strip() or "  " in text] == []


@every_row
def test_only_numbers_of_known_lines_are_written(row):
    assert set(PHONE.findall(" ".join(row.values()))) <= KNOWN_PHONES


@every_text
def test_only_what_to_bring_may_be_empty(row):
    assert [column for column, text in row.items() if not text and column != "bring_hint"] == []


@every_text
def test_the_summary_is_one_short_sentence(row):
    assert len(row["summary"]) <= 110
    assert row["summary"].endswith(".")
    assert ". " not in row["summary"]


@every_text
def test_hints_are_sentences_and_nothing_is_required(row):
    assert row["start_hint"].endswith(".")
    assert row["bring_hint"] == "" or re.fullmatch(r"Obvykle se hodí .+\.", row["bring_hint"])


@every_text
def test_names_are_in_the_right_script(row):
    assert re.search("[а-яіїєґ]", row["name_uk"], re.IGNORECASE)
    assert not re.search("[а-яіїєґ]", row["name_en"], re.IGNORECASE)


@every_no
def test_every_no_leads_to_another_kind_or_to_somebody_named(row):
    assert bool(row["instead_kind"]) != bool(row["instead_text"])
    assert row["instead_kind"] in KINDS | {""}
    assert row["instead_kind"] != row["kind"]


@every_no
def test_a_need_completes_the_sentence(row):
    assert len(row["need"]) <= 70
    assert row["need"][0].islower()
    assert (row["need"][-1] + row["instead_text"][-1:]).isalnum()


@pytest.mark.parametrize("row", FOR_WHOM, ids=name_of)
def test_a_yes_completes_the_sentence(row):
    assert row["text"][0].islower()
    assert row["text"][-1].isalnum()


def test_nothing_is_said_twice_about_a_kind():
    assert max(Counter((row["kind"], row["need"]) for row in GUIDANCE).values()) == 1
    assert max(Counter((row["kind"], row["text"]) for row in FOR_WHOM).values()) == 1
