"""A desk's work of several years made up by the database itself, to try the product with. Facts only: no words, no contacts.

Row triggers and foreign keys are off while it runs (nothing made up can be inconsistent with itself, and ten million rows would
take an hour), and of many rows the indexes are made once, after them; the tallies are counted at the end like after any other
change.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from inquiries.models import Inquiry, Office
from inquiries.statistics.recount import recount_changed
from inquiries.working_days import is_working_day
from sociopoint.models import Role, User

EMAIL = "zatez@sociopoint.example"
MONTH_WEIGHTS = (1.15, 1.05, 1.05, 1.0, 0.95, 0.9, 0.7, 0.75, 1.05, 1.1, 1.15, 0.9)
HOURS = "7 8 8 8 8 9 9 9 9 9 10 10 10 10 10 11 11 11 11 12 12 13 13 13 13 14 14 14 14 15 15 15 16 16 17 18 20"


class RealDesk(Exception):
    """The database holds inquiries that real people asked; nothing made up may mix with them."""


def refuse_real_desk() -> None:
    """Raises RealDesk unless all inquiries there are were logged by demo accounts, PermissionDenied in production."""
    if settings.ENVIRONMENT.production:
        raise PermissionDenied("made-up inquiries are not for production")
    if Inquiry.objects.exclude(created_by__isnull=False, created_by__is_demo=True).exists():
        raise RealDesk("V databázi jsou skutečné dotazy. Vymyšlené se k nim nepřidávají.")


def make_inquiries(number: int, *, years: int, seed: float = 0.42) -> None:
    """Add `number` inquiries spread over the `years` before today, with what belongs to them, and count the tallies."""
    refuse_real_desk()
    worker = _worker()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute("SELECT setseed(%s)", [seed])
        with _indexes_made_after() if number >= MANY else contextlib.nullcontext():
            for days, counts in _months(number, years):
                cursor.execute("SELECT coalesce(max(id), 0) FROM inquiries_inquiry")
                (before,) = cursor.fetchone()
                parameters = {"days": days, "counts": counts, "worker": worker.pk, "before": before}
                for statement in STATEMENTS:
                    cursor.execute(statement, parameters)
        cursor.execute("SET LOCAL session_replication_role = origin")
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(MADE)}")  # before counting, which else is planned for empty tables
    recount_changed()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE inquiries_tally, inquiries_torecount")


@contextlib.contextmanager
def _indexes_made_after() -> Iterator[None]:
    """Each index sorts its rows once instead of finding a place for every one. Those by inquiry stay: rows come in that order."""
    with connection.cursor() as cursor:
        cursor.execute(INDEXES, {"tables": MADE})
        indexes = cursor.fetchall()
        for drop, _make in indexes:
            cursor.execute(drop)
        yield
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        for _drop, make in indexes:
            cursor.execute(make)


def _worker() -> User:
    worker, _created = User.objects.get_or_create(
        email=EMAIL, defaults={"role": Role.WORKER, "name": "Vymyšlená zátěž", "is_demo": True, "is_active": False}
    )
    for office in Office.objects.all():
        office.workers.add(worker)
    return worker


def _months(number: int, years: int) -> Iterator[tuple[list[date], list[int]]]:
    """Days with the count of each, a month at a time: fewer at weekends and in summer, more each year, `number` in all."""
    last = timezone.localdate() - timedelta(days=1)
    days = [last - timedelta(days=back) for back in range(round(years * 365.25))][::-1]
    weights = [
        MONTH_WEIGHTS[day.month - 1] * (1.0 if is_working_day(day) else 0.07) * (1 + 0.12 * index / 365)
        for index, day in enumerate(days)
    ]
    scale, done, made = number / sum(weights), 0.0, 0
    counted = []
    for day, weight in zip(days, weights, strict=True):
        done += weight * scale
        counted.append((day, round(done) - made))
        made = round(done)
    for _month, group in itertools.groupby(counted, key=lambda pair: (pair[0].year, pair[0].month)):
        pairs = list(group)
        yield [day for day, _count in pairs], [count for _day, count in pairs]


def _one_of(words: str) -> str:
    """A word of the list by chance; a word written twice comes twice as often."""
    listed = words.split()
    return f"('{{{','.join(listed)}}}'::text[])[1 + floor(random() * {len(listed)})::int]"


def _id_of(table: str, where: str = "true", skew: float = 1.6) -> str:
    """An id of the table by chance, the first ones more often. The array is made once, not for every row."""
    ids = f"(SELECT array_agg(id ORDER BY id) FROM {table} WHERE {where})"  # uncorrelated: PostgreSQL runs it once
    return f"({ids})[1 + floor(power(random(), {skew}) * cardinality({ids}))::int]"


MADE = [
    *("inquiries_inquiry", "inquiries_inquiryneed", "inquiries_inquiryworker", "inquiries_inquiry_target_groups"),
    *("inquiries_inquiry_answered_from", "inquiries_inquiry_risk_flags", "inquiries_referral"),
    *("inquiries_referral_decline_reasons", "inquiries_timelineentry", "inquiries_followup", "inquiries_unmetneed"),
    "inquiries_referralcheck",
]
"""Tables that are filled."""
MANY = 100_000
"""From so many on it pays to drop their indexes."""
INDEXES = """
    SELECT CASE WHEN c.oid IS NULL THEN format('DROP INDEX %%s', x.indexrelid::regclass)
            ELSE format('ALTER TABLE %%s DROP CONSTRAINT %%I', x.indrelid::regclass, c.conname) END,
        CASE WHEN c.oid IS NULL THEN pg_get_indexdef(x.indexrelid)
            ELSE format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', x.indrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) END
    FROM pg_index x LEFT JOIN pg_constraint c ON c.conindid = x.indexrelid AND c.contype IN ('u', 'p')
    WHERE x.indrelid = ANY(SELECT t::regclass FROM unnest(%(tables)s::text[]) AS t)
        AND NOT x.indisprimary AND pg_get_indexdef(x.indexrelid, 1, true) <> 'inquiry_id'
