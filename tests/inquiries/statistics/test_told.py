"""What people told of referrals when asked later: which answer counts, on which day, and who may see so few of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.utils import timezone

from inquiries.models import Referral, ReferralCheck, Tally
from inquiries.retention import purge
from inquiries.shipped import load_desk
from inquiries.statistics.checking import differences, known_days
from inquiries.statistics.material import Links
from inquiries.statistics.periods import Length, Period
from inquiries.statistics.publishing import published
from inquiries.statistics.recount import recount_changed
from inquiries.statistics.report import make_report
from tests.factories import InquiryFactory, OfficeFactory, ReferralCheckFactory, ReferralFactory, UserFactory
from tests.inquiries.statistics.plain_count import stored
from tests.inquiries.statistics.random_desk import RandomDesk

pytestmark = pytest.mark.django_db
OCTOBER = Period.starting(Length.MONTH, date(2026, 10, 1))
AT = datetime(2026, 10, 12, 9, tzinfo=UTC)
LATER = datetime(2026, 11, 3, 9, tzinfo=UTC)
MIGRATION = "inquiries.migrations.0012_what_people_told_is_counted"


def told(tried="yes", *, made=AT, at=LATER, times=1, **more):
    """So many referrals, each of which the person was asked about once."""
    inquiry = InquiryFactory(open=True, received_at=made)
    more = {"reached": "no"} | more if tried == "no" else more
    for referral in [ReferralFactory(inquiry=inquiry, created_at=made) for _ in range(times)]:
        ReferralCheckFactory(referral=referral, tried=tried, at=at, **more)


def report(period=OCTOBER):
    offices = [OfficeFactory().pk]
    return make_report(period, period.before(), offices=offices, links=Links(period), today=date(2026, 11, 20))


def numbers(made, code):
    """Key of a row -> the period's number and that of the one before; none for a table that is not there."""
    return {row.key: (row.number, row.before) for table in made.tables if table.code == code for row in table.rows}


def share(made, name):
    one = next(one for one in made.indicators if one.name == name)
    return one.value, one.part, one.whole


def test_four_questions_of_those_asked_about_and_the_period_before():
    told("yes", reached="yes", solved="yes", times=2)
    told("no", not_tried="lost", solved="no")
    told("no", times=2)
    told("unknown")
    told("yes", made=AT - timedelta(days=30), reached="no")
    ReferralFactory(inquiry=InquiryFactory(open=True, received_at=AT), created_at=AT)

    made = report()

    assert numbers(made, "zkusili") == {"yes": (2, 1), "no": (3, 0), "unknown": (1, 0)}
    assert numbers(made, "proc-nezkusili") == {"lost": (1, 0), "": (2, 0)}
    assert numbers(made, "dovolali") == {"yes": (2, 0), "no": (3, 1), "unknown": (1, 0)}
    assert numbers(made, "vyreseno") == {"yes": (2, 0), "no": (1, 0), "unknown": (3, 1)}
    assert share(made, "Předání, na která jsme se zeptali") == ("86\u00a0%", 6, 7)
    assert share(made, "Zkusili to") == ("33\u00a0%", 2, 6)


def test_asked_twice_the_last_answer_counts_in_the_period_of_the_referral():
    referral = ReferralFactory(inquiry=InquiryFactory(open=True, received_at=AT), created_at=AT)
    ReferralCheckFactory(referral=referral, tried="yes", reached="yes", solved="yes", at=LATER)
    ReferralCheckFactory(referral=referral, tried="no", not_tried="lost", reached="no", at=LATER - timedelta(days=9))

    assert numbers(report(), "zkusili") == {"yes": (1, 0)}
    assert numbers(report(), "proc-nezkusili") == {}
    assert numbers(report(Period.starting(Length.MONTH, date(2026, 11, 1))), "zkusili") == {"yes": (0, 1)}


def test_an_answer_written_down_again_is_counted_again():
    told("no", not_tried="no_time")
    assert numbers(report(), "zkusili") == {"no": (1, 0)}

    ReferralCheck.objects.update(tried="yes", not_tried="", reached="yes")

    assert numbers(report(), "zkusili") == {"yes": (1, 0)}


def test_what_is_not_counted_tells_nothing():
    draft = ReferralFactory(inquiry=InquiryFactory(received_at=AT), created_at=AT)
    proposed = ReferralFactory(inquiry=InquiryFactory(open=True, received_at=AT), created_at=AT, state="draft")
    for referral in (draft, proposed):
        ReferralCheckFactory(referral=referral, tried="yes")

    assert numbers(report(), "zkusili") == {}


def test_the_list_finds_the_last_answer_of_each(client):
    client.force_login(UserFactory(coordinator=True))
    referral = ReferralFactory(inquiry=InquiryFactory(open=True, received_at=AT), created_at=AT)
    ReferralCheckFactory(referral=referral, tried="no", not_tried="lost", reached="no", at=LATER - timedelta(days=9))
    ReferralCheckFactory(referral=referral, tried="yes", reached="yes", at=LATER)
    told("no")

    found = {
        asked: len(client.get(f"/pult/predani/?ukaz=statistika&{asked}").context["rows"])
        for asked in ("zeptali=1", "zkusil=no", "zkusil=yes&dovolal=yes", "procne=lost", "procne=nerekl", "vyreseno=no")
    }

    assert list(found.values()) == [2, 1, 1, 0, 1, 0]


