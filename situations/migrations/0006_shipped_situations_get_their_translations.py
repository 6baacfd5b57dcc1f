import csv
from pathlib import Path

from django.db import migrations

SEED = Path(__file__).parent.parent / "seed" / "situation_translations.csv"


def fill(apps, schema_editor):
    """Situations loaded before their words were translated, as long as nobody gave them words of their own."""
    situation = apps.get_model("situations", "LifeSituation")
    with SEED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            said = {name: text.replace("|", "\n") for name, text in row.items() if name != "slug"}
            situation.objects.filter(slug=row["slug"], lead_en="", lead_uk="").update(**said)


class Migration(migrations.Migration):
    dependencies = [("situations", "0005_situations_in_english_and_ukrainian")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
