"""The limiter is exact however many ask at once, and knows nobody."""

from __future__ import annotations

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from sociopoint import limits
from sociopoint.models import DailyKey, Limit
from sociopoint.waiting import come_back


@pytest.fixture(autouse=True)
def _no_key_of_another_test():
    limits._key_of.cache_clear()
    yield
    limits._key_of.cache_clear()


@pytest.mark.django_db(transaction=True)
def test_of_four_hundred_tries_at_once_exactly_a_hundred_pass():
    limits.allow("zkouška", "kdosi", most=100, seconds=600)

    def fifty(_thread: int) -> int:
        try:
            return sum(limits.allow("zkouška", "kdosi", most=100, seconds=600) for _try in range(50))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        passed = sum(threads.map(fifty, range(8)))

    assert passed == 99
    assert Limit.objects.get().hits == 401


@pytest.mark.django_db
def test_whoever_is_refused_learns_how_long_it_lasts():
    waits = [limits.seconds_to_wait("heslo", "a", most=2, seconds=60) for _try in range(3)]

    assert waits[:2] == [0, 0]
    assert 55 < waits[2] <= 60


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (1, "Zkuste to znovu za 1 minutu, nebo nám zavolejte."),
        (61, "Zkuste to znovu za 2 minuty, nebo nám zavolejte."),
        (600, "Zkuste to znovu za 10 minut, nebo nám zavolejte."),
        (5401, "Zkuste to znovu za 2 hodiny, nebo nám zavolejte."),
        (86_400, "Zkuste to znovu za 24 hodin, nebo nám zavolejte."),
    ],
)
def test_the_time_is_said_in_words_and_never_too_early(seconds, said):
    assert come_back(seconds).replace("\N{NO-BREAK SPACE}", " ") == said


@pytest.mark.django_db
def test_each_deed_and_each_person_is_counted_apart():
    assert limits.allow("heslo", "a", most=1, seconds=60)

    assert not limits.allow("heslo", "a", most=1, seconds=60)
    assert limits.allow("heslo", "b", most=1, seconds=60)
    assert limits.allow("kód", "a", most=1, seconds=60)


@pytest.mark.django_db
def test_counting_begins_anew_when_the_time_is_over():
    assert limits.allow("heslo", "a", most=1, seconds=60)
    Limit.objects.update(ends=timezone.now() - datetime.timedelta(seconds=1))

    assert limits.allow("heslo", "a", most=1, seconds=60)
    assert not limits.allow("heslo", "a", most=1, seconds=60)


@pytest.mark.django_db
def test_a_try_is_one_statement(django_assert_num_queries):
    limits.allow("heslo", "a", most=9, seconds=60)

    with django_assert_num_queries(1):
        limits.allow("heslo", "a", most=9, seconds=60)


@pytest.mark.django_db
def test_the_table_knows_nobody():
    limits.allow("heslo", "192.0.2.7", most=1, seconds=60)

    kept = Limit.objects.get().key
    assert len(kept) == 64
    assert "192.0.2.7" not in kept


@pytest.mark.django_db
def test_what_is_past_is_forgotten_with_the_key_it_was_hashed_by():
    limits.allow("heslo", "včera", most=1, seconds=60)
    Limit.objects.update(ends=timezone.now() - datetime.timedelta(seconds=1))
    limits.allow("heslo", "dnes", most=1, seconds=60)
    DailyKey.objects.create(day=timezone.localdate() - datetime.timedelta(days=2), secret="x")

    assert limits.forget_old() == (1, 1)
    assert (Limit.objects.count(), DailyKey.objects.count()) == (1, 1)
