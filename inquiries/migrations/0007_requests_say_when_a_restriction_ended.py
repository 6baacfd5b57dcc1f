from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0006_tallies_keep_only_what_reports_ask")]

    operations = [
        migrations.AlterField(
            model_name="protocolline",
            name="step",
            field=models.CharField(
                choices=[
                    ("found", "dohledány dotazy"),
                    ("packaged", "vydán balíček"),
                    ("corrected", "opraveno"),
                    ("restricted", "omezeno"),
                    ("unrestricted", "omezení skončilo"),
                    ("erased", "vymazáno"),
                    ("held", "nesmazáno, dotaz je zadržený"),
                    ("answered", "odpovězeno"),
                ],
                max_length=12,
            ),
        ),
    ]