@pytest.mark.parametrize("referrals", [1, 3])
def test_the_list_costs_the_same_for_one_referral_as_for_three(client, django_assert_num_queries, referrals):
    client.force_login(UserFactory(coordinator=True))
    told("yes", times=referrals)

    with django_assert_num_queries(5):
        page = client.get("/pult/predani/?ukaz=statistika&od=2026-10-01&do=2026-10-31&zkusil=yes")

    assert len(page.context["rows"]) == referrals


def test_few_who_did_not_try_take_along_why_they_did_not():
    told("yes", reached="yes", solved="yes", times=20)
    told("no", not_tried="lost", times=6)
    told("unknown", times=2)

    inside, outside = report(), published(report())

    assert numbers(inside, "proc-nezkusili") == {"lost": (6, 0)}
    assert numbers(outside, "zkusili") == {"yes": (20, None), "no": (None, None), "unknown": (None, None)}
    assert numbers(outside, "proc-nezkusili") == {"lost": (None, None)}  # its 6 would say the 2
    reasons = next(table for table in outside.tables if table.code == "proc-nezkusili")
    assert (reasons.total.number, reasons.total.link) == (None, "")
    assert share(outside, "Zkusili to")[0] == "71\u00a0%"


def test_enough_who_did_not_try_say_why():
    told("yes", times=20)
    told("no", not_tried="lost", times=6)
    told("no", not_tried="afraid", times=9)

    outside = published(report())

    assert [number for number, _before in numbers(outside, "proc-nezkusili").values()] == [9, 6]


def test_the_share_of_a_hidden_answer_is_hidden():
    told("yes", times=6)
    told("no", times=3)
    told("unknown", times=20)

    outside = published(report())

    assert numbers(outside, "zkusili")["yes"][0] is None  # else 29 in all would say the 3
    assert share(outside, "Zkusili to")[0] == "–"


def results(**numbers):
    """So many referrals of each state."""
    inquiry = InquiryFactory(open=True, received_at=AT)
    for state, number in numbers.items():
        ReferralFactory.create_batch(number, inquiry=inquiry, created_at=AT, state=state)


def test_a_share_from_which_a_hidden_result_would_follow_is_hidden():
    results(completed=6, declined=3, given=20)

    inside, outside = report(), published(report())

    assert numbers(outside, "predani")["helped"][0] is None  # the least of the others goes with the 3
    assert (share(inside, "Pomoc získána")[0], share(outside, "Pomoc získána")[0]) == ("67\u00a0%", "–")


def test_a_tile_from_which_a_hidden_result_would_follow_says_nothing_of_results():
    results(completed=3, declined=20, given=6)

    said = [made.tiles[1].comment.replace("\u00a0", " ") for made in (report(), published(report()))]

    assert said == ["výsledek známe u 79 %", ""]


def test_a_share_that_adds_up_all_hidden_results_or_none_is_said():
    results(completed=20, declined=6, given=9)

    outside = published(report())

    assert share(outside, "Pomoc získána")[0] == "77\u00a0%"
    assert outside.tiles[1].comment.replace("\u00a0", " ") == "výsledek známe u 74 %"


def test_the_spreadsheet_has_them(client):
    client.force_login(UserFactory(coordinator=True))
    told("no", not_tried="lost")

    lines = client.get("/pult/statistiky/tabulka.csv?obdobi=2026-10").content.decode("utf-8-sig").splitlines()

    assert "Zkusili to?;ne;;1;0" in lines
    assert "Proč to nezkusili;ztratil kontakt;;1;0" in lines


def test_the_migration_counts_what_is_there_as_a_recount_does():
    desk = RandomDesk(11)
    for _step in range(30):
        desk.do_log()
        desk.do_refer()
        desk.do_move_a_referral()
        desk.do_plan()
        desk.do_tell()
    recount_changed()
    before = [stored(span) for span in "dmy"]
    assert Tally.objects.filter(dimension="told").exists()
    Tally.objects.filter(dimension="told").delete()

    with connection.cursor() as cursor:
        cursor.execute(import_module(MIGRATION).COUNTED)

    assert [stored(span) for span in "dmy"] == before
    assert list(differences(*known_days())) == []


def test_a_referral_that_goes_takes_its_answers_along():
    told("yes")
    recount_changed()

    Referral.objects.all().delete()

    assert numbers(report(), "zkusili") == {}
    assert list(differences(*known_days())) == []


def test_the_shredder_leaves_what_was_told():
    load_desk()
    ended = timezone.now() - timedelta(days=400)
    inquiry = InquiryFactory(
        state="closed", closing_reason="advised", received_at=ended, closed_at=ended, retention_from=ended
    )
    referral = ReferralFactory(inquiry=inquiry, created_at=ended, brief="Vymyšlené shrnutí.")
    ReferralCheckFactory(referral=referral, tried="no", not_tried="lost", reached="no", at=ended)
    recount_changed()
    before = stored()

    assert [pk for pk, _days in purge(commit=True).words] == [inquiry.pk]

    recount_changed()
    referral.refresh_from_db()
    assert (referral.brief, stored()) == ("", before)
    assert list(differences(*known_days())) == []
