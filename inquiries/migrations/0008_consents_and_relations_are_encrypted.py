from django.db import migrations

import sociopoint.secrecy
from sociopoint.encrypting import encrypt_column


class Migration(migrations.Migration):
    """What somebody agreed to pass on, and who a person is to another, are words about people as any other."""

    dependencies = [("inquiries", "0007_requests_say_when_a_restriction_ended")]

    operations = [
        migrations.AlterField(
            model_name="contactcard",
            name="relation",
            field=sociopoint.secrecy.EncryptedTextField(
                blank=True, help_text="Např. dcera. Žádné jméno.", max_length=60, verbose_name="kdo to je"
            ),
        ),
        migrations.AlterField(
            model_name="consent",
            name="extent",
            field=sociopoint.secrecy.EncryptedTextField(max_length=200, verbose_name="co se smí předat"),
        ),
        migrations.AlterField(
            model_name="consent",
            name="purpose",
            field=sociopoint.secrecy.EncryptedTextField(max_length=200, verbose_name="k čemu"),
        ),
        encrypt_column("inquiries_contactcard", "relation"),
        encrypt_column("inquiries_consent", "extent"),
        encrypt_column("inquiries_consent", "purpose"),
    ]
