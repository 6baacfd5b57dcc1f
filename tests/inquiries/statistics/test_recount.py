from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from inquiries.models import FollowUp, Inquiry, InquiryNeed, Tally, ToRecount
from inquiries.statistics.checking import differences, known_days
from inquiries.statistics.recount import recount_changed, runs
from tests.factories import (
    ChannelFactory,
    FollowUpFactory,
    InquiryFactory,
    LifeSituationFactory,
    OfficeFactory,
    ReferralFactory,
    UnmetNeedFactory,
)
from tests.inquiries.statistics.plain_count import Plain, stored, summed
from tests.inquiries.statistics.random_desk import RandomDesk

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 10, 11, tzinfo=UTC)


def number(dimension, key, day=None, sub=""):
    rows = Tally.objects.filter(span="d", start=day or NOON.date(), dimension=dimension, key=str(key), sub=sub)
    return sum(row.number for row in rows)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_the_desk_does_the_tallies_equal_the_records(seed):
    desk = RandomDesk(seed)

    for step in range(1, 101):
        desk.step()
        if step % 20 == 0:
            recount_changed()
            plain = Plain()
            assert stored() == (plain.numbers, plain.minutes)
            assert stored("m")[0] == summed(plain.numbers, lambda day: day.replace(day=1))
            assert stored("y")[0] == summed(plain.numbers, lambda day: day.replace(month=1, day=1))
    assert Inquiry.objects.counted().exists()
    assert list(differences(*known_days())) == []


def test_a_draft_is_not_counted_and_leaves_nothing_to_recount():
    InquiryFactory(received_at=NOON)
    recount_changed()

    Inquiry.objects.update(minutes_direct=3)

    assert not ToRecount.objects.exists()
    assert not Tally.objects.exists()


def test_a_draft_that_becomes_an_inquiry_brings_its_referrals_and_follow_ups():
    inquiry = InquiryFactory(received_at=NOON)
    ReferralFactory(inquiry=inquiry, created_at=NOON - timedelta(days=40))
    FollowUpFactory(inquiry=inquiry, due_at=NOON + timedelta(days=40))
    recount_changed()

    Inquiry.objects.filter(pk=inquiry.pk).update(state="open")

    assert len(recount_changed()) == 3
    assert number("kind", "question") == 1
    assert number("referral", "given", NOON.date() - timedelta(days=40), "contact_given") == 1
    assert number("follow_up", "planned", NOON.date() + timedelta(days=40), "worker") == 1


def test_midnight_is_that_of_prague():
    InquiryFactory(open=True, received_at=datetime(2026, 3, 9, 23, 30, tzinfo=UTC))
    InquiryFactory(open=True, received_at=datetime(2026, 7, 9, 22, 30, tzinfo=UTC))

    assert recount_changed() == [date(2026, 3, 10), date(2026, 7, 10)]


def test_the_main_situation_is_the_first_need():
    inquiry = InquiryFactory(open=True, received_at=NOON)
    first, second = LifeSituationFactory.create_batch(2)
    InquiryNeed.objects.create(inquiry=inquiry, situation=second, order=7)
    InquiryNeed.objects.create(inquiry=inquiry, situation=first, order=3)

    recount_changed()

    assert number("situation", first.pk) == 1
    assert number("situation", second.pk) == 0


def test_nothing_changed_costs_one_query(django_assert_num_queries):
    InquiryFactory(open=True)
    recount_changed()

    with django_assert_num_queries(1):
        assert recount_changed() == []


@pytest.mark.parametrize("inquiries", [1, 3])
def test_a_recount_costs_the_same_for_one_inquiry_as_for_three(django_assert_num_queries, inquiries):
    InquiryFactory.create_batch(inquiries, open=True, received_at=NOON)

    with django_assert_num_queries(7):
        recount_changed()


def test_days_that_follow_each_other_are_read_together():
    days = [date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 5)]

    assert list(runs(days)) == [days[:2], days[2:]]
    assert [len(run) for run in runs([date(2026, 1, 1) + timedelta(days=n) for n in range(40)])] == [31, 9]


def test_a_changed_statement_of_a_whole_table_is_noted():
    UnmetNeedFactory(recorded_at=NOON)
    recount_changed()

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE inquiries_unmetneed CASCADE")

    assert recount_changed() == [NOON.date()]
    assert not Tally.objects.exists()


def test_the_check_says_what_differs_and_ends_with_one():
    inquiry = InquiryFactory(open=True, received_at=NOON, minutes_direct=20)
    recount_changed()
    Tally.objects.filter(span="d", dimension="channel", key=str(inquiry.channel_id)).update(number=5)
    out = io.StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("check_rollups", stdout=out)

    assert ended.value.code == 1
    assert f"d 2026-03-10 pracoviště {inquiry.office_id} channel" in out.getvalue()
    assert "záznamy 1 (20 min), součet 5 (20 min)" in out.getvalue()
    assert "rozdílů 2" in out.getvalue()  # the day against the records, and the month against its days


def test_a_spoiled_tally_is_built_anew_when_asked():
    inquiry = InquiryFactory(open=True, received_at=NOON)
    recount_changed()
    Tally.objects.filter(dimension="channel").update(number=5)
    Tally.objects.filter(dimension="kind").delete()
    out = io.StringIO()

    call_command("check_rollups", "--rebuild", stdout=out)

    assert "rozdílů 0." in out.getvalue()
    assert number("channel", inquiry.channel_id, sub="incoming") == 1


def test_one_more_inquiry_writes_only_what_it_changes():
    InquiryFactory.create_batch(3, open=True, received_at=NOON, minutes_direct=20)
    recount_changed()
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, sub, ctid FROM inquiries_tally WHERE dimension = 'channel' AND span = 'y'")
        before = cursor.fetchall()

        InquiryFactory(open=True, received_at=NOON, channel=ChannelFactory(phone=True), minutes_direct=20)
        recount_changed()

        cursor.execute("SELECT key, sub, ctid FROM inquiries_tally WHERE dimension = 'channel' AND span = 'y'")
        after = cursor.fetchall()
    assert before
    assert set(before) < set(after)  # a row that is written moves: those of other channels stand where they stood


def test_the_check_recounts_first_and_finds_nothing():
    InquiryFactory(open=True, received_at=NOON)
    FollowUp.objects.all().delete()
    out = io.StringIO()

    call_command("check_rollups", "--from", "2026-03-01", "--to", "2026-03-31", stdout=out)

    assert "2026-03-01 až 2026-03-31: přepočteno 1 dní, rozdílů 0." in out.getvalue()


def test_an_empty_desk_has_nothing_to_check():
    out = io.StringIO()

    call_command("check_rollups", stdout=out)

    assert "není co porovnávat" in out.getvalue()


def test_a_missing_count_is_found_too():
    InquiryFactory(open=True, received_at=NOON, office=OfficeFactory())
    recount_changed()
    Tally.objects.filter(span="d", dimension="person").delete()

    assert {difference.span for difference in differences(*known_days())} == {"d", "m"}
