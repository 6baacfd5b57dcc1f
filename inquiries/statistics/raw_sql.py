"""The one definition of every count, as SQL over the records themselves. The recount stores what it gives, the check compares
with it. `Dimension` says what each row means.

Parameters: `days` (dates that lie between `first` and `last`), `deadlines` (for each day the next working day), `first`, `last`.
"""

from __future__ import annotations

ROW = "(day, office_id, dimension, key, sub, number, minutes_direct, minutes_indirect, minutes_travel)"
COUNTED = "i.state NOT IN ('draft', 'void')"
MIDNIGHT = "(%(first)s::date::timestamp AT TIME ZONE 'Europe/Prague')"
MIDNIGHT_AFTER = "((%(last)s::date + 1)::timestamp AT TIME ZONE 'Europe/Prague')"


def _within(column: str) -> str:
    """Bounds for the index first, then the days themselves: those to recount may have gaps."""
    return f"{column} >= {MIDNIGHT} AND {column} < {MIDNIGHT_AFTER} AND inquiries_day({column}) = ANY(%(days)s::date[])"


DISTRICT = "coalesce(i.district_id::text, CASE WHEN i.is_from_elsewhere THEN 'elsewhere' ELSE '' END)"
WITHOUT_NEED = "('feedback', 'no_show', 'wrong', 'abuse')"
TARGET = "coalesce('s' || r.service_id, 'o' || r.organisation_id, '')"

FACTS = f"""
facts AS MATERIALIZED (
    SELECT i.id, inquiries_day(i.received_at) AS day, i.office_id, i.kind, i.is_crisis, i.channel_id, i.direction,
        i.minutes_direct, i.minutes_indirect, i.minutes_travel, i.help_level, i.language, i.interpreter, i.age_band, i.sex,
        i.received_at, i.received_at AT TIME ZONE 'Europe/Prague' AS local_time, i.return_code_hash AS code, i.first_time, i.heard_from_id, i.identity, i.on_behalf,
        i.closing_reason, i.closed_at, i.completed_at, i.seconds_to_log AS seconds, i.is_group, i.persons_present, {DISTRICT} AS district,
        (SELECT n.situation_id FROM inquiries_inquiryneed n WHERE n.inquiry_id = i.id ORDER BY n."order" LIMIT 1) AS main,
        (SELECT count(*) FROM inquiries_inquiryworker w WHERE w.inquiry_id = i.id) AS workers
    FROM inquiries_inquiry i
    WHERE {COUNTED} AND {_within("i.received_at")}
)"""


def _two_before(more: str) -> str:
    """When the same code came before, the latest first; one range of the index of codes."""
    return f"""ARRAY(
        SELECT i.received_at FROM inquiries_inquiry i
        WHERE i.return_code_hash = f.code AND i.return_code_hash <> '' AND (i.received_at, i.id) < (f.received_at, f.id)
            AND {COUNTED}{more}
        ORDER BY i.received_at DESC, i.id DESC LIMIT 2
    )"""


