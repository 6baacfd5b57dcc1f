"""Of records made before this nobody knows how long they took; they were whole when the conversation ended. New counts are
made for every day."""

from django.db import migrations

WHOLE = """
    UPDATE inquiries_inquiry SET completed_at = coalesce(ended_at, received_at)
    WHERE state NOT IN ('draft', 'void') AND is_complete
"""
COUNT_AGAIN = "INSERT INTO inquiries_torecount (day) SELECT DISTINCT inquiries_day(received_at) FROM inquiries_inquiry"


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0015_records_say_when_they_were_whole")]

    operations = [
        migrations.RunSQL(WHOLE, migrations.RunSQL.noop),
        migrations.RunSQL(COUNT_AGAIN, migrations.RunSQL.noop),
    ]
