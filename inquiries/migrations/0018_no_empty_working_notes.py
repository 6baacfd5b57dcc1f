"""A working note that was emptied is deleted from now on; those kept empty so far go too."""

from django.db import migrations

DELETE = "DELETE FROM inquiries_note WHERE kind = 'note' AND text = ''"


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0017_procedure_runs")]

    operations = [migrations.RunSQL(DELETE, migrations.RunSQL.noop)]