OF_INQUIRIES = f"""
    SELECT f.day, f.office_id, v.dimension, v.key, v.sub, f.minutes_direct, f.minutes_indirect, f.minutes_travel
    FROM facts f CROSS JOIN LATERAL (VALUES
        ('kind', f.kind, CASE WHEN f.is_crisis THEN 'crisis' ELSE '' END),
        ('channel', f.channel_id::text, f.direction),
        ('help', coalesce(f.help_level::text, ''), ''),
        ('situation', coalesce(f.main::text, ''), ''),
        ('district', f.district, ''),
        ('language', f.language, CASE WHEN f.interpreter THEN 'interpreter' ELSE '' END),
        ('person', f.age_band, f.sex),
        ('hour', extract(isodow FROM f.local_time)::int::text, extract(hour FROM f.local_time)::int::text),
        ('first_time', f.first_time, coalesce(f.heard_from_id::text, '')),
        ('asked', f.identity, f.on_behalf),
        ('recorded', CASE WHEN f.completed_at IS NULL THEN '' WHEN inquiries_day(f.completed_at) = f.day THEN 'same_day'
            ELSE 'later' END, ''),
        ('ended', f.closing_reason, CASE WHEN inquiries_day(f.closed_at) = f.day THEN 'same_day' ELSE '' END)
    ) AS v(dimension, key, sub)
    UNION ALL
    SELECT f.day, f.office_id, 'work', f.minutes_direct::text, concat_ws('|',
        greatest(f.workers, 1), f.channel_id, CASE WHEN f.is_group THEN f.persons_present ELSE 0 END,
        CASE WHEN f.identity = 'anonymous' THEN 'a' ELSE 'n' END, CASE WHEN f.kind = 'professional' THEN 'p' ELSE 'o' END,
        f.minutes_travel), f.minutes_direct, f.minutes_indirect, f.minutes_travel
    FROM facts f WHERE f.kind NOT IN {WITHOUT_NEED}
    UNION ALL
    SELECT f.day, f.office_id, 'logging', least(CASE WHEN f.seconds < 60 THEN f.seconds / 5 * 5
        WHEN f.seconds < 600 THEN f.seconds / 15 * 15 ELSE f.seconds / 60 * 60 END, 3600)::text, '', 0, 0, 0
    FROM facts f WHERE f.seconds IS NOT NULL
    UNION ALL
    SELECT f.day, f.office_id, 'need', n.situation_id::text, n.outcome, 0, 0, 0
    FROM facts f JOIN inquiries_inquiryneed n ON n.inquiry_id = f.id
    UNION ALL
    SELECT f.day, f.office_id, 'group', coalesce(g.targetgroup_id::text, ''), f.district,
        f.minutes_direct, f.minutes_indirect, f.minutes_travel
    FROM facts f LEFT JOIN inquiries_inquiry_target_groups g ON g.inquiry_id = f.id
    UNION ALL
    SELECT f.day, f.office_id, 'source', coalesce(a.answersource_id::text, ''), '', 0, 0, 0
    FROM facts f LEFT JOIN inquiries_inquiry_answered_from a ON a.inquiry_id = f.id
    UNION ALL
    SELECT f.day, f.office_id, 'risk', k.riskflag_id::text, '', 0, 0, 0
    FROM facts f JOIN inquiries_inquiry_risk_flags k ON k.inquiry_id = f.id
    UNION ALL
    SELECT f.day, f.office_id, 'crisis',
        CASE WHEN u.first_done IS NULL THEN 'none' WHEN inquiries_day(u.first_done) <= c.deadline THEN 'in_time' ELSE 'late' END,
        CASE WHEN f.identity = 'contact' THEN 'reachable' ELSE '' END, 0, 0, 0
    FROM facts f
    JOIN unnest(%(days)s::date[], %(deadlines)s::date[]) AS c(day, deadline) ON c.day = f.day
    CROSS JOIN LATERAL (
        SELECT min(u.finished_at) AS first_done FROM inquiries_followup u
        WHERE u.inquiry_id = f.id AND u.state IN ('done', 'failed')
    ) AS u
    WHERE f.is_crisis OR f.kind = 'crisis'
    UNION ALL
    SELECT f.day, f.office_id, v.dimension, coalesce(to_char(v.earlier AT TIME ZONE 'Europe/Prague', 'YYYY-MM'), ''), v.sub, 0, 0, 0
    FROM (
        SELECT f.day, f.office_id, {_two_before(" AND i.office_id = f.office_id")} AS here, {_two_before("")} AS anywhere
        FROM facts f WHERE f.code <> ''
    ) AS f
    CROSS JOIN LATERAL (VALUES
        ('code_here', f.here[1], '1'), ('code_here', f.here[2], '2'),
        ('code_anywhere', f.anywhere[1], '1'), ('code_anywhere', f.anywhere[2], '2')
    ) AS v(dimension, earlier, sub)
"""

