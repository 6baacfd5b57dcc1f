"""Triggers that say which days to recount. They append and never wait, so that two workers saving at once never block each other.

A row that is counted through another (a need through its inquiry) is noted by the number of that other row, not by a day:
the day is looked up by the recount, after everybody has committed. Noting the day here would lose a change made at the same
moment as another worker moves the inquiry to another day.
"""

from django.db import migrations

DAY = """
    CREATE FUNCTION inquiries_day(moment timestamptz) RETURNS date LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN (moment AT TIME ZONE 'Europe/Prague')::date
"""
OF_THE_DESK = "state NOT IN ('draft', 'void')"
BY_INQUIRY = ("inquiry_id", "SELECT DISTINCT inquiry_id FROM {rows}")
BY_REFERRAL = ("referral_id", "SELECT DISTINCT referral_id FROM {rows}")
SOURCES = {
    # table: what each statement on it leaves, read from {rows}: the rows before, after, or both
    "inquiries_inquiry": [("day", f"SELECT DISTINCT inquiries_day(received_at) FROM {{rows}} WHERE {OF_THE_DESK}")],
    "inquiries_inquiryneed": [BY_INQUIRY],
    "inquiries_inquiryworker": [BY_INQUIRY],
    "inquiries_inquiry_target_groups": [BY_INQUIRY],
    "inquiries_inquiry_answered_from": [BY_INQUIRY],
    "inquiries_inquiry_risk_flags": [BY_INQUIRY],
    "inquiries_referral": [("day", "SELECT DISTINCT inquiries_day(created_at) FROM {rows}")],
    "inquiries_referral_decline_reasons": [BY_REFERRAL],
    "inquiries_followup": [("day", "SELECT DISTINCT inquiries_day(due_at) FROM {rows}"), BY_INQUIRY],
    "inquiries_unmetneed": [("day", "SELECT DISTINCT inquiries_day(recorded_at) FROM {rows}")],
    "inquiries_timelineentry": [
        (
            "referral_id",
            "SELECT DISTINCT referral_id FROM {rows}"
            " WHERE actor = 'partner' AND deed = 'referral_moved' AND referral_id IS NOT NULL",
        )
    ],
}
MOVED_BETWEEN_OFFICES = f"""
    INSERT INTO inquiries_torecount (inquiry_id)
    SELECT DISTINCT id FROM (
        (SELECT id, office_id, {OF_THE_DESK} FROM old_rows EXCEPT SELECT id, office_id, {OF_THE_DESK} FROM new_rows)
        UNION ALL
        (SELECT id, office_id, {OF_THE_DESK} FROM new_rows EXCEPT SELECT id, office_id, {OF_THE_DESK} FROM old_rows)
    ) AS moved;
"""
"""An inquiry that starts or ends being counted, or goes to another office, takes its referrals and follow-ups along."""
ROWS = {
    "insert": ("new_rows", "REFERENCING NEW TABLE AS new_rows"),
    "delete": ("old_rows", "REFERENCING OLD TABLE AS old_rows"),
    "update": (
        "(SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows) AS both_rows",
        "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    ),
}
EMPTIED = """
    CREATE FUNCTION inquiries_recount_all() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO inquiries_torecount (day) SELECT DISTINCT start FROM inquiries_tally WHERE span = 'd';
        RETURN NULL;
    END $$
"""


def statements():
    yield DAY
    yield EMPTIED
    for table, leaves in SOURCES.items():
        for operation, (rows, transition) in ROWS.items():
            name = f"{table}_recount_{operation}"
            inserts = "".join(
                f"INSERT INTO inquiries_torecount ({column}) {select.format(rows=rows)};" for column, select in leaves
            )
            if (table, operation) == ("inquiries_inquiry", "update"):
                inserts += MOVED_BETWEEN_OFFICES
            yield f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {inserts} RETURN NULL; END $$"
            yield (
                f"CREATE TRIGGER recount_{operation} AFTER {operation} ON {table} {transition} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
            )
        yield (
            f"CREATE TRIGGER recount_truncate AFTER TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION inquiries_recount_all()"
        )


def undo():
    for table in SOURCES:
        for operation in (*ROWS, "truncate"):
            yield f"DROP TRIGGER recount_{operation} ON {table}"
        for operation in ROWS:
            yield f"DROP FUNCTION {table}_recount_{operation}()"
    yield "DROP FUNCTION inquiries_recount_all()"
    yield "DROP FUNCTION inquiries_day(timestamptz)"


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('inquiries', '0001_initial'),
        ('inquiries', '0002_saved_filters_and_calendars'),
        ('inquiries', '0003_referral_answered_on_the_phone'),
        ('inquiries', '0004_tallies_and_counting_rules'),
        ('inquiries', '0005_recount_what_changed'),
        ('inquiries', '0006_readings_by_a_link'),
        ('inquiries', '0007_wishes_of_an_unsaved_inquiry'),
        ('inquiries', '0008_counting_rule_ends_late_enough_to_compare'),
        ('inquiries', '0009_retention_and_requests'),
        ('inquiries', '0010_ticks_to_complete_found_by_office'),
        ('inquiries', '0011_referrals_by_their_last_change'),
        ('inquiries', '0012_tallies_emptied_found_at_once'),
        ('inquiries', '0013_unmet_needs_move_and_come_without_inquiries'),
        ('inquiries', '0014_legal_holds_say_why_and_who_released_them'),
        ('inquiries', '0015_records_say_when_they_were_whole'),
        ('inquiries', '0016_records_so_far_were_whole_when_they_ended'),
        ('inquiries', '0017_procedure_runs'),
        ('inquiries', '0018_no_empty_working_notes'),
        ('inquiries', '0019_purge_counts_words_beside_inquiries'),
        ('inquiries', '0020_gaps_and_their_points'),
    ]

    dependencies = [("inquiries", "0001_schema")]

    operations = [migrations.RunSQL(list(statements()), list(undo()))]
