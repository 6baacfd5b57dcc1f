from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from catalogue.models.code_lists import CapacityUnit, Certainty, FormOfCare, ServiceKind, TargetGroup
from catalogue.models.further_kinds import further_kind_becomes_main
from catalogue.models.organisations import Organisation
from catalogue.models.places import Place
from situations.models import LifeSituation
from sociopoint.history import with_history
from sociopoint.versions import raises_shared_version


class RecordType(models.TextChoices):
    REGISTERED = "registered_service", _("registrovaná sociální služba")
    RELATED = "related_activity", _("související aktivita")
    SEASONAL = "seasonal_service", _("sezónní pomoc")
    FRONT_DESK = "front_desk", _("místo prvního kontaktu")
    OFFICE = "office", _("úřad nebo instituce")


class Origin(models.TextChoices):
    """Where a record comes from; the register's import touches only its own."""

    HAND = "hand", _("zapsáno v katalogu")
    SHIPPED = "shipped", _("dodáno s programem")
    REGISTER = "register", _("registr poskytovatelů")


def forms_as_met(known: Iterable[str], usual: Iterable[str]) -> list[FormOfCare]:
    """The known forms as a person meets them: what is given only by phone (§ 55) is registered as given at home.
    `usual`: of all its kinds."""
    forms = [FormOfCare(form) for form in known]
    remote = [FormOfCare.REMOTE]
    return remote if forms and list(dict.fromkeys(usual)) == remote else forms


class ServiceQuerySet(models.QuerySet["Service"]):
    def offered(self, on: date | None = None) -> Self:
        """Published, begun and not ended on that day (today): what a citizen may see."""
        day = on or timezone.localdate()
        return self.filter(
            models.Q(valid_from=None) | models.Q(valid_from__lte=day),
            models.Q(valid_until=None) | models.Q(valid_until__gte=day),
            published=True,
        )


@with_history
class Service(models.Model):
    """One help that somebody offers: a registered social service or anything else worth finding."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="services", verbose_name=_("organizace")
    )
    kind = models.ForeignKey(
        ServiceKind, on_delete=models.PROTECT, null=True, blank=True, related_name="services", verbose_name=_("druh")
    )
    further_kinds = models.ManyToManyField(
        ServiceKind,
        blank=True,
        related_name="further_services",
        verbose_name=_("dále pomáhá jako"),
        help_text=_("Další druhy pomoci, pod kterými ji lidé také najdou. Hlavní druh sem nepatří."),
    )
    record_type = models.CharField(_("typ záznamu"), max_length=20, choices=RecordType, default=RecordType.REGISTERED)
    name = models.CharField(_("název"), max_length=200)
    slug = models.SlugField(_("označení v adrese"), max_length=100, editable=False)
    summary = models.CharField(_("co udělají, jednou větou"), max_length=240, blank=True)
    for_whom = models.TextField(_("ano, když"), blank=True, help_text=_("Každý důvod na svůj řádek."))
    how_to_start = models.TextField(
        _("jak začít"), blank=True, help_text=_("Každý krok na svůj řádek, nejdřív telefon.")
    )
    how_to_start_easy = models.TextField(
        _("jak začít, jednoduše česky"),
        blank=True,
        help_text=_(
            "Každý krok na svůj řádek. Krátké věty, žádná slova ze zákona. Prázdné = napíšeme to sami z údajů služby."
        ),
    )
    what_to_bring = models.CharField(_("co vzít s sebou"), max_length=240, blank=True)
    free_of_charge = models.BooleanField(_("zdarma"), null=True, blank=True)
    price_note = models.CharField(_("cena slovy"), max_length=240, blank=True)
    anonymous = models.BooleanField(_("beze jména"), null=True, blank=True)
    age_from = models.PositiveSmallIntegerField(_("od (let)"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("do (let)"), null=True, blank=True)
    languages = ArrayField(
        models.CharField(max_length=3), verbose_name=_("domluvíte se (kódy jazyků)"), default=list, blank=True
    )
    note = models.TextField(_("poznámka pro veřejnost"), blank=True)
    internal_note = models.TextField(_("vnitřní poznámka"), blank=True, help_text=_("Vidí jen pracovníci města."))
    target_groups = models.ManyToManyField(
        TargetGroup, blank=True, related_name="services", verbose_name=_("cílové skupiny")
    )
    situations = models.ManyToManyField(
        LifeSituation, blank=True, related_name="services", verbose_name=_("další životní situace")
    )
    area_served = models.ManyToManyField(
        Place,
        blank=True,
        related_name="services_coming",
        verbose_name=_("kam přijedou"),
        help_text=_("Prázdné = nevíme."),
    )
    free_places = models.PositiveSmallIntegerField(_("volná místa"), null=True, blank=True)
    free_places_reported_at = models.DateTimeField(_("volná místa hlášena"), null=True, blank=True)
    waiting_note = models.CharField(_("čekací doba slovy"), max_length=160, blank=True)
    published = models.BooleanField(_("zveřejněno"), default=True)
    valid_from = models.DateField(_("poskytuje se od"), null=True, blank=True)
    valid_until = models.DateField(_("poskytuje se do"), null=True, blank=True)
    origin = models.CharField(_("původ"), max_length=20, choices=Origin, default=Origin.HAND, editable=False)
    origin_key = models.CharField(_("klíč původu"), max_length=100, blank=True, editable=False)
    registration_identifier = models.CharField(_("identifikátor v registru"), max_length=7, blank=True)
    source_url = models.CharField(_("zdroj"), max_length=400, blank=True)
    source_year = models.PositiveSmallIntegerField(_("rok údajů"), null=True, blank=True)
    certainty = models.CharField(_("jak víme"), max_length=20, choices=Certainty, blank=True)
    verified_on = models.DateField(_("ověřeno dne"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("ověřil"),
    )

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("služba")
        verbose_name_plural = _("služby")
        triggers = [raises_shared_version("catalogue"), further_kind_becomes_main()]
        ordering = ["name"]
        indexes = [
            models.Index(fields=["kind"], name="service_by_kind"),
            models.Index(fields=["organisation"], name="service_by_organisation"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["origin", "origin_key"],
                condition=~models.Q(origin_key=""),
                name="service_once_per_origin",
            ),
            models.UniqueConstraint(
                fields=["registration_identifier"],
                condition=~models.Q(registration_identifier=""),
                name="service_once_per_registration",
                violation_error_message=_(
                    "Služba s tímto identifikátorem z registru už v katalogu je. Je to tahle? Spojte je: Síť, Návrhy, Možná dvakrát."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(age_from=None) | models.Q(age_to=None) | models.Q(age_to__gte=models.F("age_from")),
                name="service_ages_in_order",
                violation_error_message=_("Věk „do“ nesmí být menší než „od“."),
            ),
            models.CheckConstraint(
                condition=models.Q(valid_from=None)
                | models.Q(valid_until=None)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="service_ends_after_it_begins",
                violation_error_message=_("Konec nesmí být před začátkem."),
            ),
            models.CheckConstraint(
                condition=models.Q(free_places=None, free_places_reported_at=None)
                | models.Q(free_places__isnull=False, free_places_reported_at__isnull=False),
                name="service_free_places_have_their_time",
                violation_error_message=_("K volným místům patří i čas, kdy byla hlášena."),
            ),
            models.CheckConstraint(
                condition=models.Q(registration_identifier="") | models.Q(registration_identifier__regex=r"^[0-9]{7}$"),
                name="service_registration_has_seven_digits",
                violation_error_message=_("Identifikátor v registru má sedm číslic."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.set_slug()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("catalogue:service", args=[self.pk, self.slug])

    def set_slug(self) -> None:
        """It follows the name; the number before it in the address keeps old links alive."""
        self.slug = slugify(self.name)[:100].strip("-") or "sluzba"

    @property
    def given_forms(self) -> list[FormOfCare]:
        usual = (form for kind in self.kinds for form in kind.usual_forms)
        return forms_as_met((form.form for form in self.forms.all()), usual)

    @property
    def kinds(self) -> list[ServiceKind]:
        """All kinds of help it gives, the main one first."""
        return [*([self.kind] if self.kind else []), *self.further_kinds.all()]

    def is_offered(self, on: date | None = None) -> bool:
        """The row's own answer to `ServiceQuerySet.offered`."""
        day = on or timezone.localdate()
        begun = self.valid_from is None or self.valid_from <= day
        return self.published and begun and (self.valid_until is None or self.valid_until >= day)


