"""What happens in the network besides meetings and trainings: open days, conferences, fairs of services."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models import Organisation
from network.models.minutes import MinuteLine
from situations.models import PublicCampaign
from sociopoint.history import with_history


class EventReaders(models.TextChoices):
    NETWORK = "network", _("jen síť")
    PUBLIC = "public", _("i lidé na webu")


class NetworkEventQuerySet(models.QuerySet["NetworkEvent"]):
    def taking_place(self) -> Self:
        return self.filter(is_called_off=False)

    def public(self) -> Self:
        """For anybody on the web; one that was called off is told too, so that nobody goes there."""
        return self.filter(readers=EventReaders.PUBLIC)

    def from_day(self, day: date) -> Self:
        """Those that last still, or are to come."""
        return self.filter(Q(starts_on__gte=day) | Q(ends_on__gte=day))


@with_history
class NetworkEvent(models.Model):
    """Written in minutes, or by a coordinator. Hours only where they are known, and then of every day."""

    title = models.CharField(_("co"), max_length=600)
    about = models.TextField(_("o čem to je"), max_length=1000, blank=True)
    for_whom = models.CharField(_("pro koho"), max_length=200, blank=True)
    starts_on = models.DateField(_("od"))
    ends_on = models.DateField(_("do"), null=True, blank=True)
    begins = models.TimeField(_("začátek"), null=True, blank=True)
    ends = models.TimeField(_("konec"), null=True, blank=True)
    place = models.CharField(_("kde"), max_length=200, blank=True)
    link = models.URLField(_("víc na webu"), blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("pořádá")
    )
    campaign = models.ForeignKey(
        PublicCampaign,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="network_events",
        verbose_name=_("patří ke kampani"),
    )
    readers = models.CharField(_("kdo o ní ví"), max_length=10, choices=EventReaders, default=EventReaders.NETWORK)
    is_called_off = models.BooleanField(_("zrušeno"), default=False)
    calendar_version = models.PositiveSmallIntegerField(default=0, editable=False)
    """Raised by each change: calendars then move the event or strike it."""
    line = models.OneToOneField(
        MinuteLine, on_delete=models.PROTECT, null=True, blank=True, related_name="event", editable=False
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    objects = NetworkEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("akce")
        verbose_name_plural = _("akce")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="event_ends_after_it_begins",
                violation_error_message=_("Konec nemůže být dřív než začátek."),
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(begins__isnull=False, ends__gt=F("begins")),
                name="event_hours_in_order",
                violation_error_message=_("Konec musí být po začátku."),
            ),
            models.CheckConstraint(condition=Q(readers__in=EventReaders.values), name="event_for_known_readers"),
            models.CheckConstraint(condition=~Q(title=""), name="event_says_what"),
        ]
        indexes = [models.Index(fields=["starts_on"], name="event_by_day")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("network:event", args=[self.pk])

    @property
    def last_day(self) -> date:
        return self.ends_on or self.starts_on

    @property
    def starts_at(self) -> datetime | None:
        """None where only days are known, and of several days: then hours are of every day and no one moment."""
        return self._at(self.begins)

    @property
    def ends_at(self) -> datetime | None:
        """As `starts_at`."""
        return self._at(self.ends)

    def _at(self, hour: time | None) -> datetime | None:
        if hour is None or self.last_day != self.starts_on:
            return None
        return timezone.make_aware(datetime.combine(self.starts_on, hour))
