from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models.places import Place, Precision
from catalogue.models.services import Service
from sociopoint.history import with_history
from sociopoint.versions import raises_shared_version


def address_line(street: str, house_number: str) -> str:
    """`Zelená 2514/73`, `č. p. 151` where there are no streets, empty when secret or not known."""
    if house_number and not street:
        return f"č. p. {house_number}"
    return f"{street} {house_number}".strip()


class FacilityQuerySet(models.QuerySet["Facility"]):
    def open_to_public(self, on: date | None = None) -> Self:
        """Given on that day (today) at an address that is not secret."""
        day = on or timezone.localdate()
        return self.filter(
            models.Q(provided_from=None) | models.Q(provided_from__lte=day),
            models.Q(provided_until=None) | models.Q(provided_until__gte=day),
            is_secret=False,
        )


@with_history
class Facility(models.Model):
    """A place where a service is given. A secret one (shelter) keeps no address at all."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="facilities", verbose_name=_("služba"))
    name = models.CharField(_("název místa"), max_length=200, blank=True)
    is_secret = models.BooleanField(_("adresa se tají"), default=False)
    street = models.CharField(_("ulice"), max_length=120, blank=True)
    house_number = models.CharField(_("číslo domu"), max_length=16, blank=True)
    address_note = models.CharField(_("upřesnění"), max_length=160, blank=True, help_text=_("Např. 2. patro."))
    postcode = models.CharField(_("PSČ"), max_length=5, blank=True)
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="facilities", verbose_name=_("místo")
    )
    address_point = models.BigIntegerField(_("kód adresního místa"), null=True, blank=True)
    lat = models.FloatField(_("zeměpisná šířka"), null=True, blank=True)
    lon = models.FloatField(_("zeměpisná délka"), null=True, blank=True)
    precision = models.CharField(_("jak přesně víme, kde"), max_length=10, choices=Precision, default=Precision.UNKNOWN)
    opening_hours = models.CharField(
        _("otevírací doba (zápis OSM)"), max_length=300, blank=True, help_text=_("Např. Mo-Fr 08:00-16:00; PH off")
    )
    barrier_free = models.BooleanField(_("bez bariér"), null=True, blank=True)
    barrier_free_note = models.CharField(_("bez bariér podrobně"), max_length=200, blank=True)
    transport_stop = models.CharField(_("zastávka"), max_length=120, blank=True)
    provided_from = models.DateField(_("od"), null=True, blank=True)
    provided_until = models.DateField(_("do"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("pořadí"), default=0)

    objects = FacilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("místo služby")
        verbose_name_plural = _("místa služby")
        triggers = [raises_shared_version("catalogue")]
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["address_point"], name="facility_by_address_point")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_secret=False)
                | models.Q(
                    street="",
                    house_number="",
                    address_note="",
                    postcode="",
                    place=None,
                    address_point=None,
                    lat=None,
                    lon=None,
                    transport_stop="",
                ),
                name="facility_secret_keeps_no_address",
                violation_error_message=_("U místa s utajenou adresou nesmí být žádná adresa ani poloha."),
            ),
            models.CheckConstraint(
                condition=models.Q(lat__isnull=True, lon__isnull=True)
                | models.Q(lat__isnull=False, lon__isnull=False, lat__range=(48.5, 51.1), lon__range=(12.0, 18.9)),
                name="facility_lies_in_the_czech_republic",
                violation_error_message=_("Poloha má dvě čísla a leží v Česku."),
            ),
            models.CheckConstraint(
                condition=models.Q(provided_from=None)
                | models.Q(provided_until=None)
                | models.Q(provided_until__gte=models.F("provided_from")),
                name="facility_ends_after_it_begins",
                violation_error_message=_("Konec nesmí být před začátkem."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.address or str(_("místo bez adresy"))

    @property
    def address(self) -> str:
        return address_line(self.street, self.house_number)
