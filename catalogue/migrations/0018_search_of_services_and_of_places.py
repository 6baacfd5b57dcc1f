import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

import catalogue.models.search

# The table of places is made anew rather than altered: dropped columns would go on taking room in every row that a search
# reads. What it held is carried over, so that the very first request after the change finds everything.
KEEP = "CREATE TEMP TABLE search_before ON COMMIT DROP AS SELECT * FROM catalogue_searchentry"
FILL_SERVICES = """
    INSERT INTO catalogue_searchservice (service_id, kind_id, forms, possible_forms, quality, age_from, age_to,
        has_free_places, groups, languages, situations, name_words, words, sort_name)
    SELECT DISTINCT ON (service_id) service_id, kind_id, forms, possible_forms, quality, age_from, age_to,
        has_free_places, groups, languages, situations, name_words, words, sort_name
    FROM search_before ORDER BY service_id, id
"""
FILL_PLACES = """
    INSERT INTO catalogue_searchentry (id, service_id, facility_id, kind_id, region_id, branch_id, possible_forms, quality,
        is_rough, barrier_free, position, offered_from, offered_until, area, area_within, open_minutes, holiday_minutes)
    OVERRIDING SYSTEM VALUE
    SELECT id, service_id, facility_id, kind_id,
        CASE WHEN b.lineage <> '{}' THEN coalesce(
            (SELECT p.id FROM catalogue_place p WHERE p.id = ANY(b.lineage) AND p.kind = 'region' LIMIT 1), 0) END,
        b.lineage[2], possible_forms, quality, precision = 'city', barrier_free, position, offered_from, offered_until,
        nullif(area, '{}'), nullif(area_within, '{}'), open_minutes, holiday_minutes
    FROM search_before b ORDER BY id
"""
NEXT_ID = """
    SELECT setval(pg_get_serial_sequence('catalogue_searchentry', 'id'), (SELECT max(id) FROM catalogue_searchentry))
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0017_crisis_lines_and_ages_raise_the_version"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchService",
            fields=[
                (
                    "service",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="searched",
                        serialize=False,
                        to="catalogue.service",
                    ),
                ),
                ("kind_id", models.IntegerField(db_index=True, null=True)),
                ("forms", models.SmallIntegerField(help_text="bits of FormOfCare as known; 0 = unknown")),
                (
                    "possible_forms",
                    models.SmallIntegerField(help_text="the same, or what the kind allows where unknown"),
                ),
                ("quality", models.SmallIntegerField(help_text="0 best: how complete and fresh the record is")),
                ("age_from", models.SmallIntegerField(null=True)),
                ("age_to", models.SmallIntegerField(null=True)),
                ("has_free_places", models.BooleanField(null=True)),
                (
                    "groups",
                    django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), size=None),
                ),
                (
                    "situations",
                    django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None),
                ),
                ("name_words", django.contrib.postgres.search.SearchVectorField()),
                ("words", django.contrib.postgres.search.SearchVectorField()),
                ("sort_name", models.CharField(help_text="key of Czech alphabetical order", max_length=500)),
            ],
            options={
                "verbose_name": "služba v hledání",
                "verbose_name_plural": "služby v hledání",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["words"], name="search_service_by_words"),
                    django.contrib.postgres.indexes.GinIndex(fields=["name_words"], name="search_service_by_name"),
                    django.contrib.postgres.indexes.GinIndex(fields=["situations"], name="search_service_by_situation"),
                ],
            },
        ),
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
        migrations.DeleteModel("SearchEntry"),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "service",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="catalogue.service",
                    ),
                ),
                (
                    "facility",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="catalogue.facility",
                    ),
                ),
                ("kind_id", models.IntegerField(null=True)),
                (
                    "region_id",
                    models.IntegerField(help_text="null = nobody knows the place; 0 = outside all regions", null=True),
                ),
                (
                    "branch_id",
                    models.IntegerField(
                        help_text="the place below the region that contains it, its district", null=True
                    ),
                ),
                ("possible_forms", models.SmallIntegerField(help_text="as of the service")),
                ("quality", models.SmallIntegerField(help_text="as of the service")),
                ("is_rough", models.BooleanField(help_text="the position is only the middle of its municipality")),
                ("barrier_free", models.BooleanField(null=True)),
                (
                    "position",
                    catalogue.models.search.NativeField(
                        "point", help_text="(longitude × cos 49.8°, latitude): distance is true here", null=True
                    ),
                ),
                ("offered_from", models.DateField(null=True)),
                ("offered_until", models.DateField(null=True)),
                (
                    "area",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(),
                        help_text="places the service comes to; null = unknown",
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "area_within",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(),
                        help_text="places that contain a place served",
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "open_minutes",
                    catalogue.models.search.NativeField(
                        "int4multirange", help_text="of an ordinary week; null = unknown", null=True
                    ),
                ),
                (
                    "holiday_minutes",
                    catalogue.models.search.NativeField(
                        "int4multirange", help_text="of a public holiday; null = unknown", null=True
                    ),
                ),
            ],
            options={
                "verbose_name": "místo v hledání",
                "verbose_name_plural": "místa v hledání",
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["kind_id", "position"], name="entry_by_kind_and_position"
                    ),
                    django.contrib.postgres.indexes.GistIndex(fields=["position"], name="entry_by_position"),
                    django.contrib.postgres.indexes.GinIndex(fields=["area"], name="entry_by_area"),
                    models.Index(fields=["kind_id", "quality"], name="entry_by_kind"),
                    models.Index(fields=["service"], name="entry_by_service"),
                ],
            },
        ),
        migrations.RunSQL([FILL_SERVICES, FILL_PLACES, NEXT_ID], migrations.RunSQL.noop),
    ]
