"""Two connections at the same moment: nobody waits for the statistics, and nothing is lost to them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from inquiries.models import Inquiry, InquiryNeed, Tally
from inquiries.statistics.checking import differences, known_days
from inquiries.statistics.recount import recount_changed
from tests.factories import InquiryFactory, LifeSituationFactory

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 3, 10, 11, tzinfo=UTC)


def elsewhere(deed):
    """What `deed` gives on a connection of its own; one that waits for a lock longer than a second fails."""

    def run():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '1s'")
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


def test_two_workers_saving_on_one_day_do_not_wait_for_each_other():
    first, second = InquiryFactory(open=True, received_at=NOON), InquiryFactory(open=True, received_at=NOON)

    with transaction.atomic():
        Inquiry.objects.filter(pk=first.pk).update(minutes_direct=5)
        changed = elsewhere(lambda: Inquiry.objects.filter(pk=second.pk).update(minutes_direct=7))

    assert changed == 1


def test_a_worker_does_not_wait_for_a_recount():
    inquiry = InquiryFactory(open=True, received_at=NOON)

    with transaction.atomic():
        recount_changed()
        changed = elsewhere(lambda: Inquiry.objects.filter(pk=inquiry.pk).update(minutes_direct=7))

    assert changed == 1
    assert recount_changed() == [NOON.date()]
    assert list(differences(*known_days())) == []


def test_what_is_not_committed_yet_is_counted_once_it_is():
    situation = LifeSituationFactory()
    inquiry = InquiryFactory(open=True, received_at=NOON)
    elsewhere(recount_changed)

    with transaction.atomic():
        InquiryNeed.objects.create(inquiry=inquiry, situation=situation)
        elsewhere(recount_changed)
        assert not Tally.objects.filter(dimension="need").exists()

    assert recount_changed() == [NOON.date()]
    assert Tally.objects.filter(span="d", dimension="need", key=str(situation.pk)).exists()


def test_a_need_saved_while_a_colleague_moves_the_inquiry_goes_along():
    situation = LifeSituationFactory()
    inquiry = InquiryFactory(open=True, received_at=NOON)
    elsewhere(recount_changed)

    def move():
        Inquiry.objects.filter(pk=inquiry.pk).update(received_at=NOON + timedelta(days=3))
        return recount_changed()

    with transaction.atomic():
        InquiryNeed.objects.create(inquiry=inquiry, situation=situation)
        elsewhere(move)

    assert recount_changed() == [NOON.date() + timedelta(days=3)]
    assert list(differences(*known_days())) == []
