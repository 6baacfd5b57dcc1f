from django.contrib.postgres.operations import BtreeGinExtension, BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    """PostgreSQL's own contrib only. intarray stays out: it would silently switch off the GIN indexes on arrays."""

    initial = True
    dependencies = []
    operations = [TrigramExtension(), UnaccentExtension(), BtreeGinExtension(), BtreeGistExtension()]
