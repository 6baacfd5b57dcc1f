"""Keeps the tallies equal to the records: recounts the days that triggers noted, then the months and years made of them.

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
    WITH noted AS (DELETE FROM inquiries_torecount RETURNING day, inquiry_id, referral_id),
    whole AS (SELECT DISTINCT inquiry_id FROM noted WHERE inquiry_id IS NOT NULL)
    SELECT day FROM noted WHERE day IS NOT NULL
    UNION SELECT inquiries_day(i.received_at) FROM inquiries_inquiry i JOIN whole ON whole.inquiry_id = i.id
    UNION SELECT inquiries_day(r.created_at) FROM inquiries_referral r JOIN whole ON whole.inquiry_id = r.inquiry_id
    UNION SELECT inquiries_day(u.due_at) FROM inquiries_followup u JOIN whole ON whole.inquiry_id = u.inquiry_id
    UNION SELECT inquiries_day(n.recorded_at) FROM inquiries_unmetneed n JOIN whole ON whole.inquiry_id = n.inquiry_id
    UNION SELECT inquiries_day(r.created_at) FROM inquiries_referral r JOIN noted ON noted.referral_id = r.id
    ORDER BY 1
"""
COLUMNS = "(span, start, office_id, dimension, key, sub, number, minutes_direct, minutes_indirect, minutes_travel)"
FORGET = """
    DELETE FROM inquiries_tally
    USING unnest(%(spans)s::text[], %(starts)s::date[]) AS old(span, start)
    WHERE inquiries_tally.span = old.span AND inquiries_tally.start = old.start
"""
COUNT_DAYS = f"INSERT INTO inquiries_tally {COLUMNS} SELECT 'd', * FROM ({RAW_COUNTS}) AS raw"
SUM_SPANS = f"""
    INSERT INTO inquiries_tally {COLUMNS}
    SELECT %(span)s, outer_span.start, t.office_id, t.dimension, t.key, t.sub, sum(t.number), sum(t.minutes_direct),
        sum(t.minutes_indirect), sum(t.minutes_travel)
    FROM unnest(%(starts)s::date[]) AS outer_span(start)
    JOIN inquiries_tally t ON t.span = %(of)s
        AND t.start >= outer_span.start AND t.start < outer_span.start + %(length)s::interval
    GROUP BY outer_span.start, t.office_id, t.dimension, t.key, t.sub
"""


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
    """Count these days anew, and the months and years they lie in. `days` in order, each once."""
    if not days:
        return
    months = sorted({day.replace(day=1) for day in days})
    years = sorted({day.replace(month=1, day=1) for day in days})
    spans = ["d"] * len(days) + ["m"] * len(months) + ["y"] * len(years)
    with connection.cursor() as cursor:
        cursor.execute(FORGET, {"spans": spans, "starts": [*days, *months, *years]})
        for run in runs(days):
            cursor.execute(COUNT_DAYS, of_days(run))
        cursor.execute(SUM_SPANS, {"span": "m", "of": "d", "length": "1 month", "starts": months})
        cursor.execute(SUM_SPANS, {"span": "y", "of": "m", "length": "1 year", "starts": years})


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
