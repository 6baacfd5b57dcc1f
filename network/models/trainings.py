"""Trainings, who is on them and who waits. Seats are given in the order people registered; the database counts them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

import pgtrigger
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models import Organisation
from network.models.people import Person
from sociopoint.history import with_history
from sociopoint.secrecy import EncryptedTextField

OFFER_LASTS = timedelta(hours=48)
NEEDS_KEPT = timedelta(days=14)
"""After the last day of a training; nobody needs to know any longer what somebody eats or how they get up the stairs."""


class TrainingQuerySet(models.QuerySet["Training"]):
    def coming(self) -> Self:
        return self.filter(dates__starts_at__gte=timezone.now()).distinct()


@with_history
class Training(models.Model):
    """A course for social workers; its days are rows of TrainingDate."""

    title = models.CharField(_("název"), max_length=200)
    goal = models.TextField(_("co se naučíte"), max_length=1000, blank=True)
    for_whom = models.CharField(_("pro koho"), max_length=200, blank=True)
    lecturer = models.CharField(_("kdo školí"), max_length=200, blank=True)
    place = models.CharField(_("kde"), max_length=200, blank=True)
    accreditation = models.CharField(_("číslo akreditace"), max_length=60, blank=True)
    hours = models.DecimalField(_("hodin"), max_digits=4, decimal_places=1)
    capacity = models.PositiveSmallIntegerField(_("míst"), validators=[MinValueValidator(1)])
    opens_on = models.DateField(_("přihlášky od"), default=timezone.localdate)
    closes_on = models.DateField(_("přihlášky do"))
    is_cancelled = models.BooleanField(_("zrušeno"), default=False)
    calendar_version = models.PositiveSmallIntegerField(default=0, editable=False)
    """Of the letters: calendars move what they put down by an earlier one."""

    objects = TrainingQuerySet.as_manager()

    class Meta:
        verbose_name = _("školení")
        verbose_name_plural = _("školení")
        ordering = ["-closes_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__gte=1),
                name="training_has_a_seat",
                violation_error_message=_("Školení má aspoň jedno místo."),
            ),
            models.CheckConstraint(
                condition=Q(hours__gt=0, hours__lte=200),
                name="training_lasts",
                violation_error_message=_("Hodin napište víc než nula, nejvýš 200."),
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="training_closes_after_it_opens",
                violation_error_message=_("Přihlášky nemohou skončit dřív, než začnou."),
            ),
            models.CheckConstraint(condition=~Q(title=""), name="training_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("network:training", args=[self.pk])


class TrainingDate(models.Model):
    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="dates")
    starts_at = models.DateTimeField(_("začátek"))
    ends_at = models.DateTimeField(_("konec"))

    class Meta:
        verbose_name = _("termín školení")
        verbose_name_plural = _("termíny školení")
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="training_date_ends_after_it_begins",
                violation_error_message=_("Konec musí být po začátku."),
            ),
            models.UniqueConstraint(fields=["training", "starts_at"], name="training_date_once"),
        ]

    def __str__(self) -> str:
        return f"{self.training_id} {timezone.localtime(self.starts_at):%Y-%m-%d}"


class SeatReserve(models.Model):
    """Seats kept for people of one organisation."""

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="reserves")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    seats = models.PositiveSmallIntegerField(_("míst"))

    class Meta:
        verbose_name = _("rezervovaná místa")
        verbose_name_plural = _("rezervovaná místa")
        constraints = [
            models.UniqueConstraint(
                fields=["training", "organisation"],
                name="training_reserve_once",
                violation_error_message=_("Pro tuto organizaci už místa rezervovaná jsou."),
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="training_reserve_of_a_seat"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.seats}"


class RegistrationState(models.TextChoices):
    CONFIRMED = "confirmed", _("má místo")
    WAITING = "waiting", _("náhradník/náhradnice")
    OFFERED = "offered", _("nabídnuté místo")
    LAPSED = "lapsed", _("nabídku nevyužil/a")
    WITHDRAWN = "withdrawn", _("odhlášen/a")
    ATTENDED = "attended", _("zúčastnil/a se")
    MISSED = "missed", _("nedorazil/a")


TAKES_A_SEAT = (
    RegistrationState.CONFIRMED,
    RegistrationState.OFFERED,
    RegistrationState.ATTENDED,
    RegistrationState.MISSED,
)
REGISTRATION_MOVES = {
    RegistrationState.CONFIRMED: (
        RegistrationState.WITHDRAWN,
        RegistrationState.ATTENDED,
        RegistrationState.MISSED,
    ),
    RegistrationState.WAITING: (RegistrationState.OFFERED, RegistrationState.CONFIRMED, RegistrationState.WITHDRAWN),
    RegistrationState.OFFERED: (
        RegistrationState.CONFIRMED,
        RegistrationState.LAPSED,
        RegistrationState.WITHDRAWN,
    ),
    RegistrationState.LAPSED: (RegistrationState.WITHDRAWN,),
    RegistrationState.WITHDRAWN: (),
    RegistrationState.ATTENDED: (RegistrationState.MISSED,),
    RegistrationState.MISSED: (RegistrationState.ATTENDED,),
}


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def with_needs_to_forget(self, now: datetime) -> Self:
        """Of trainings that ended long enough ago, or never took place."""
        kept = TrainingDate.objects.filter(training=OuterRef("training"), ends_at__gt=now - NEEDS_KEPT)
        return self.exclude(needs="").filter(~Exists(kept))


class Registration(models.Model):
    """A person on a training, for an organisation. Who withdrew may register again: that is another row, at the end."""

    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="registrations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="registrations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("stav"), max_length=10, choices=RegistrationState)
    registered_at = models.DateTimeField(default=timezone.now)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    offer_until = models.DateTimeField(_("nabídka platí do"), null=True, blank=True)
    needs = EncryptedTextField(_("co potřebuje k jídlu a přístupu"), max_length=200, blank=True)
    """Only for who prepares the training (`can_read_needs`); gone with the seat, `NEEDS_KEPT` after the training at the latest."""

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("přihláška")
        verbose_name_plural = _("přihlášky")
        ordering = ["registered_at", "pk"]
        triggers = [
            pgtrigger.FSM(
                name="registration_moves",
                field="state",
                transitions=[(str(start), str(end)) for start, ends in REGISTRATION_MOVES.items() for end in ends],
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["training", "person"],
                condition=~Q(state__in=[RegistrationState.WITHDRAWN, RegistrationState.LAPSED]),
                name="registration_once_for_a_person",
                violation_error_message=_("Tento člověk už přihlášený je."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=RegistrationState.values), name="registration_in_a_known_state"
            ),
            models.CheckConstraint(
                condition=Q(state=RegistrationState.OFFERED, offer_until__isnull=False)
                | ~Q(state=RegistrationState.OFFERED) & Q(offer_until=None),
                name="registration_offered_until",
            ),
        ]
        indexes = [
            models.Index(
                fields=["offer_until"], condition=Q(state=RegistrationState.OFFERED), name="registration_offers"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.training}"


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def valid(self) -> Self:
        """Whose attendance was put right to "did not come", holds a certificate of nothing until it is put back."""
        return self.filter(registration__state=RegistrationState.ATTENDED)


class Certificate(models.Model):
    """Given after attending: a number to read, and a code by which anybody tells it is ours."""

    registration = models.OneToOneField(Registration, on_delete=models.PROTECT, related_name="certificate")
    number = models.CharField(_("číslo"), max_length=20, unique=True)
    code = models.CharField(max_length=32, unique=True)
    hours = models.DecimalField(max_digits=4, decimal_places=1)
    issued_on = models.DateField(default=timezone.localdate)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("osvědčení")
        verbose_name_plural = _("osvědčení")
        ordering = ["-issued_on", "-pk"]
        triggers = [pgtrigger.Protect(name="certificate_stays", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.number
