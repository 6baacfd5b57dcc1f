"""Public devices with a touch screen. Nothing about the people who touch them is kept, only how often somebody did."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models.places import Place
from sociopoint.history import with_history

SILENT_AFTER = timedelta(minutes=10)


@with_history
class Kiosk(models.Model):
    """A device that an administrator let in by a code; its place is where the search begins."""

    name = models.CharField(_("název"), max_length=80, unique=True, help_text=_("Třeba „Nová radnice“."))
    stands_at = models.CharField(_("kde přesně stojí"), max_length=120, blank=True, help_text=_("Třeba „přízemí“."))
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("obec nebo obvod")
    )
    lat = models.FloatField(_("zeměpisná šířka"), null=True, blank=True)
    lon = models.FloatField(_("zeměpisná délka"), null=True, blank=True)
    way_to_desk = models.CharField(
        _("cesta k člověku"),
        max_length=120,
        blank=True,
        help_text=_("Co stojí pod „Chci mluvit s člověkem“, třeba „Pult je 20 kroků vlevo“."),
    )
    has_printer = models.BooleanField(_("má tiskárnu"), default=False)
    is_active = models.BooleanField(_("v provozu"), default=True)
    code_hash = models.CharField(max_length=64, blank=True, editable=False)
    code_until = models.DateTimeField(_("kód platí do"), null=True, blank=True, editable=False)
    pairing = models.PositiveIntegerField(default=0, editable=False, help_text="raised with each device let in")

    class Meta:
        verbose_name = _("kiosk")
        verbose_name_plural = _("kiosky")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lat=None, lon=None)
                | Q(lat__isnull=False, lon__isnull=False, lat__range=(-90, 90), lon__range=(-180, 180)),
                name="kiosk_position_whole",
                violation_error_message=_("Vyplňte obě souřadnice, nebo žádnou."),
            ),
            models.CheckConstraint(
                condition=Q(code_hash="", code_until=None) | ~Q(code_hash="") & Q(code_until__isnull=False),
                name="kiosk_code_with_its_end",
            ),
            models.UniqueConstraint(fields=["code_hash"], condition=~Q(code_hash=""), name="kiosk_one_for_a_code"),
        ]

    def __str__(self) -> str:
        return self.name


class KioskSign(models.Model):
    """The last sign of life of a device; apart from it, so that a sign each minute leaves no history."""

    kiosk = models.OneToOneField(Kiosk, on_delete=models.CASCADE, primary_key=True, related_name="sign")
    seen_at = models.DateTimeField(_("naposledy"))
    version = models.CharField(_("verze stránky"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("známka života kiosku")
        verbose_name_plural = _("známky života kiosků")

    def __str__(self) -> str:
        return f"{self.kiosk} {timezone.localtime(self.seen_at):%Y-%m-%d %H:%M}"

    @property
    def is_silent(self) -> bool:
        return timezone.now() - self.seen_at > SILENT_AFTER


class KioskDay(models.Model):
    """How much a device was used on a day: counts and nothing else."""

    kiosk = models.ForeignKey(Kiosk, on_delete=models.CASCADE, related_name="days", verbose_name=_("kiosk"))
    day = models.DateField(_("den"))
    touches = models.PositiveIntegerField(_("doteků"), default=0)
    prints = models.PositiveIntegerField(_("vytištěno"), default=0)

    class Meta:
        verbose_name = _("den kiosku")
        verbose_name_plural = _("dny kiosků")
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["kiosk", "day"], name="kiosk_day_once")]

    def __str__(self) -> str:
        return f"{self.kiosk} {self.day}"
