"""A request for one's own data and a legal hold know the form they came from: a form sent twice makes one. What is there already
gets a number of its own, row by row, from the database."""

from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0012_what_people_told_is_counted")]

    operations = [
        migrations.AddField(
            model_name=name,
            name="submission",
            field=models.UUIDField(db_default=RandomUUID(), editable=False, unique=True, verbose_name="odeslání"),
        )
        for name in ("subjectrequest", "legalhold")
    ]
