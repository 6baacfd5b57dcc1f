from django.db import migrations


def agreed_earlier(apps, schema_editor):
    """How somebody agreed before it was written down is not known; it is said so, not made up."""
    apps.get_model("network", "Position").objects.filter(visibility="public").update(consent="earlier")


class Migration(migrations.Migration):
    dependencies = [("network", "0017_positions_agreed_and_seats_that_advise")]

    operations = [migrations.RunPython(agreed_earlier, migrations.RunPython.noop)]
