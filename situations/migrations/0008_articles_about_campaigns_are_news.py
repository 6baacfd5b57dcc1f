from django.db import migrations


def make_news(apps, schema_editor):
    """A campaign is a record of its own now; what an article of that kind said was news."""
    apps.get_model("situations", "Article").objects.filter(kind="campaign").update(kind="news")


class Migration(migrations.Migration):
    dependencies = [
        ("situations", "0007_campaigns_and_reports_of_occupancy"),
    ]

    operations = [migrations.RunPython(make_news, migrations.RunPython.noop)]
