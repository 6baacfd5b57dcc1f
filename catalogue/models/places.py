from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from sociopoint.versions import raises_shared_version, raises_version


class PlaceKind(models.TextChoices):
    """Levels of the gazetteer, from the largest."""

    REGION = "region", _("kraj")
    DISTRICT = "district", _("okres")
    MUNICIPALITY = "municipality", _("obec")
    CITY_DISTRICT = "city_district", _("městský obvod nebo část")
    PART = "part", _("část obce")
    STREET = "street", _("ulice")
    POSTCODE = "postcode", _("poštovní směrovací číslo")


class Precision(models.TextChoices):
    """How exactly a position is known; distances are shown only as exactly as this allows."""

    ADDRESS = "exact", _("přesná adresa")
    STREET = "street", _("ulice")
    PART = "part", _("část obce")
    CITY_DISTRICT = "district", _("městský obvod")
    MUNICIPALITY = "city", _("obec")
    UNKNOWN = "unknown", _("neznáme")


class PlaceQuerySet(models.QuerySet["Place"]):
    def containing(self, place: Place) -> Self:
        """The place itself and all that contain it."""
        return self.filter(pk__in=place.lineage)


class Place(models.Model):
    """One place people can name: from a region to a street; `lineage` holds the ids of all that contain it and its own."""

    kind = models.CharField(_("druh místa"), max_length=20, choices=PlaceKind)
    code = models.CharField(_("kód RÚIAN"), max_length=12, blank=True)
    geonames_id = models.PositiveIntegerField(_("číslo GeoNames"), null=True, blank=True, unique=True)
    name = models.CharField(_("název"), max_length=120)
    context = models.CharField(_("upřesnění"), max_length=160, blank=True, help_text=_("Např. „okres Opava“."))
    other_names = ArrayField(models.CharField(max_length=120), verbose_name=_("jiné názvy"), default=list, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("leží v")
    )
    lineage = ArrayField(models.BigIntegerField(), verbose_name=_("leží ve všech"), default=list, editable=False)
    lat = models.FloatField(_("zeměpisná šířka"), null=True, blank=True)
    lon = models.FloatField(_("zeměpisná délka"), null=True, blank=True)
    population = models.PositiveIntegerField(_("počet obyvatel"), null=True, blank=True)
    postcodes = ArrayField(models.CharField(max_length=5), verbose_name=_("PSČ"), default=list, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("místo")
        verbose_name_plural = _("místa")
        triggers = [raises_version("lexicon")]
        ordering = ["name"]
        indexes = [
            models.Index(fields=["kind", "name"], name="place_by_kind_and_name"),
            models.Index(fields=["parent"], name="place_by_parent"),
            GinIndex(fields=["postcodes"], name="place_by_postcode"),
            models.Index(
                fields=["lat", "lon"],
                name="place_lived_in_by_position",
                condition=models.Q(kind__in=["municipality", "city_district", "part"]),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code"],
                condition=~models.Q(code=""),
                name="place_once_per_official_code",
                violation_error_message=_("Místo s tímto kódem už existuje."),
            ),
            models.CheckConstraint(
                condition=models.Q(lat__isnull=True, lon__isnull=True)
                | models.Q(lat__isnull=False, lon__isnull=False, lat__range=(48.5, 51.1), lon__range=(12.0, 18.9)),
                name="place_lies_in_the_czech_republic",
                violation_error_message=_("Poloha má dvě čísla a leží v Česku."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.context})" if self.context else self.name


class PlaceKey(models.Model):
    """One way to type a place: plain lower-case text without diacritics, `ostrava poruba`, `usti n l`, `70800`.

    Written only by `catalogue.places`; all a suggestion is ordered by stands here, so that one index answers it.
    """

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(_("klíč"), max_length=120)
    rank = models.PositiveSmallIntegerField(
        _("přednost"), default=0, help_text=_("Menší je lepší: hlavní název, pak jiné názvy, pak zkratky.")
    )
    prominence = models.IntegerField(
        _("význam"), default=0, help_text=_("Zhruba počet obyvatel; u zkratek a jiných názvů menší.")
    )
    stem = models.CharField(
        _("kmen"), max_length=120, blank=True, help_text=_("Prázdný u klíče, který se nehledá uvnitř věty.")
    )
    is_ordinary = models.BooleanField(_("je i běžným slovem"), default=False)

    class Meta:
        verbose_name = _("klíč místa")
        verbose_name_plural = _("klíče míst")
        triggers = [raises_shared_version("catalogue")]
        indexes = [
            models.Index(
                fields=["key"],
                name="place_key_by_prefix",
                opclasses=["text_pattern_ops"],
                include=["prominence", "rank", "place"],
            ),
            # Thousands of keys begin with the same few letters: these are read best first.
            models.Index(Left("key", 2), models.F("prominence").desc(), name="place_key_by_two_letters"),
            models.Index(Left("key", 3), models.F("prominence").desc(), name="place_key_by_three_letters"),
            models.Index(Left("key", 4), models.F("prominence").desc(), name="place_key_by_four_letters"),
            models.Index(fields=["stem"], name="place_key_by_stem", condition=~models.Q(stem="")),
            GinIndex(
                fields=["key"],
                name="place_key_by_trigrams",
                opclasses=["gin_trgm_ops"],
                condition=~models.Q(stem=""),
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["place", "key"], name="place_key_once_per_place")]

    def __str__(self) -> str:
        return self.key


class AddressPoint(models.Model):
    """One address of the RÚIAN register, WGS 84. Loaded from official files only."""

    code = models.BigIntegerField(_("kód adresního místa"), primary_key=True)
    place = models.ForeignKey(
        Place,
        on_delete=models.CASCADE,
        related_name="address_points",
        verbose_name=_("ulice nebo část"),
        db_index=False,
    )
    number = models.CharField(_("číslo"), max_length=16, help_text=_("Popisné a orientační, např. 2514/73a."))
    postcode = models.CharField(_("PSČ"), max_length=5)
    lat = models.FloatField(_("zeměpisná šířka"))
    lon = models.FloatField(_("zeměpisná délka"))

    class Meta:
        verbose_name = _("adresní místo")
        verbose_name_plural = _("adresní místa")
        indexes = [models.Index(fields=["place", "number"], name="address_point_by_street")]

    def __str__(self) -> str:
        return f"{self.code}"