"""
"""How each is dropped and how it is made again."""
CITY_DISTRICT = "kind = 'city_district'"
INQUIRIES = f"""
    INSERT INTO inquiries_inquiry (office_id, state, kind, is_crisis, channel_id, direction, received_at, ended_at,
        minutes_direct, minutes_indirect, minutes_travel, timer_seconds, persons_present, is_group, on_behalf, identity,
        return_code_hash, sex, age_band, district_id, is_from_elsewhere, language, interpreter, help_level, completed_at, seconds_to_log,
        urgency, first_time, heard_from_id, closing_reason, closed_at, assignee_id, is_complete, is_restricted, retention_from, submission,
        version, created_by_id, created_at, changed_at)
    SELECT office, state, kind, kind = 'crisis', channel, direction, received, received + minutes * interval '1 minute',
        minutes, {_one_of("0 0 0 5 5 10 15 30")}::int, {_one_of("0 0 0 0 0 0 0 0 0 0 0 0 0 0 15 20 30 45")}::int, minutes * 60,
        CASE WHEN is_group THEN 4 ELSE 1 END, is_group, {_one_of("self self self self relative relative client unknown")},
        identity, CASE WHEN identity = 'code' THEN encode(sha256(floor(random() * 100000)::text::bytea), 'hex') ELSE '' END,
        {_one_of("woman woman woman man man unknown unknown")},
        {_one_of("27-64 27-64 27-64 27-64 65-79 65-79 65-79 80+ 80+ 18-26 15-17 0-14 unknown unknown unknown")},
        CASE WHEN place < 0.86 THEN {_id_of("catalogue_place", CITY_DISTRICT)} END, place > 0.95,
        {_one_of("cs cs cs cs cs cs cs cs cs cs cs cs uk uk sk ru en rom vi pl")}, random() < 0.02,
        CASE WHEN kind IN ('wrong', 'no_show', 'abuse') THEN NULL ELSE {_one_of("1 1 1 2 2 3")}::int END,
        received + minutes * interval '1 minute' + CASE WHEN random() < 0.03 THEN interval '1 day' ELSE interval '0' END,
        minutes * 60 + {_one_of("5 12 20 40 90")}::int,
        {_one_of("ordinary ordinary ordinary ordinary ordinary three_days day now")},
        {_one_of("first first first again again unknown")},
        CASE WHEN random() < 0.5 THEN {_id_of("inquiries_heardfrom")} END,
        CASE WHEN state = 'closed' THEN
            CASE WHEN kind IN ('wrong', 'no_show', 'abuse') THEN 'non_contact' ELSE
            {_one_of("informed informed informed advised advised assisted referred_confirmed referred_unconfirmed unmet lost")}
            END ELSE '' END,
        CASE WHEN state = 'closed' THEN received + {_one_of("1 1 1 1 1 1 30 50 200")}::int * interval '1 hour' END,
        %(worker)s, true, false, CASE WHEN state = 'closed' THEN received END, gen_random_uuid(), 1, %(worker)s, received, received
    FROM (
        SELECT (day + hour * interval '1 hour' + floor(random() * 60) * interval '1 minute') AT TIME ZONE 'Europe/Prague' AS received,
            {_id_of("inquiries_office")} AS office, {_id_of("inquiries_channel")} AS channel,
            CASE WHEN random() < 0.95 THEN 'incoming' ELSE 'outgoing' END AS direction,
            CASE WHEN now() - day < interval '14 days' AND random() < 0.2 THEN 'open' ELSE 'closed' END AS state,
            {_one_of("question question question question question consultation consultation professional crisis feedback no_show wrong")} AS kind,
            {_one_of("3 5 5 8 10 10 12 15 15 20 20 25 29 30 30 35 40 45 60 61 75 90")}::int AS minutes,
            random() < 0.015 AS is_group, random() AS place,
            {_one_of("anonymous anonymous anonymous anonymous anonymous code contact contact")} AS identity
        FROM (
            SELECT d.day, {_one_of(HOURS)}::int AS hour
            FROM unnest(%(days)s::date[], %(counts)s::int[]) AS d(day, count) CROSS JOIN generate_series(1, d.count)
        ) AS moments OFFSET 0
    ) AS facts
