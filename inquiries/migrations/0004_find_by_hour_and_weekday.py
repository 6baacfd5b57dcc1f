import zoneinfo

from django.db import migrations, models
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay

DESK_TIME = zoneinfo.ZoneInfo("Europe/Prague")
NEWEST = models.F("received_at").desc(), models.F("id").desc()


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0003_gap_rules_count_reports_and_searches")]

    operations = [
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(ExtractHour("received_at", tzinfo=DESK_TIME), *NEWEST, name="inquiry_by_hour"),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(ExtractIsoWeekDay("received_at", tzinfo=DESK_TIME), *NEWEST, name="inquiry_by_weekday"),
        ),
    ]
