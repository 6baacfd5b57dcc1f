"""Searches are counted by word and day; while many come they are gathered, and none is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from urllib.parse import quote

import pytest
from django.db import connection

from catalogue import counting
from catalogue.counting import Tally, count_search, write_what_is_left
from catalogue.models import SearchDay, SearchInVain
from catalogue.understanding import Need
from tests.factories import ServiceKindFactory

TODAY, YESTERDAY = date(2026, 11, 25), date(2026, 11, 24)


def counted() -> list[tuple[str, int, int]]:
    return list(SearchDay.objects.order_by("word").values_list("word", "searches", "without_result"))


@pytest.mark.django_db
def test_a_search_in_a_quiet_moment_is_written_at_once():
    count_search("noclehárna", Need(), found=True)

    assert counted() == [("nocleharna", 1, 0)]


@pytest.mark.django_db
def test_searches_close_after_one_another_are_written_together(django_assert_num_queries, monkeypatch):
    count_search("noclehárna", Need(), found=True)

    with django_assert_num_queries(0):
        for _number in range(3):
            count_search("noclehárna", Need(), found=True)
        count_search("dluhy", Need(), found=False)
    monkeypatch.setattr(counting, "GATHERED_FOR", 0.0)
    with django_assert_num_queries(1):
        count_search("dluhy", Need(), found=True)

    assert counted() == [("dluhy", 2, 1), ("nocleharna", 4, 0)]


@pytest.mark.django_db
def test_what_was_looked_for_in_vain_is_counted_by_its_kind(monkeypatch):
    monkeypatch.setattr(counting, "GATHERED_FOR", 0.0)
    night, _debts = ServiceKindFactory(code="NOC"), ServiceKindFactory(code="DLUH")
    for need, found in (
        (Need(kinds={"NOC": 1.0, "DLUH": 0.3}), False),
        (Need(kinds={"NOC": 1.0}), False),
        (Need(kinds={"DLUH": 1.0}), True),
        (Need(kinds={"ZANIKLY": 1.0}), False),
        (Need(), False),
    ):
        count_search("dluhy", need, found=found)

    assert list(SearchInVain.objects.values_list("kind", "number")) == [(night.pk, 2)]
    assert counted() == [("dluhy", 5, 4)]


@pytest.mark.django_db
def test_what_is_gathered_keeps_its_day():
    tally = Tally()
    tally.add(YESTERDAY, ["dluhy"], found=True)
    tally.add(TODAY, ["dluhy"], found=True)

    tally.write()

    assert set(SearchDay.objects.values_list("day", "searches")) == {(YESTERDAY, 1), (TODAY, 1)}


@pytest.mark.django_db
def test_many_words_are_written_before_their_time(monkeypatch):
    monkeypatch.setattr(counting, "MOST_GATHERED", 2)
    for word in ("noclehárna", "dluhy", "rozvod"):
        count_search(word, Need(), found=True)

    assert counted() == [("dluhy", 1, 0), ("nocleharna", 1, 0), ("rozvod", 1, 0)]


@pytest.mark.django_db
def test_a_child_of_the_process_does_not_write_what_its_parent_gathered(monkeypatch):
    counting._tally.add(TODAY, ["dluhy"], found=True)
    monkeypatch.setattr(counting._tally, "process", os.getpid() + 1)

    write_what_is_left()

    assert counted() == []


@pytest.mark.django_db
def test_a_worker_writes_what_it_gathered_though_its_parent_began(monkeypatch):
    counting._tally.add(TODAY, ["rozvod"], found=True)
    monkeypatch.setattr(counting._tally, "process", os.getpid() + 1)
    counting._tally.add(TODAY, ["dluhy"], found=True)

    write_what_is_left()

    assert counted() == [("dluhy", 1, 0)]


@pytest.mark.django_db(transaction=True)
def test_a_process_that_ends_in_good_order_loses_nothing():
    """As a worker does when it is told to stop: `sys.exit`, and what is registered for the end runs."""
    told = connection.settings_dict
    address = f"postgresql://{told['USER']}@/{told['NAME']}?host={quote(told['HOST'])}"
    program = (
        "import django; django.setup()\n"
        "from catalogue.counting import count_search\n"
        "from catalogue.understanding import Need\n"
        "for _ in range(5): count_search('dluhy', Need(), found=True)\n"
        "raise SystemExit\n"
    )

    subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "sociopoint.settings"},
        check=True,
    )

    assert counted() == [("dluhy", 5, 0)]
