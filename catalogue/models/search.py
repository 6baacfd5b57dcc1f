from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.models.organisations import Organisation
from catalogue.models.places import Place
from catalogue.models.services import Facility, Service


class Point(models.Field):  # type: ignore[type-arg]  # not subscriptable at run time
    """PostgreSQL's own `point`: (longitude × cos 49.8°, latitude), so that plain distance is true at Czech latitudes."""

    def db_type(self, connection: object) -> str:
        return "point"


class SearchEntry(models.Model):
    """One row per place of a service, with all that a search filters and orders by copied into it.

    Written only by `catalogue.indexing`; a join-free table is what keeps a search under five milliseconds.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="entries", db_index=False)
    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, null=True, related_name="entries", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind_id = models.BigIntegerField(null=True)
    forms = models.SmallIntegerField(help_text="bits of FormOfCare; 0 = unknown")
    groups = ArrayField(models.IntegerField())
    situations = ArrayField(models.IntegerField())
    position = Point(null=True)
    precision = models.CharField(max_length=10)
    lineage = ArrayField(models.IntegerField(), help_text="places that contain the facility")
    area = ArrayField(models.IntegerField(), help_text="places the service comes to; empty = unknown")
    region = models.ForeignKey(Place, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    age_from = models.SmallIntegerField(null=True)
    age_to = models.SmallIntegerField(null=True)
    languages = ArrayField(models.CharField(max_length=3))
    barrier_free = models.BooleanField(null=True)
    free_of_charge = models.BooleanField(null=True)
    has_free_places = models.BooleanField(null=True)
    opening_hours = models.CharField(max_length=300)
    quality = models.SmallIntegerField(help_text="0 best: how complete and fresh the record is")
    name_words = SearchVectorField()
    words = SearchVectorField()
    sort_name = models.CharField(max_length=400, help_text="key of Czech alphabetical order")

    class Meta:
        verbose_name = _("řádek hledání")
        verbose_name_plural = _("řádky hledání")
        indexes = [
            GinIndex(fields=["words"], name="entry_by_words"),
            GinIndex(fields=["name_words"], name="entry_by_name_words"),
            GinIndex(fields=["area"], name="entry_by_area"),
            GinIndex(fields=["situations"], name="entry_by_situation"),
            GistIndex(fields=["position"], name="entry_by_position"),
            models.Index(fields=["kind_id", "quality"], name="entry_by_kind"),
            models.Index(fields=["service"], name="entry_by_service"),
        ]

    def __str__(self) -> str:
        return f"{self.service_id}"


class SearchDay(models.Model):
    """How many times a normalised word was searched on a day, and how many times in vain. Nothing personal."""

    day = models.DateField(_("den"))
    word = models.CharField(_("slovo"), max_length=40)
    searches = models.PositiveIntegerField(_("hledání"), default=0)
    without_result = models.PositiveIntegerField(_("bez výsledku"), default=0)

    class Meta:
        verbose_name = _("hledané slovo")
        verbose_name_plural = _("hledaná slova")
        ordering = ["-day", "-searches"]
        constraints = [models.UniqueConstraint(fields=["day", "word"], name="search_day_once_per_word")]

    def __str__(self) -> str:
        return f"{self.day} {self.word}"
