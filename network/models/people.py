"""Who works where in the network, and for how long. A position ends; nobody is deleted by leaving."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalogue.models import Organisation, Place
from situations.models import LifeSituation
from sociopoint.history import with_history


class Visibility(models.TextChoices):
    """Who may see how to reach somebody."""

    PUBLIC = "public", _("kdokoli, i na veřejném webu")
    NETWORK = "network", _("lidé ze sítě")
    DESK = "desk", _("jen SOCIOPOINT")


@with_history
class Person(models.Model):
    """Somebody of the network as the others know them; with an account, or without one."""

    name = models.CharField(_("jméno"), max_length=120)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("účet"),
    )

    class Meta:
        verbose_name = _("člověk sítě")
        verbose_name_plural = _("lidé sítě")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


@with_history
class Unit(models.Model):
    """A department or workplace of an organisation that is called by itself."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="units", verbose_name=_("organizace")
    )
    name = models.CharField(_("název"), max_length=160)
    phone = models.CharField(_("telefon"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("místo")
    )

    class Meta:
        verbose_name = _("útvar")
        verbose_name_plural = _("útvary")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="unit_once_in_an_organisation",
                violation_error_message=_("Útvar s tímto názvem už organizace má."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PositionQuerySet(models.QuerySet["Position"]):
    def held_on(self, day: date) -> Self:
        """Who was what on a day; both ends belong to it, an open end means until now."""
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))


@with_history
class Position(models.Model):
    """What a person does in an organisation, since when, and how and about what to reach them there."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="positions", verbose_name=_("člověk"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="positions", verbose_name=_("organizace")
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.SET_NULL, null=True, blank=True, related_name="positions", verbose_name=_("útvar")
    )
    title = models.CharField(_("funkce"), max_length=120, blank=True)
    phone = models.CharField(_("telefon"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    substitute = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("zástup")
    )
    speciality = models.CharField(_("s čím se obracet"), max_length=300, blank=True)
    situations = models.ManyToManyField(
        LifeSituation, blank=True, related_name="+", verbose_name=_("životní situace, ve kterých poradí")
    )
    districts = models.ManyToManyField(Place, blank=True, related_name="+", verbose_name=_("pro která místa"))
    visibility = models.CharField(_("kdo kontakt vidí"), max_length=10, choices=Visibility, default=Visibility.NETWORK)
    since = models.DateField(_("od"), null=True, blank=True, help_text=_("Prázdné znamená, že to nevíme."))
    until = models.DateField(_("do"), null=True, blank=True, help_text=_("Prázdné znamená, že platí dál."))

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("působení")
        verbose_name_plural = _("působení")
        ordering = ["person__name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="position_ends_after_it_begins",
                violation_error_message=_("Konec nemůže být dřív než začátek."),
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values),
                name="position_seen_by_a_known_circle",
            ),
            models.CheckConstraint(
                condition=Q(substitute=None) | ~Q(substitute=F("pk")),
                name="position_not_its_own_substitute",
                violation_error_message=_("Nikdo nemůže zastupovat sám sebe."),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation"], condition=Q(until=None), name="position_held_by_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.title or self.organisation}"
