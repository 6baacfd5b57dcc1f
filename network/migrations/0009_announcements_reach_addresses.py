import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Made anew: no announcement was ever sent by an account alone."""

    dependencies = [
        ("network", "0008_documents_trainings_announcements"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.DeleteModel(name="Delivery"),
        migrations.DeleteModel(name="SignedOff"),
        migrations.CreateModel(
            name="SignedOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address_hash", models.CharField(max_length=64, unique=True)),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={"verbose_name": "odhlášení ze zpráv", "verbose_name_plural": "odhlášení ze zpráv"},
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address_hash", models.CharField(max_length=64)),
                ("has_letter", models.BooleanField(default=True)),
                (
                    "announcement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="network.announcement",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "doručení zprávy",
                "verbose_name_plural": "doručení zpráv",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("announcement", "address_hash"), name="announcement_once_to_an_address"
                    )
                ],
            },
        ),
    ]