"""
STATEMENTS = [
    INQUIRIES,
    f"""INSERT INTO inquiries_inquiryneed (inquiry_id, situation_id, "order", outcome)
        SELECT i.id, {_id_of("situations_lifesituation")}, n, {_one_of("unknown unknown met met met partly unmet")}
        FROM inquiries_inquiry i CROSS JOIN generate_series(0, 1) n
        WHERE i.id > %(before)s AND i.kind NOT IN ('feedback', 'no_show', 'wrong', 'abuse') AND (n = 0 OR random() < 0.2)
        ON CONFLICT (inquiry_id, situation_id) DO NOTHING""",
    """INSERT INTO inquiries_inquiryworker (inquiry_id, worker_id, role)
        SELECT i.id, %(worker)s, 'led' FROM inquiries_inquiry i WHERE i.id > %(before)s""",
    """INSERT INTO inquiries_inquiryworker (inquiry_id, worker_id, role)
        SELECT i.id, u.id, 'helped' FROM inquiries_inquiry i
        CROSS JOIN (SELECT min(id) AS id FROM sociopoint_user WHERE is_demo AND id <> %(worker)s HAVING min(id) IS NOT NULL) u
        WHERE i.id > %(before)s AND random() < 0.06""",
    f"""INSERT INTO inquiries_inquiry_target_groups (inquiry_id, targetgroup_id)
        SELECT i.id, {_id_of("catalogue_targetgroup")} FROM inquiries_inquiry i CROSS JOIN generate_series(0, 1) n
        WHERE i.id > %(before)s AND (n = 0 AND random() < 0.6 OR random() < 0.1) ON CONFLICT DO NOTHING""",
    f"""INSERT INTO inquiries_inquiry_answered_from (inquiry_id, answersource_id)
        SELECT i.id, {_id_of("inquiries_answersource")} FROM inquiries_inquiry i
        WHERE i.id > %(before)s AND random() < 0.8""",
    f"""INSERT INTO inquiries_inquiry_risk_flags (inquiry_id, riskflag_id)
        SELECT i.id, {_id_of("inquiries_riskflag")} FROM inquiries_inquiry i
        WHERE i.id > %(before)s AND (i.kind = 'crisis' OR random() < 0.02)""",
    f"""INSERT INTO inquiries_referral (inquiry_id, service_id, other, target_name, target_phone, target_email, mode, state,
            state_changed_at, brief, shares_contact, responder_name, partner_message, worker_message, waiting_estimate,
            outcome_source, on_slip, link_version, reminders_sent, created_by_id, created_at, urgency, note)
        SELECT id, service, '', 'Vymyšlené předání', '', CASE WHEN sent THEN 'zatez@sluzba.example' ELSE '' END,
            CASE WHEN sent THEN 'sent' ELSE {_one_of("contact_given contact_given contact_given warm_call accompanied")} END,
            CASE WHEN sent THEN {_one_of("completed completed started accepted accepted waitlisted declined declined expired sent")}
                ELSE {_one_of("given given given client_tried completed completed not_helped unknown")} END,
            received_at + interval '2 days', '', false, '', '', '', '', '', true, 1, 0, %(worker)s, received_at, '', ''
        FROM (SELECT i.id, i.received_at, {_id_of("catalogue_service")} AS service, random() < 0.35 AS sent
              FROM inquiries_inquiry i WHERE i.id > %(before)s AND i.kind NOT IN ('feedback', 'no_show', 'wrong', 'abuse')
              AND random() < 0.4 OFFSET 0) AS handed
        WHERE service IS NOT NULL""",
    f"""INSERT INTO inquiries_referral_decline_reasons (referral_id, declinereason_id)
        SELECT r.id, {_id_of("inquiries_declinereason")} FROM inquiries_referral r
        WHERE r.inquiry_id > %(before)s AND r.state = 'declined'""",
    """INSERT INTO inquiries_timelineentry (inquiry_id, referral_id, at, actor, deed, field, before, after)
        SELECT r.inquiry_id, r.id, r.created_at + power(random(), 3) * 200 * interval '1 hour', 'partner', 'referral_moved',
            'state', 'sent', r.state FROM inquiries_referral r
        WHERE r.inquiry_id > %(before)s AND r.mode = 'sent' AND r.state NOT IN ('sent', 'expired')""",
    f"""INSERT INTO inquiries_followup (inquiry_id, kind, why, due_at, is_all_day, owner_id, state, result, finished_at,
            created_by_id, created_at)
        SELECT id, 'call_client', why, due, true, %(worker)s, state,
            CASE WHEN state = 'done' THEN {_one_of("met met partly unmet unknown")} ELSE '' END,
            CASE WHEN state <> 'planned' THEN due + {_one_of("-20 -3 1 2 2 2 50")}::int * interval '1 hour' END,
            %(worker)s, received_at
        FROM (SELECT i.id, i.received_at, {_one_of("worker worker urgency referral referral sample")} AS why,
                i.received_at + CASE WHEN i.is_crisis THEN 1 ELSE {_one_of("1 3 7 14 30")}::int END * interval '1 day' AS due,
                CASE WHEN now() - i.received_at < interval '30 days' AND random() < 0.6 THEN 'planned'
                    ELSE {_one_of("done done done done done done done failed declined cancelled")} END AS state
              FROM inquiries_inquiry i WHERE i.id > %(before)s AND (i.is_crisis OR random() < 0.22) OFFSET 0) AS due""",
    f"""INSERT INTO inquiries_referralcheck (follow_up_id, referral_id, tried, not_tried, reached, became, solved, by_id, at)
        SELECT follow_up, referral, tried,
            CASE WHEN tried = 'no' THEN {_one_of("no_time no_time no_time lost lost solved solved afraid other")} ELSE '' END,
            CASE tried WHEN 'no' THEN 'no' WHEN 'yes' THEN {_one_of("yes yes yes yes yes yes yes no unknown")} ELSE 'unknown' END,
            '', {_one_of("yes yes no no unknown")}, %(worker)s, asked
        FROM (SELECT u.id AS follow_up, r.id AS referral, u.finished_at AS asked,
                {_one_of("yes yes yes yes yes yes yes no no unknown")} AS tried
              FROM inquiries_followup u JOIN inquiries_referral r ON r.inquiry_id = u.inquiry_id
              WHERE u.inquiry_id > %(before)s AND u.state = 'done' OFFSET 0) AS asked""",
    f"""INSERT INTO inquiries_unmetneed (inquiry_id, office_id, situation_id, kind_id, district_id, reason_id, workaround,
            source, state, recorded_by_id, recorded_at)
        SELECT i.id, i.office_id, {_id_of("situations_lifesituation")}, {_id_of("catalogue_servicekind")}, i.district_id,
            {_id_of("inquiries_unmetreason")}, '', 'inquiry', 'new', %(worker)s, i.received_at
        FROM inquiries_inquiry i WHERE i.id > %(before)s AND random() < 0.06""",
    """INSERT INTO inquiries_torecount (day)
        SELECT unnest(%(days)s::date[])
        UNION SELECT inquiries_day(due_at) FROM inquiries_followup WHERE inquiry_id > %(before)s""",
]
