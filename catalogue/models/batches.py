"""Leaflets of all services of a place, made in the background for somebody who then prints them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models.places import Place
from sociopoint.languages import CHOICES as LANGUAGES
from sociopoint.languages import CZECH


class BatchState(models.TextChoices):
    WAITING = "waiting", _("čeká ve frontě")
    WORKING = "working", _("připravuje se")
    DONE = "done", _("hotovo")
    FAILED = "failed", _("nepovedlo se")


class LeafletBatch(models.Model):
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+", verbose_name=_("místo"))
    per_sheet = models.PositiveSmallIntegerField(_("na listu"), default=1)
    language = models.CharField(_("jazyk"), max_length=2, choices=LANGUAGES, default=CZECH)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(_("zadáno"), default=timezone.now)
    state = models.CharField(_("stav"), max_length=10, choices=BatchState, default=BatchState.WAITING)
    total = models.PositiveIntegerField(_("služeb"), default=0)
    made = models.PositiveIntegerField(_("připraveno"), default=0)
    packed = models.BinaryField(_("soubor ZIP"), null=True)

    class Meta:
        verbose_name = _("dávka letáků")
        verbose_name_plural = _("dávky letáků")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(made__lte=F("total")), name="leaflet_batch_made_of_total"),
            models.CheckConstraint(condition=Q(per_sheet__in=[1, 2, 4]), name="leaflet_batch_on_a_known_sheet"),
            models.CheckConstraint(
                condition=Q(language__in=["cs", "en", "uk"]),
                name="leaflet_batch_in_a_known_language",
                violation_error_message=_("Vyberte jazyk, ve kterém letáky umíme."),
            ),
            models.CheckConstraint(
                condition=Q(state=BatchState.DONE, packed__isnull=False)
                | ~Q(state=BatchState.DONE) & Q(packed__isnull=True),
                name="leaflet_batch_done_with_its_file",
            ),
            models.UniqueConstraint(
                fields=["asked_by"],
                condition=Q(state__in=["waiting", "working"]),
                name="leaflet_batch_one_at_a_time",
                violation_error_message=_("Jedna dávka se vám už připravuje, počkejte na ni."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {timezone.localtime(self.asked_at):%Y-%m-%d %H:%M}"
