from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sociopoint.history import with_history


@with_history
class Office(models.Model):
    """A desk with its own workers; workers see the inquiries of their own office only (DESIGN.md, roles)."""

    name = models.CharField(_("název"), max_length=120, unique=True)
    workers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="offices", verbose_name=_("pracovníci")
    )

    class Meta:
        verbose_name = _("pracoviště")
        verbose_name_plural = _("pracoviště")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
