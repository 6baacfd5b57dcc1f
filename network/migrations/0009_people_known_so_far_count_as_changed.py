from django.db import migrations


class Migration(migrations.Migration):
    """The counter that pages of the catalogue compare begins where there are people already."""

    dependencies = [("network", "0008_people_raise_a_version")]

    operations = [
        migrations.RunSQL(
            """
            INSERT INTO sociopoint_version (name, number)
            SELECT 'people', (extract(epoch FROM clock_timestamp()) * 1000000)::bigint
            WHERE EXISTS (SELECT FROM network_position)
            ON CONFLICT (name) DO NOTHING
            """,
            migrations.RunSQL.noop,
        ),
    ]
