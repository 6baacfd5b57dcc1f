"""How many different codes came is read from tallies too: each inquiry with a code says when the same code came before
(`inquiries.statistics.codes`). So an inquiry that comes, goes or moves changes what the later ones of its code say, and the
triggers note the code beside the day. What is there is counted here, so that no report has to count it anew."""

from django.db import migrations, models

OF_THE_DESK = "state NOT IN ('draft', 'void')"
DAYS = f"INSERT INTO inquiries_torecount (day) SELECT DISTINCT inquiries_day(received_at) FROM {{rows}} WHERE {OF_THE_DESK};"
BOTH = "(SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows) AS both_rows"
MOVED_BETWEEN_OFFICES = f"""
    INSERT INTO inquiries_torecount (inquiry_id)
    SELECT DISTINCT id FROM (
        (SELECT id, office_id, {OF_THE_DESK} FROM old_rows EXCEPT SELECT id, office_id, {OF_THE_DESK} FROM new_rows)
        UNION ALL
        (SELECT id, office_id, {OF_THE_DESK} FROM new_rows EXCEPT SELECT id, office_id, {OF_THE_DESK} FROM old_rows)
    ) AS moved;
"""
CODED = f"{OF_THE_DESK} AND return_code_hash <> ''"
VISIT = "id, office_id, received_at, return_code_hash"
CODES = f"""
    INSERT INTO inquiries_torecount (day, code)
    SELECT DISTINCT inquiries_day(received_at), return_code_hash FROM {{rows}} WHERE {CODED};
"""
CODES_THAT_MOVED = f"""
    INSERT INTO inquiries_torecount (day, code)
    SELECT DISTINCT inquiries_day(received_at), return_code_hash FROM (
        (SELECT {VISIT} FROM old_rows WHERE {CODED} EXCEPT SELECT {VISIT} FROM new_rows WHERE {CODED})
        UNION ALL
        (SELECT {VISIT} FROM new_rows WHERE {CODED} EXCEPT SELECT {VISIT} FROM old_rows WHERE {CODED})
    ) AS moved;
"""
BEFORE = {
    "insert": DAYS.format(rows="new_rows"),
    "delete": DAYS.format(rows="old_rows"),
    "update": DAYS.format(rows=BOTH) + MOVED_BETWEEN_OFFICES,
}
ADDED = {
    "insert": CODES.format(rows="new_rows"),
    "delete": CODES.format(rows="old_rows"),
    "update": CODES_THAT_MOVED,
}
COUNTED = f"""
    INSERT INTO inquiries_tally (span, start, office_id, dimension, key, sub, number, minutes_direct, minutes_indirect, minutes_travel)
    SELECT s.span, s.start, v.office_id, w.dimension,
        coalesce(to_char(w.earlier AT TIME ZONE 'Europe/Prague', 'YYYY-MM'), '') AS key, w.sub, count(*), 0, 0, 0
    FROM (
        SELECT inquiries_day(received_at) AS day, office_id,
            lag(received_at) OVER here AS here_1, lag(received_at, 2) OVER here AS here_2,
            lag(received_at) OVER anywhere AS anywhere_1, lag(received_at, 2) OVER anywhere AS anywhere_2
        FROM inquiries_inquiry WHERE {CODED}
        WINDOW here AS (PARTITION BY return_code_hash, office_id ORDER BY received_at, id),
            anywhere AS (PARTITION BY return_code_hash ORDER BY received_at, id)
    ) AS v
    CROSS JOIN LATERAL (VALUES
        ('code_here', v.here_1, '1'), ('code_here', v.here_2, '2'),
        ('code_anywhere', v.anywhere_1, '1'), ('code_anywhere', v.anywhere_2, '2')
    ) AS w(dimension, earlier, sub)
    CROSS JOIN LATERAL (VALUES
        ('d', v.day), ('m', date_trunc('month', v.day)::date), ('y', date_trunc('year', v.day)::date)
    ) AS s(span, start)
    GROUP BY s.span, s.start, v.office_id, w.dimension, key, w.sub
"""
FORGOTTEN = "DELETE FROM inquiries_tally WHERE dimension IN ('code_here', 'code_anywhere')"


def functions(body):
    for operation, inserts in body.items():
        yield (
            f"CREATE OR REPLACE FUNCTION inquiries_inquiry_recount_{operation}() RETURNS trigger LANGUAGE plpgsql "
            f"AS $$ BEGIN {inserts} RETURN NULL; END $$"
        )


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0009_referrals_keep_what_is_told_of_them")]

    operations = [
        migrations.AddField(
            model_name="torecount",
            name="code",
            field=models.CharField(
                editable=False, help_text="a hash, as the inquiry has it", max_length=64, db_default=""
            ),
        ),
        migrations.RemoveIndex(model_name="inquiry", name="inquiry_by_return_code"),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(
                condition=models.Q(("return_code_hash", ""), _negated=True),
                fields=["return_code_hash", "received_at", "id"],
                include=("office", "state"),
                name="inquiry_by_return_code",
            ),
        ),
        migrations.RunSQL(
            list(functions({one: BEFORE[one] + ADDED[one] for one in BEFORE})), list(functions(BEFORE))
        ),
        migrations.RunSQL([COUNTED], [FORGOTTEN]),
    ]
