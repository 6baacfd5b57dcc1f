from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SavedFilter(models.Model):
    """A search over inquiries that a worker wants again: the query string of the list, which holds codes only."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(_("název"), max_length=60)
    query = models.CharField(max_length=1000)

    class Meta:
        verbose_name = _("uložený výběr")
        verbose_name_plural = _("uložené výběry")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="saved_filter_once_per_name",
                violation_error_message=_("Výběr s tímto názvem už máte. Zvolte jiný název."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('inquiries:inquiry-list')}?{self.query}"


class CalendarFeed(models.Model):
    """The secret address under which a worker's calendar programme reads the follow-ups; only its hash is kept."""

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("adresa kalendáře")
        verbose_name_plural = _("adresy kalendářů")

    def __str__(self) -> str:
        return f"{self.owner_id}"
