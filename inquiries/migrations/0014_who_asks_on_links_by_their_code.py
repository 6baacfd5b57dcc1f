"""Somebody asks on under the code of an inquiry that is only kept (Art. 18 of the Regulation): what they ask is an inquiry of its
own, linked by nobody of the desk."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0013_rights_and_holds_are_asked_once")]

    operations = [
        migrations.AlterField(
            model_name="inquirylink",
            name="made_by",
            field=models.ForeignKey(
                blank=True,
                help_text="Prázdné = SOCIOPOINT sám, podle návratového kódu.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
