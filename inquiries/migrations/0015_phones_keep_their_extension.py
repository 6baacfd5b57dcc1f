"""A telephone may have an extension (`+420596123456;ext=12`): a place for it."""

from django.db import migrations

import sociopoint.secrecy


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0014_who_asks_on_links_by_their_code")]

    operations = [
        migrations.AlterField(
            model_name="contactcard",
            name="phone",
            field=sociopoint.secrecy.EncryptedTextField(
                blank=True, help_text="E.164, +420…, s linkou ;ext=12", max_length=30, verbose_name="telefon"
            ),
        ),
    ]
