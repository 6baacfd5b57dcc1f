"""What the measure of the search counts."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from catalogue.quality import Judged, averages, read_judged, score

HUNGRY = Judged("X1", "kde se najím", "slang", frozenset({"61", "69"}), "61")
IN_DEBT_AND_BEATEN = Judged(
    "X2", "dluhy a bití", "several_needs", frozenset({"37", "60a"}), "37", (frozenset({"37"}), frozenset({"60a"}))
)


def test_the_best_kind_first_is_all_one_can_wish_for():
    assert score(HUNGRY, ["61", "63", "69"]) == {
        "success@1": 1.0, "success@5": 1.0, "mrr": 1.0, "best@1": 1.0, "best@5": 1.0,
    }  # fmt: skip


def test_what_helps_in_the_sixth_place_helps_nobody():
    assert score(HUNGRY, ["63", "", "63", "63", "63", "69"]) == {
        "success@1": 0.0, "success@5": 0.0, "mrr": 1 / 6, "best@1": 0.0, "best@5": 0.0,
    }  # fmt: skip


@pytest.mark.parametrize(("found", "every_need"), [(["37", "37", "60a"], 1.0), (["37", "37", "37", "39", "40"], 0.0)])
def test_of_two_needs_the_first_cards_must_serve_both(found, every_need):
    assert score(IN_DEBT_AND_BEATEN, found)["needs@5"] == every_need


def test_needs_are_read_apart_and_averaged_where_there_are_any(tmp_path):
    file = tmp_path / "judged.csv"
    file.write_text(
        "# who wrote it\nid,query,style,relevant_kinds,best_kind,needs\n"
        "X1,kde se najím,slang,61;69,61,\nX2,dluhy a bití,several_needs,37;60a,37,37 / 60a\n",
        encoding="utf-8",
    )

    first, second = judged = read_judged(file)

    assert [query.needs for query in judged] == [(), (frozenset({"37"}), frozenset({"60a"}))]
    measured = averages([(first, score(first, ["61"])), (second, score(second, ["37"]))])
    assert measured["overall"]["needs@5"] == 0.0
    assert measured["several_needs"]["needs@5"] == 0.0
    assert "needs@5" not in measured["slang"]


@pytest.mark.django_db
def test_the_command_prints_each_style_and_says_what_it_cannot_read(tmp_path):
    file = tmp_path / "judged.csv"
    file.write_text("id,query,style,relevant_kinds,best_kind\nX1,kde se najím,slang,61,61\n", encoding="utf-8")
    printed = StringIO()

    call_command("search_quality", file, "--misses", stdout=printed)

    assert "slang" in printed.getvalue()
    assert "X1 'kde se najím' best 61, found []" in printed.getvalue()
    with pytest.raises(CommandError, match="nejde přečíst"):
        call_command("search_quality", tmp_path / "none.csv")
