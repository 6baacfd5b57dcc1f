from django.db import migrations, models


class Migration(migrations.Migration):
    """One index instead of another: by kind alone, it also says at once that nobody of some kinds works in a form."""

    dependencies = [
        ("catalogue", "0020_open_data_files"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="searchservice",
            index=models.Index(fields=["kind_id", "possible_forms"], name="service_by_kind_and_form"),
        ),
        migrations.AlterField(
            model_name="searchservice",
            name="kind_id",
            field=models.IntegerField(null=True),
        ),
    ]