OF_REFERRALS = f"""
    SELECT inquiries_day(r.created_at), i.office_id, v.dimension, v.key, v.sub, 0, 0, 0
    FROM inquiries_referral r JOIN inquiries_inquiry i ON i.id = r.inquiry_id
    CROSS JOIN LATERAL (VALUES ('referral', r.state, r.mode), ('target', {TARGET}, '')) AS v(dimension, key, sub)
    WHERE {COUNTED} AND r.state <> 'draft' AND {_within("r.created_at")}
    UNION ALL
    SELECT inquiries_day(r.created_at), i.office_id, 'decline', d.declinereason_id::text, '', 0, 0, 0
    FROM inquiries_referral r JOIN inquiries_inquiry i ON i.id = r.inquiry_id
    JOIN inquiries_referral_decline_reasons d ON d.referral_id = r.id
    WHERE {COUNTED} AND r.state <> 'draft' AND {_within("r.created_at")}
    UNION ALL
    SELECT inquiries_day(r.created_at), i.office_id, 'reaction',
        floor(greatest(0, extract(epoch FROM t.first_answer - r.created_at)) / 3600)::bigint::text, '', 0, 0, 0
    FROM inquiries_referral r JOIN inquiries_inquiry i ON i.id = r.inquiry_id
    CROSS JOIN LATERAL (
        SELECT min(t.at) AS first_answer FROM inquiries_timelineentry t
        WHERE t.referral_id = r.id AND t.actor = 'partner' AND t.deed = 'referral_moved'
    ) AS t
    WHERE {COUNTED} AND r.state <> 'draft' AND r.mode = 'sent' AND t.first_answer IS NOT NULL AND {_within("r.created_at")}
    UNION ALL
    SELECT inquiries_day(r.created_at), i.office_id, 'told', c.tried, concat_ws('|', c.reached, c.solved, c.not_tried), 0, 0, 0
    FROM inquiries_referral r JOIN inquiries_inquiry i ON i.id = r.inquiry_id
    CROSS JOIN LATERAL (
        SELECT c.tried, c.reached, c.solved, c.not_tried FROM inquiries_referralcheck c
        WHERE c.referral_id = r.id ORDER BY c.at DESC, c.id DESC LIMIT 1
    ) AS c
    WHERE {COUNTED} AND r.state <> 'draft' AND {_within("r.created_at")}
"""

OF_FOLLOW_UPS = f"""
    SELECT inquiries_day(u.due_at), i.office_id, v.dimension, v.key, v.sub, 0, 0, 0
    FROM inquiries_followup u JOIN inquiries_inquiry i ON i.id = u.inquiry_id
    CROSS JOIN LATERAL (VALUES
        ('follow_up', CASE
            WHEN u.state IN ('planned', 'cancelled') THEN u.state
            WHEN inquiries_day(u.finished_at) <= inquiries_day(u.due_at) THEN 'on_time' ELSE 'late' END, u.why),
        ('followed', u.result, u.state)
    ) AS v(dimension, key, sub)
    WHERE {COUNTED} AND {_within("u.due_at")}
"""

OF_UNMET_NEEDS = f"""
    SELECT inquiries_day(n.recorded_at), n.office_id, v.dimension, v.key, v.sub, 0, 0, 0
    FROM inquiries_unmetneed n LEFT JOIN inquiries_inquiry i ON i.id = n.inquiry_id
    CROSS JOIN LATERAL (VALUES
        ('unmet', n.reason_id::text, n.situation_id::text),
        ('unmet_case', coalesce(n.kind_id::text, ''), coalesce(n.district_id::text, '') || '|' || n.reason_id)
    ) AS v(dimension, key, sub)
    WHERE (i.id IS NULL OR {COUNTED}) AND {_within("n.recorded_at")}
"""

RAW_COUNTS = f"""
WITH {FACTS},
counted (day, office_id, dimension, key, sub, minutes_direct, minutes_indirect, minutes_travel) AS (
    {OF_INQUIRIES} UNION ALL {OF_REFERRALS} UNION ALL {OF_FOLLOW_UPS} UNION ALL {OF_UNMET_NEEDS}
)
SELECT day, office_id, dimension, key, sub, count(*) AS number, sum(minutes_direct) AS minutes_direct,
    sum(minutes_indirect) AS minutes_indirect, sum(minutes_travel) AS minutes_travel
FROM counted GROUP BY day, office_id, dimension, key, sub
"""
