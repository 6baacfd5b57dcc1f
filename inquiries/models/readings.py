from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT_MONTHS = 24
REFUSE = "RAISE EXCEPTION 'readings are append-only';"


class ReadingKind(models.TextChoices):
    OPENED = "opened", _("otevřen dotaz")
    REVEALED = "revealed", _("ukázán kontakt")
    PRINTED = "printed", _("vytištěno")
    EXPORTED = "exported", _("vyvezeno")
    SEARCHED = "searched", _("hledáno podle telefonu nebo kódu")


class Reading(models.Model):
    """Who looked at what, and when: kept by number, so that it outlives the inquiry, and never changed by anybody.

    The trigger binds the application's own database role too; only what is older than two years may be deleted.
    """

    at = models.DateTimeField(_("kdy"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kdo"),
        help_text=_("Prázdné = partner odkazem z e-mailu."),
    )
    referral_id = models.BigIntegerField(_("předání"), null=True, blank=True)
    inquiry_id = models.BigIntegerField(_("dotaz"), null=True, blank=True)
    kind = models.CharField(_("co"), max_length=10, choices=ReadingKind)
    purpose = models.CharField(_("k čemu"), max_length=40, blank=True, help_text="a code, never words")
    is_own_case = models.BooleanField(_("vlastní dotaz"), default=True)

    class Meta:
        verbose_name = _("nahlédnutí")
        verbose_name_plural = _("nahlédnutí")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["inquiry_id", "at"], name="reading_of_inquiry"),
            models.Index(fields=["by", "at"], name="reading_by_worker"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(by__isnull=False, referral_id=None) | models.Q(by=None, referral_id__isnull=False),
                name="reading_by_a_worker_or_by_a_link",
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="reading_never_changes", when=pgtrigger.Before, operation=pgtrigger.Update, func=REFUSE
            ),
            pgtrigger.Trigger(
                name="reading_kept_two_years",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=f"IF OLD.at > now() - interval '{KEPT_MONTHS} months' THEN {REFUSE} END IF; RETURN OLD;",
            ),
            pgtrigger.Trigger(
                name="reading_never_emptied",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func=REFUSE,
            ),
        ]

    def __str__(self) -> str:
        return f"{timezone.localdate(self.at)} {self.kind}"
