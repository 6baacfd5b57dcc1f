"""Of a target nobody asks in which state its referrals are, of a reason of refusal nobody asks who refused: both only made the
tallies grow with every combination that was ever met. What is there is added up, so nothing has to be counted anew."""

from django.db import migrations

ADDED_UP = """
    INSERT INTO inquiries_tally AS t
        (span, start, office_id, dimension, key, sub, number, minutes_direct, minutes_indirect, minutes_travel)
    SELECT span, start, office_id, dimension, key, '', sum(number), 0, 0, 0
    FROM inquiries_tally WHERE dimension IN ('target', 'decline') AND sub <> ''
    GROUP BY span, start, office_id, dimension, key
    ON CONFLICT (span, start, office_id, dimension, key, sub) DO UPDATE SET number = t.number + EXCLUDED.number
"""
FORGOTTEN = "DELETE FROM inquiries_tally WHERE dimension IN ('target', 'decline') AND sub <> ''"
COUNTED_ANEW = """
    INSERT INTO inquiries_torecount (day)
    SELECT DISTINCT start FROM inquiries_tally WHERE span = 'd' AND dimension IN ('target', 'decline')
"""


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0005_only_a_done_follow_up_has_a_result")]

    operations = [migrations.RunSQL([ADDED_UP, FORGOTTEN], reverse_sql=COUNTED_ANEW)]
