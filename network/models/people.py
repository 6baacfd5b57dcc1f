"""Who works where in the network, and for how long. A position ends; nobody is deleted by leaving."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models import Contact, ContactKind, Organisation, Place
from catalogue.words import plain
from situations.models import LifeSituation
from sociopoint.czech_order import sort_key
from sociopoint.history import with_history
from sociopoint.permissions import can_see_network, can_see_whole_network
from sociopoint.versions import raises_version

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sociopoint.models import User


class Visibility(models.TextChoices):
    """Who may see how to reach somebody."""

    PUBLIC = "public", _("kdokoli, i na veřejném webu")
    NETWORK = "network", _("lidé ze sítě")
    DESK = "desk", _("jen SOCIOPOINT")


class ConsentManner(models.TextChoices):
    """How somebody agreed to stand on the public website."""

    ORAL = "oral", _("řekl/a nám to")
    WRITTEN = "written", _("napsal/a nám to")
    OWN = "own", _("zapsal/a to o sobě")
    EARLIER = "earlier", _("zveřejněno dřív, než se souhlas zapisoval")


AGREED_WORDS = _(
    "Souhlasím, aby moje jméno, funkce a pracovní kontakt v této organizaci stály na veřejném webu. "
    "Souhlas můžu kdykoli vzít zpět, kontakt pak z webu zmizí."
)
"""What is asked today; each row keeps the words its person agreed with."""


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
    plain_name = models.CharField(max_length=240, editable=False, default="")
    sort_name = models.CharField(max_length=500, editable=False, default="")

    class Meta:
        verbose_name = _("člověk sítě")
        verbose_name_plural = _("lidé sítě")
        ordering = ["sort_name", "pk"]
        triggers = [raises_version("people")]
        indexes = [
            models.Index(fields=["sort_name", "id"], name="person_in_czech_order"),
            GinIndex(fields=["plain_name"], opclasses=["gin_trgm_ops"], name="person_by_part_of_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """What is searched and sorted by follows the name."""
        self.set_keys()
        if kwargs.get("update_fields") is not None and "name" in kwargs["update_fields"]:
            kwargs["update_fields"] = {*kwargs["update_fields"], "plain_name", "sort_name"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("network:person", args=[self.pk])

    def set_keys(self) -> None:
        """For `bulk_create`, which calls no `save`."""
        self.plain_name = plain(self.name)[:240]
        self.sort_name = sort_key(family_name_first(self.name))[:500]


def family_name_first(name: str) -> str:
    """`Mgr. Jana Nová, DiS.` -> `Nová Jana`: what a list of people is sorted by; titles do not count."""
    words = [word for word in name.split(",")[0].split() if not word.endswith(".")]
    return " ".join([*words[-1:], *words[:-1]])


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
        triggers = [raises_version("people")]
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

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The desk sees everybody; a partner the network and their own colleagues; without a position only who is public."""
        if not user.is_authenticated or not can_see_network(user):
            return self.none()
        if can_see_whole_network(user):
            return self
        mine = Position.objects.held_on(timezone.localdate()).filter(person__user=user)
        return self.filter(
            Q(visibility=Visibility.PUBLIC)
            | Q(Exists(mine), visibility=Visibility.NETWORK)
            | Q(organisation__in=mine.values("organisation"))
        )

    def for_reading(self, user: User | AnonymousUser) -> Self:
        """With all that a list of people prints, in one query: names of situations and places come with the row.

        `substitute_is_seen`: whether `user` may know of the one who stands in, and they still work there.
        """
        substitutes = Position.objects.visible_to(user).held_on(timezone.localdate()).filter(pk=OuterRef("substitute"))
        situations = LifeSituation.objects.filter(pk__in=_linked("situations", "lifesituation"))
        districts = Place.objects.filter(pk__in=_linked("districts", "place"))
        phones = Contact.objects.filter(organisation=OuterRef("organisation"), kind=ContactKind.PHONE)
        return self.select_related("person", "organisation", "unit", "substitute__person").annotate(
            situation_names=ArraySubquery(situations.order_by("order", "pk").values("name")),
            district_names=ArraySubquery(districts.order_by("name").values("name")),
            substitute_is_seen=Exists(substitutes),
            organisation_phone=Subquery(phones.order_by("order", "pk").values("value")[:1]),
        )


def _linked(field: str, column: str) -> models.QuerySet[Any, Any]:
    through = getattr(Position, field).through
    rows: models.QuerySet[Any, Any] = through.objects.filter(position=OuterRef(OuterRef("pk"))).values(column)
    return rows


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
    consent = models.CharField(_("souhlas se zveřejněním"), max_length=10, choices=ConsentManner, blank=True)
    consented_on = models.DateField(_("souhlas zapsán"), null=True, blank=True)
    consent_words = models.CharField(_("znění souhlasu"), max_length=400, blank=True)
    since = models.DateField(_("od"), null=True, blank=True, help_text=_("Prázdné znamená, že to nevíme."))
    until = models.DateField(_("do"), null=True, blank=True, help_text=_("Prázdné znamená, že platí dál."))
    plain_about = models.CharField(max_length=500, editable=False, default="")

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("působení")
        verbose_name_plural = _("působení")
        ordering = ["person__sort_name", "pk"]
        triggers = [raises_version("people")]
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
                condition=~Q(visibility=Visibility.PUBLIC) | ~Q(consent=""),
                name="position_public_with_consent",
                violation_error_message=_("Na veřejný web jen se souhlasem. Vyberte, jak ho ten člověk dal."),
            ),
            models.CheckConstraint(
                condition=Q(consent__in=["", ConsentManner.EARLIER], consented_on=None, consent_words="")
                | Q(consent__in=[ConsentManner.ORAL, ConsentManner.WRITTEN, ConsentManner.OWN])
                & Q(consented_on__isnull=False)
                & ~Q(consent_words=""),
                name="position_consent_has_day_and_words",
            ),
            models.CheckConstraint(
                condition=Q(substitute=None) | ~Q(substitute=F("pk")),
                name="position_not_its_own_substitute",
                violation_error_message=_("Nikdo nemůže zastupovat sám sebe."),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation"], condition=Q(until=None), name="position_held_by_organisation"),
            GinIndex(fields=["plain_about"], opclasses=["gin_trgm_ops"], name="position_by_part_of_topic"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.title or self.organisation}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """What is searched follows the words."""
        self.set_keys()
        if kwargs.get("update_fields") is not None and {"title", "speciality"} & set(kwargs["update_fields"]):
            kwargs["update_fields"] = {*kwargs["update_fields"], "plain_about"}
        super().save(*args, **kwargs)

    def set_keys(self) -> None:
        """For `bulk_create`, which calls no `save`."""
        self.plain_about = plain(f"{self.title} {self.speciality}")[:500]

    def agree(self, manner: str) -> None:
        """How its person agreed to be public; today's words and day, unless they agreed so before. Not public: none is needed."""
        if manner == ConsentManner.EARLIER and self.consent != ConsentManner.EARLIER:
            manner = ""
        if self.visibility != Visibility.PUBLIC or not manner:
            self.consent, self.consented_on, self.consent_words = "", None, ""
        elif manner != self.consent:
            self.consent, self.consented_on, self.consent_words = manner, timezone.localdate(), str(AGREED_WORDS)

    def is_held_on(self, day: date) -> bool:
        """The row's own answer to `PositionQuerySet.held_on`."""
        return (self.since is None or self.since <= day) and (self.until is None or self.until >= day)
