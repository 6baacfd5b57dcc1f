"""Personal data in a note: one table of examples for the server and for the browser (tests/browser/test_personal_data.py)."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inquiries.personal_data import Finding, find_personal_data, masked, without

EXAMPLES = Path(__file__).parent / "personal_data.csv"


def examples() -> list[tuple[str, list[str]]]:
    with EXAMPLES.open(encoding="utf-8") as table:
        rows = csv.DictReader(table, delimiter=";")
        return [(row["text"] or "", (row["found"] or "").split("|") if row["found"] else []) for row in rows]


@pytest.mark.parametrize(("text", "expected"), examples())
def test_what_is_found(text, expected):
    assert [f"{one.kind}={one.text}" for one in find_personal_data(text)] == expected


def test_masking_leaves_nothing_of_it_not_even_its_length():
    assert masked("Volat na 603 000 000 paní Nové.") == "Volat na █████ paní █████."


def test_only_chosen_kinds_are_masked():
    assert masked("603 000 000, demence", (Finding.DIAGNOSIS,)) == "603 000 000, █████"


def test_what_moves_away_leaves_tidy_words():
    text = "Volat na 603 000 000, po 16. hodině."

    assert without(text, find_personal_data(text)) == "Volat na, po 16. hodině."


@given(st.text(max_size=400))
def test_no_text_breaks_it_and_findings_never_overlap(text):
    found = find_personal_data(text)

    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
