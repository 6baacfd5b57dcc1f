"""Keeps the tallies equal to the records: recounts the days that triggers noted, and carries what changed to months and years.

Exact under concurrency: a note is deleted in a statement that sees it committed, and the counts are read by a later
statement, which therefore sees at least what the note was about. Whatever commits in between has a note of its own. Recounts
queue behind one advisory lock; nobody else waits for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db import connection, transaction

from inquiries.models import ToRecount
from inquiries.statistics.raw_sql import RAW_COUNTS
from inquiries.working_days import next_working_day

LOCK = 8_451_907  # any number nothing else in the project locks by
LONGEST_RUN = 31
"""Days read at once: enough to save statements, few enough that sorting fits in memory at ten million inquiries."""

TAKE_NOTES = """
    WITH noted AS (DELETE FROM inquiries_torecount RETURNING day, inquiry_id, referral_id, code),
    whole AS (SELECT DISTINCT inquiry_id FROM noted WHERE inquiry_id IS NOT NULL)
    SELECT day FROM noted WHERE day IS NOT NULL
    UNION SELECT inquiries_day(i.received_at) FROM inquiries_inquiry i JOIN whole ON whole.inquiry_id = i.id
    UNION SELECT inquiries_day(r.created_at) FROM inquiries_referral r JOIN whole ON whole.inquiry_id = r.inquiry_id
    UNION SELECT inquiries_day(u.due_at) FROM inquiries_followup u JOIN whole ON whole.inquiry_id = u.inquiry_id
    UNION SELECT inquiries_day(n.recorded_at) FROM inquiries_unmetneed n JOIN whole ON whole.inquiry_id = n.inquiry_id
    UNION SELECT inquiries_day(r.created_at) FROM inquiries_referral r JOIN noted ON noted.referral_id = r.id
    UNION SELECT inquiries_day(i.received_at) FROM inquiries_inquiry i JOIN noted ON noted.code = i.return_code_hash
        WHERE i.return_code_hash <> '' AND inquiries_day(i.received_at) > noted.day
    ORDER BY 1
"""
COUNT_DAYS = f"""
    WITH fresh AS MATERIALIZED ({RAW_COUNTS}),
    stored AS (
        SELECT start AS day, office_id, dimension, key, sub, number, minutes_direct, minutes_indirect, minutes_travel
        FROM inquiries_tally WHERE span = 'd' AND start = ANY(%(days)s::date[])
    ),
    changed AS (
        SELECT day, office_id, dimension, key, sub,
            coalesce(f.number, 0) - coalesce(s.number, 0) AS number,
            coalesce(f.minutes_direct, 0) - coalesce(s.minutes_direct, 0) AS minutes_direct,
            coalesce(f.minutes_indirect, 0) - coalesce(s.minutes_indirect, 0) AS minutes_indirect,
            coalesce(f.minutes_travel, 0) - coalesce(s.minutes_travel, 0) AS minutes_travel
        FROM fresh f FULL JOIN stored s USING (day, office_id, dimension, key, sub)
        WHERE (f.number, f.minutes_direct, f.minutes_indirect, f.minutes_travel) IS DISTINCT FROM
            (s.number, s.minutes_direct, s.minutes_indirect, s.minutes_travel)
    )
    INSERT INTO inquiries_tally AS t
        (span, start, office_id, dimension, key, sub, number, minutes_direct, minutes_indirect, minutes_travel)
    SELECT v.span, v.start, c.office_id, c.dimension, c.key, c.sub, sum(c.number), sum(c.minutes_direct),
        sum(c.minutes_indirect), sum(c.minutes_travel)
    FROM changed c CROSS JOIN LATERAL (VALUES
        ('d', c.day), ('m', date_trunc('month', c.day)::date), ('y', date_trunc('year', c.day)::date)
    ) AS v(span, start)
    GROUP BY v.span, v.start, c.office_id, c.dimension, c.key, c.sub
    ON CONFLICT (span, start, office_id, dimension, key, sub) DO UPDATE SET
        number = t.number + EXCLUDED.number,
        minutes_direct = t.minutes_direct + EXCLUDED.minutes_direct,
        minutes_indirect = t.minutes_indirect + EXCLUDED.minutes_indirect,
        minutes_travel = t.minutes_travel + EXCLUDED.minutes_travel
"""
"""A day is counted whole, but only what differs is written, to the day, its month and its year alike: one new inquiry writes
some fifty rows, not the twenty thousand of its year."""
EVERY_DAY = """
    SELECT inquiries_day(received_at) FROM inquiries_inquiry
    UNION SELECT inquiries_day(created_at) FROM inquiries_referral
    UNION SELECT inquiries_day(due_at) FROM inquiries_followup
    UNION SELECT inquiries_day(recorded_at) FROM inquiries_unmetneed
    ORDER BY 1
"""
FORGET_EMPTIED = "DELETE FROM inquiries_tally WHERE number = 0"


def recount_changed() -> list[date]:
    """Recount the days something changed on; gives them. One query when nothing did."""
    if not ToRecount.objects.exists():
        return []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(TAKE_NOTES)
        days = [row[0] for row in cursor.fetchall()]
        recount(days)
    return days


@transaction.atomic(savepoint=False)
def recount(days: list[date]) -> None:
    """Count these days anew, and what that changes in their months and years. `days` in order, each once."""
    with connection.cursor() as cursor:
        for run in runs(days):
            cursor.execute(COUNT_DAYS, of_days(run))
        cursor.execute(FORGET_EMPTIED)


def recount_all() -> list[date]:
    """Forget every tally and count anew from the first record to the last: the way back when the check finds a difference."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("DELETE FROM inquiries_torecount")
        cursor.execute("DELETE FROM inquiries_tally")
        cursor.execute(EVERY_DAY)
        days = [row[0] for row in cursor.fetchall()]
        recount(days)
    return days


def of_days(days: list[date]) -> dict[str, date | list[date]]:
    """The parameters of `RAW_COUNTS`."""
    return {
        "days": days,
        "deadlines": [next_working_day(day) for day in days],
        "first": days[0],
        "last": days[-1],
    }


def runs(days: Iterable[date]) -> Iterator[list[date]]:
    """Days that follow each other, together, so that each run is one range of the index."""
    run: list[date] = []
    for day in days:
        if run and (day - run[-1] > timedelta(days=1) or len(run) == LONGEST_RUN):
            yield run
            run = []
        run.append(day)
    if run:
        yield run
