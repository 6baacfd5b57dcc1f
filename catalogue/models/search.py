from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from catalogue.models.code_lists import ServiceKind
from catalogue.models.facilities import Facility
from catalogue.models.services import Service
from sociopoint.versions import raises_shared_version


class NativeField(models.Field):  # type: ignore[type-arg]  # not subscriptable at run time
    """A column of a PostgreSQL type that Django has no field for; read and written by SQL only."""

    def __init__(self, native: str, **kwargs: object) -> None:
        self.native = native
        super().__init__(**kwargs)  # type: ignore[arg-type]

    def deconstruct(self) -> tuple[str, str, list[object], dict[str, object]]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, [self.native, *args], kwargs

    def db_type(self, connection: object) -> str:
        return self.native


class SearchService(models.Model):
    """What a search asks of a service itself, all copied into one narrow row: how well it fits, which filters it passes.

    Written only by `catalogue.indexing`, as its places are (`SearchEntry`).
    """

    service = models.OneToOneField(Service, on_delete=models.CASCADE, primary_key=True, related_name="searched")
    kind_id = models.IntegerField(null=True)
    kinds = ArrayField(
        models.IntegerField(),
        null=True,
        help_text="where it has several: all of them, the main one first; null = the one",
    )
    forms = models.SmallIntegerField(help_text="bits of FormOfCare as known; 0 = unknown")
    possible_forms = models.SmallIntegerField(help_text="the same, or what the kind allows where unknown")
    quality = models.SmallIntegerField(help_text="0 best: how complete and fresh the record is")
    age_from = models.SmallIntegerField(null=True)
    age_to = models.SmallIntegerField(null=True)
    has_free_places = models.BooleanField(null=True)
    groups = ArrayField(models.IntegerField())
    languages = ArrayField(models.CharField(max_length=3))
    situations = ArrayField(models.IntegerField())
    name_words = SearchVectorField()
    words = SearchVectorField()
    sort_name = models.CharField(max_length=500, help_text="key of Czech alphabetical order")

    class Meta:
        verbose_name = _("služba v hledání")
        verbose_name_plural = _("služby v hledání")
        triggers = [raises_shared_version("catalogue")]
        indexes = [
            models.Index(fields=["kind_id", "possible_forms"], name="service_by_kind_and_form"),
            GinIndex(fields=["words"], name="search_service_by_words"),
            GinIndex(fields=["name_words"], name="search_service_by_name"),
            GinIndex(fields=["situations"], name="search_service_by_situation"),
            GinIndex(fields=["kinds"], name="search_service_by_kinds", condition=Q(kinds__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.service_id}"


class SearchEntry(models.Model):
    """One row per place of a service: where it is, whom it comes to and when it is open.

    Narrow, because a search reads all places of the kinds asked for; the service's own facts stand in `SearchService`.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="entries", db_index=False)
    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, null=True, related_name="entries", db_index=False)
    kind_id = models.IntegerField(null=True)
    region_id = models.IntegerField(null=True, help_text="null = nobody knows the place; 0 = outside all regions")
    branch_id = models.IntegerField(null=True, help_text="the place below the region that contains it, its district")
    possible_forms = models.SmallIntegerField(help_text="as of the service")
    quality = models.SmallIntegerField(help_text="as of the service")
    is_rough = models.BooleanField(help_text="the position is only the middle of its municipality")
    barrier_free = models.BooleanField(null=True)
    position = NativeField("point", null=True, help_text="(longitude × cos 49.8°, latitude): distance is true here")
    offered_from = models.DateField(null=True)
    offered_until = models.DateField(null=True)
    area = ArrayField(models.IntegerField(), null=True, help_text="places the service comes to; null = unknown")
    area_within = ArrayField(models.IntegerField(), null=True, help_text="places that contain a place served")
    open_minutes = NativeField("int4multirange", null=True, help_text="of an ordinary week; null = unknown")
    holiday_minutes = NativeField("int4multirange", null=True, help_text="of a public holiday; null = unknown")
    closed_days = NativeField("datemultirange", null=True, help_text="closed for a while, it or all; null = none said")

    class Meta:
        verbose_name = _("místo v hledání")
        verbose_name_plural = _("místa v hledání")
        triggers = [raises_shared_version("catalogue")]
        indexes = [
            GistIndex(fields=["kind_id", "position"], name="entry_by_kind_and_position"),
            GistIndex(fields=["position"], name="entry_by_position"),
            GinIndex(fields=["area"], name="entry_by_area"),
            models.Index(fields=["kind_id", "quality"], name="entry_by_kind"),
            models.Index(fields=["service"], name="entry_by_service"),
        ]

    def __str__(self) -> str:
        return f"{self.service_id}"


class SearchCard(models.Model):
    """All that a result card prints of one service, so that twenty cards cost no query of their own."""

    service = models.OneToOneField(Service, on_delete=models.CASCADE, primary_key=True, related_name="card")
    content = models.JSONField()
    digest = models.GeneratedField(
        expression=Func(F("content"), Value(0), function="jsonb_hash_extended"),
        output_field=models.BigIntegerField(),
        db_persist=True,
        help_text="changes with the content, whoever writes it: by it a process knows whether the card it keeps is true",
    )

    class Meta:
        verbose_name = _("karta výsledku")
        verbose_name_plural = _("karty výsledků")
        triggers = [raises_shared_version("catalogue")]

    def __str__(self) -> str:
        return f"{self.service_id}"


class NameWord(models.Model):
    """A word that stands in a name of a service or an organisation: what a mistyped one may have meant."""

    word = models.CharField(_("slovo"), max_length=60, unique=True)

    class Meta:
        verbose_name = _("slovo z názvů")
        verbose_name_plural = _("slova z názvů")
        indexes = [GinIndex(fields=["word"], name="name_word_by_trigrams", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.word


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


class SearchInVain(models.Model):
    """How many times a kind of help was understood on a day and no service answered. Nothing personal, and no place."""

    day = models.DateField(_("den"))
    kind = models.ForeignKey(ServiceKind, on_delete=models.CASCADE, related_name="+", verbose_name=_("druh pomoci"))
    number = models.PositiveIntegerField(_("kolikrát"), default=0)

    class Meta:
        verbose_name = _("marné hledání druhu")
        verbose_name_plural = _("marná hledání druhů")
        ordering = ["-day", "-number"]
        constraints = [models.UniqueConstraint(fields=["day", "kind"], name="search_in_vain_once_per_kind")]

    def __str__(self) -> str:
        return f"{self.day} {self.kind_id}"
