from django.db import migrations


class Migration(migrations.Migration):
    """The context of a change kept the whole address, which may be somebody's secret link; now it keeps the route."""

    dependencies = [("sociopoint", "0001_schema"), ("pghistory", "0007_auto_20250421_0444")]

    operations = [
        migrations.RunSQL(
            "UPDATE pghistory_context SET metadata = metadata - 'url' WHERE metadata -> 'url' IS NOT NULL",
            migrations.RunSQL.noop,
        )
    ]
