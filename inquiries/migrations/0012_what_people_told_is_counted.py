"""What people told of referrals enters the statistics, on the day of the referral and by their last answer: a change of an answer
notes its referral, as a change of a reason of refusal does. What is there is counted here, so that no report has to count it anew."""

from django.db import migrations

NOTED = "INSERT INTO inquiries_torecount (referral_id) SELECT DISTINCT referral_id FROM {rows};"
ROWS = {
    "insert": ("new_rows", "REFERENCING NEW TABLE AS new_rows"),
    "delete": ("old_rows", "REFERENCING OLD TABLE AS old_rows"),
    "update": (
        "(SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows) AS both_rows",
        "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    ),
}
COUNTED = """
    INSERT INTO inquiries_tally (span, start, office_id, dimension, key, sub, number, minutes_direct, minutes_indirect, minutes_travel)
    SELECT s.span, s.start, i.office_id, 'told', c.tried, concat_ws('|', c.reached, c.solved, c.not_tried) AS sub, count(*), 0, 0, 0
    FROM (
        SELECT DISTINCT ON (referral_id) referral_id, tried, reached, solved, not_tried
        FROM inquiries_referralcheck ORDER BY referral_id, at DESC, id DESC
    ) AS c
    JOIN inquiries_referral r ON r.id = c.referral_id AND r.state <> 'draft'
    JOIN inquiries_inquiry i ON i.id = r.inquiry_id AND i.state NOT IN ('draft', 'void')
    CROSS JOIN LATERAL (SELECT inquiries_day(r.created_at) AS day) AS d
    CROSS JOIN LATERAL (VALUES
        ('d', d.day), ('m', date_trunc('month', d.day)::date), ('y', date_trunc('year', d.day)::date)
    ) AS s(span, start)
    GROUP BY s.span, s.start, i.office_id, c.tried, sub
"""
FORGOTTEN = "DELETE FROM inquiries_tally WHERE dimension = 'told'"


def statements():
    for operation, (rows, transition) in ROWS.items():
        name = f"inquiries_referralcheck_recount_{operation}"
        yield (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql "
            f"AS $$ BEGIN {NOTED.format(rows=rows)} RETURN NULL; END $$"
        )
        yield (
            f"CREATE TRIGGER recount_{operation} AFTER {operation} ON inquiries_referralcheck {transition} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )
    yield (
        "CREATE TRIGGER recount_truncate AFTER TRUNCATE ON inquiries_referralcheck "
        "FOR EACH STATEMENT EXECUTE FUNCTION inquiries_recount_all()"
    )


def undo():
    for operation in (*ROWS, "truncate"):
        yield f"DROP TRIGGER recount_{operation} ON inquiries_referralcheck"
    for operation in ROWS:
        yield f"DROP FUNCTION inquiries_referralcheck_recount_{operation}()"


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0011_numbers_are_made_quicker")]

    operations = [
        migrations.RunSQL(list(statements()), list(undo())),
        migrations.RunSQL([COUNTED], [FORGOTTEN]),
    ]