@with_history
class ServiceForm(models.Model):
    """One form in which a service is given."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="forms", verbose_name=_("služba"))
    form = models.CharField(_("forma"), max_length=20, choices=FormOfCare)
    is_nonstop = models.BooleanField(_("nepřetržitě"), null=True, blank=True)

    class Meta:
        verbose_name = _("forma služby")
        verbose_name_plural = _("formy služby")
        triggers = [raises_shared_version("catalogue")]
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "form"],
                name="service_has_a_form_once",
                violation_error_message=_("Tuto formu už služba má."),
            ),
            models.CheckConstraint(
                condition=models.Q(form__in=FormOfCare.values),
                name="service_form_is_known",
                violation_error_message=_("Vyberte jednu z nabízených forem."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_form_display()


@with_history
class Capacity(models.Model):
    """Registered maximum of one form of a service; never free places (RPSS rule 3)."""

    form = models.ForeignKey(ServiceForm, on_delete=models.CASCADE, related_name="capacities")
    unit = models.CharField(_("jednotka"), max_length=10, choices=CapacityUnit)
    count = models.PositiveIntegerField(_("počet"))
    note = models.CharField(_("poznámka"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("kapacita")
        verbose_name_plural = _("kapacity")
        triggers = [raises_shared_version("catalogue")]
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(unit__in=CapacityUnit.values),
                name="capacity_unit_is_known",
                violation_error_message=_("Vyberte jednu z nabízených jednotek."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.count} {self.get_unit_display()}"


@with_history
class Exclusion(models.Model):
    """For what this service is not, and where to go instead: never a "no" without a way on."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="exclusions", verbose_name=_("služba"))
    need = models.CharField(_("ne, když potřebujete…"), max_length=160)
    instead_kind = models.ForeignKey(
        ServiceKind, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("zkuste druh")
    )
    instead_service = models.ForeignKey(
        Service, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("zkuste službu")
    )
    instead_text = models.CharField(_("nebo se obraťte na"), max_length=160, blank=True)
    order = models.PositiveSmallIntegerField(_("pořadí"), default=0)

    class Meta:
        verbose_name = _("pro koho služba není")
        verbose_name_plural = _("pro koho služba není")
        triggers = [raises_shared_version("catalogue")]
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(instead_kind__isnull=False)
                | models.Q(instead_service__isnull=False)
                | ~models.Q(instead_text=""),
                name="exclusion_says_where_to_go_instead",
                violation_error_message=_("Napište, kam se obrátit místo toho. „Ne“ bez další cesty neukazujeme."),
            )
        ]

    def __str__(self) -> str:
        return self.need
