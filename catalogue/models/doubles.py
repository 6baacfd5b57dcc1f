from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models.services import Service


class NotTheSame(models.Model):
    """Somebody looked: a service written by people and one of the register only look alike."""

    ours = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    theirs = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_on = models.DateField(default=timezone.localdate)

    class Meta:
        verbose_name = _("dvě různé služby")
        verbose_name_plural = _("dvě různé služby")
        constraints = [
            models.UniqueConstraint(fields=["ours", "theirs"], name="not_the_same_said_once"),
            models.CheckConstraint(condition=~models.Q(ours=models.F("theirs")), name="not_the_same_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.ours_id} ≠ {self.theirs_id}"
