from django.db import migrations

import sociopoint.secrecy
from sociopoint.encrypting import encrypt_column


class Migration(migrations.Migration):
    """Anybody may write into a report, themselves and others by name included."""

    dependencies = [("catalogue", "0009_doubles_of_the_register_are_joined")]

    operations = [
        migrations.AlterField(
            model_name="changeproposal",
            name="text",
            field=sociopoint.secrecy.EncryptedTextField(blank=True, max_length=1000, verbose_name="slovy"),
        ),
        encrypt_column("catalogue_changeproposal", "text"),
    ]
