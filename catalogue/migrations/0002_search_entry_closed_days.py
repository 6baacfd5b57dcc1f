from django.db import migrations

import catalogue.models.search


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_schema")]

    operations = [
        migrations.AddField(
            model_name="searchentry",
            name="closed_days",
            field=catalogue.models.search.NativeField(
                "datemultirange", help_text="closed for a while, it or all; null = none said", null=True
            ),
        ),
    ]
