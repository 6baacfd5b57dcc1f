"""`Naléhavost: běžná` where `Spěchá: běžné` stood."""

from django.db import migrations, models

URGENCY = [("ordinary", "běžná"), ("three_days", "do 3 dnů"), ("day", "do 24 hodin"), ("now", "ihned")]


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0016_requests_take_in_what_belongs_to_them")]

    operations = [
        migrations.AlterField(
            model_name="inquiry",
            name="urgency",
            field=models.CharField(choices=URGENCY, default="ordinary", max_length=12, verbose_name="naléhavost"),
        ),
        migrations.AlterField(
            model_name="referral",
            name="urgency",
            field=models.CharField(
                blank=True,
                choices=URGENCY,
                help_text="Prázdné = jako celý dotaz.",
                max_length=12,
                verbose_name="naléhavost",
            ),
        ),
    ]
