import csv
from pathlib import Path

from django.db import migrations

SEED = Path(__file__).parent.parent / "seed" / "situation_easy.csv"


def fill(apps, schema_editor):
    """Situations loaded before easy Czech was known; those an editor made are not touched, they have other addresses."""
    situation = apps.get_model("situations", "LifeSituation")
    with SEED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            situation.objects.filter(slug=row["slug"], lead_easy="").update(
                lead_easy=row["lead_easy"].replace("|", "\n"),
                first_steps_easy=row["first_steps_easy"].replace("|", "\n"),
            )


class Migration(migrations.Migration):
    dependencies = [("situations", "0003_situations_in_easy_czech")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
