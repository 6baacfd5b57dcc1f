from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models.facilities import Facility
from catalogue.models.services import Service
from sociopoint.history import with_history
from sociopoint.versions import raises_shared_version


class ClosureQuerySet(models.QuerySet["Closure"]):
    def not_over(self, on: date | None = None) -> Self:
        """Those that last on that day (today) or are yet to come."""
        return self.filter(ends__gte=on or timezone.localdate())


@with_history
class Closure(models.Model):
    """A service, or one place of it, closed for a while; said by its provider and shown at once."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="closures", verbose_name=_("služba"))
    facility = models.ForeignKey(
        Facility,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="closures",
        verbose_name=_("jen místo"),
        help_text=_("Prázdné znamená celou službu."),
    )
    begins = models.DateField(_("od"))
    ends = models.DateField(_("do"))
    text = models.CharField(_("proč a kam se zatím obrátit"), max_length=200)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("kdo hlásil")
    )
    reported_at = models.DateTimeField(_("hlášeno"), default=timezone.now)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        verbose_name = _("dočasné zavření")
        verbose_name_plural = _("dočasná zavření")
        triggers = [raises_shared_version("catalogue")]
        ordering = ["begins", "pk"]
        indexes = [models.Index(fields=["service", "ends"], name="closure_of_service")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gte=models.F("begins")),
                name="closure_ends_after_it_begins",
                violation_error_message=_("Konec nemůže být dřív než začátek."),
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="closure_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.begins:%d.%m.%Y}–{self.ends:%d.%m.%Y}"
