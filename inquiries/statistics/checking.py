"""Proves that the tallies say what the records say: each span is compared by one statement, so by one snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from inquiries.statistics.raw_sql import RAW_COUNTS
from inquiries.statistics.recount import LONGEST_RUN, of_days

SHOWN = 50
COMPARED = """
    coalesce(a.start, b.start), coalesce(a.office_id, b.office_id), coalesce(a.dimension, b.dimension),
    coalesce(a.key, b.key), coalesce(a.sub, b.sub),
    coalesce(a.number, 0), coalesce(b.number, 0),
    coalesce(a.minutes_direct + a.minutes_indirect + a.minutes_travel, 0),
    coalesce(b.minutes_direct + b.minutes_indirect + b.minutes_travel, 0)
"""
DIFFERENT = """
    (a.number, a.minutes_direct, a.minutes_indirect, a.minutes_travel) IS DISTINCT FROM
    (b.number, b.minutes_direct, b.minutes_indirect, b.minutes_travel)
"""
CHECK_DAYS = f"""
    WITH a AS (SELECT day AS start, office_id, dimension, key, sub, number, minutes_direct, minutes_indirect, minutes_travel
               FROM ({RAW_COUNTS}) AS raw),
    b AS (SELECT * FROM inquiries_tally WHERE span = 'd' AND start = ANY(%(days)s::date[])),
    waiting AS (
        SELECT day FROM inquiries_torecount
        UNION SELECT inquiries_day(i.received_at) FROM inquiries_inquiry i JOIN inquiries_torecount t ON t.inquiry_id = i.id
        UNION SELECT inquiries_day(r.created_at) FROM inquiries_referral r
              JOIN inquiries_torecount t ON t.inquiry_id = r.inquiry_id OR t.referral_id = r.id
        UNION SELECT inquiries_day(u.due_at) FROM inquiries_followup u JOIN inquiries_torecount t ON t.inquiry_id = u.inquiry_id
        UNION SELECT inquiries_day(n.recorded_at) FROM inquiries_unmetneed n JOIN inquiries_torecount t ON t.inquiry_id = n.inquiry_id
        UNION SELECT inquiries_day(i.received_at) FROM inquiries_inquiry i JOIN inquiries_torecount t ON t.code = i.return_code_hash
              WHERE i.return_code_hash <> '' AND inquiries_day(i.received_at) > t.day
    )
    SELECT {COMPARED} FROM a FULL JOIN b USING (start, office_id, dimension, key, sub)
    WHERE {DIFFERENT} AND start NOT IN (SELECT day FROM waiting WHERE day IS NOT NULL)
    ORDER BY 1, 2, 3, 4, 5 LIMIT {SHOWN}
"""
CHECK_SUMS = f"""
    WITH a AS (
        SELECT date_trunc(%(unit)s, start)::date AS start, office_id, dimension, key, sub, sum(number) AS number,
            sum(minutes_direct) AS minutes_direct, sum(minutes_indirect) AS minutes_indirect,
            sum(minutes_travel) AS minutes_travel
        FROM inquiries_tally WHERE span = %(of)s AND start >= date_trunc(%(unit)s, %(first)s::date)
            AND start < date_trunc(%(unit)s, %(last)s::date) + ('1 ' || %(unit)s)::interval
        GROUP BY 1, 2, 3, 4, 5
    ),
    b AS (SELECT * FROM inquiries_tally WHERE span = %(span)s AND start >= date_trunc(%(unit)s, %(first)s::date)
          AND start <= %(last)s::date)
    SELECT {COMPARED} FROM a FULL JOIN b USING (start, office_id, dimension, key, sub)
    WHERE {DIFFERENT} ORDER BY 1, 2, 3, 4, 5 LIMIT {SHOWN}
"""
BOUNDS = """
    SELECT min(day), max(day) FROM (
        SELECT inquiries_day(min(received_at)) AS day FROM inquiries_inquiry
        UNION ALL SELECT inquiries_day(max(received_at)) FROM inquiries_inquiry
        UNION ALL SELECT inquiries_day(min(created_at)) FROM inquiries_referral
        UNION ALL SELECT inquiries_day(max(created_at)) FROM inquiries_referral
        UNION ALL SELECT inquiries_day(min(due_at)) FROM inquiries_followup
        UNION ALL SELECT inquiries_day(max(due_at)) FROM inquiries_followup
        UNION ALL SELECT inquiries_day(min(recorded_at)) FROM inquiries_unmetneed
        UNION ALL SELECT inquiries_day(max(recorded_at)) FROM inquiries_unmetneed
        UNION ALL SELECT min(start) FROM inquiries_tally WHERE span = 'd'
        UNION ALL SELECT max(start) FROM inquiries_tally WHERE span = 'd'
    ) AS days
"""


@dataclass(frozen=True)
class Difference:
    """One count that is not what it should be: by the records and by the tally, number and minutes of all sorts."""

    span: str
    start: date
    office_id: int
    dimension: str
    key: str
    sub: str
    number: int
    stored_number: int
    minutes: int
    stored_minutes: int


def known_days() -> tuple[date, date] | None:
    """The first and the last day anything is known of; None for an empty desk."""
    with connection.cursor() as cursor:
        cursor.execute(BOUNDS)
        first, last = cursor.fetchone()
    return (first, last) if first else None


def differences(first: date, last: date) -> Iterator[Difference]:
    """What differs between the two days, both included; at most 50 a statement. Days waiting for a recount are left out."""
    start = first
    with connection.cursor() as cursor:
        while start <= last:
            end = min(last, start + timedelta(days=LONGEST_RUN - 1))
            days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
            cursor.execute(CHECK_DAYS, of_days(days))
            yield from (Difference("d", *row) for row in cursor.fetchall())
            start = end + timedelta(days=1)
        for span, of, unit in (("m", "d", "month"), ("y", "m", "year")):
            cursor.execute(CHECK_SUMS, {"span": span, "of": of, "unit": unit, "first": first, "last": last})
            yield from (Difference(span, *row) for row in cursor.fetchall())
