"""The protocol of a request for one's own data knows that related inquiries were added to it."""

from django.db import migrations, models

STEPS = [
    ("found", "dohledány dotazy"),
    ("added", "přidány související dotazy"),
    ("packaged", "vydán balíček"),
    ("corrected", "opraveno"),
    ("restricted", "omezeno"),
    ("unrestricted", "omezení skončilo"),
    ("erased", "vymazáno"),
    ("held", "nesmazáno, dotaz je zadržený"),
    ("answered", "odpovězeno"),
]


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0015_phones_keep_their_extension")]

    operations = [
        migrations.AlterField(
            model_name="protocolline", name="step", field=models.CharField(choices=STEPS, max_length=12)
        ),
    ]
