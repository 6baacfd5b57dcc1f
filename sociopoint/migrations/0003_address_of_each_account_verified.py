from django.db import migrations


def verify(apps, schema_editor):
    """Administrators wrote the addresses down; without a verified one allauth allows no second factor."""
    User = apps.get_model("sociopoint", "User")
    EmailAddress = apps.get_model("account", "EmailAddress")
    EmailAddress.objects.bulk_create(
        EmailAddress(user_id=pk, email=email, verified=True, primary=True)
        for pk, email in User.objects.values_list("pk", "email")
    )


class Migration(migrations.Migration):

    dependencies = [
        ("sociopoint", "0002_version_counters"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(verify, migrations.RunPython.noop)]
