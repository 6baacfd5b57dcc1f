from django.db import migrations

FILL = """
UPDATE catalogue_searchentry e SET closed_days = (
    SELECT range_agg(daterange(c.begins, c.ends, '[]')) FROM catalogue_closure c
    WHERE c.service_id = e.service_id AND (c.facility_id IS NULL OR c.facility_id = e.facility_id)
        AND c.ends >= current_date)
WHERE e.service_id IN (SELECT service_id FROM catalogue_closure WHERE ends >= current_date)
"""


class Migration(migrations.Migration):
    """Closures said before the search knew of them."""

    dependencies = [("catalogue", "0002_search_entry_closed_days")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
