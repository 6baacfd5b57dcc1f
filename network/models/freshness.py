"""How often a provider says whether its facts still hold, whom we asked, and what came back."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models import Organisation
from sociopoint.history import with_history

SHORTEST, LONGEST, USUAL = 1, 12, 6
"""Months between two confirmations: the provider chooses."""


@with_history
class Upkeep(models.Model):
    """How often an organisation wants to be asked, and when it last said that everything holds."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="upkeep", verbose_name=_("organizace")
    )
    every_months = models.PositiveSmallIntegerField(_("po kolika měsících se ptát"), default=USUAL)
    confirmed_on = models.DateField(_("naposledy potvrzeno"), null=True, blank=True)

    class Meta:
        verbose_name = _("ověřování údajů")
        verbose_name_plural = _("ověřování údajů")
        constraints = [
            models.CheckConstraint(
                condition=Q(every_months__range=(SHORTEST, LONGEST)),
                name="upkeep_every_one_to_twelve_months",
                violation_error_message=_("Vyberte 1 až 12 měsíců."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.every_months}"


class Campaign(models.Model):
    """Many organisations asked at once, by a day."""

    name = models.CharField(_("název"), max_length=120)
    started_on = models.DateField(_("začala"), default=timezone.localdate)
    due_on = models.DateField(_("odpovědět do"))
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("kdo ji začal")
    )

    class Meta:
        verbose_name = _("kampaň ověřování")
        verbose_name_plural = _("kampaně ověřování")
        ordering = ["-started_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("started_on")),
                name="campaign_ends_after_it_begins",
                violation_error_message=_("Konec nemůže být dřív než začátek."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Reply(models.TextChoices):
    UNCHANGED = "unchanged", _("nic se nezměnilo")
    CHANGED = "changed", _("něco je jinak")


class Way(models.TextChoices):
    LINK = "link", _("odkazem z e-mailu")
    ACCOUNT = "account", _("po přihlášení")
    PHONE = "phone", _("po telefonu")


class AskQuerySet(models.QuerySet["Ask"]):
    def unanswered(self) -> Self:
        return self.filter(answered_at=None)


class Ask(models.Model):
    """One organisation asked whether its facts hold. Without an e-mail it is one to be called."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="freshness_asks", verbose_name=_("organizace")
    )
    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, null=True, blank=True, related_name="asks", verbose_name=_("kampaň")
    )
    email = models.EmailField(_("kam"), blank=True)
    asked_at = models.DateTimeField(_("kdy"), default=timezone.now)
    reminders = models.PositiveSmallIntegerField(_("připomenuto"), default=0)
    reminded_at = models.DateTimeField(_("naposledy připomenuto"), null=True, blank=True)
    answered_at = models.DateTimeField(_("odpověděli"), null=True, blank=True)
    reply = models.CharField(_("odpověď"), max_length=10, choices=Reply, blank=True)
    way = models.CharField(_("jak"), max_length=10, choices=Way, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kdo zapsal"),
    )

    objects = AskQuerySet.as_manager()

    class Meta:
        verbose_name = _("dotaz na platnost")
        verbose_name_plural = _("dotazy na platnost")
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(answered_at=None), name="ask_without_an_answer"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "campaign"],
                condition=Q(answered_at=None),
                name="ask_waits_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, reply="", way="")
                | Q(answered_at__isnull=False, reply__in=Reply.values, way__in=Way.values),
                name="ask_answered_in_some_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {timezone.localtime(self.asked_at):%Y-%m-%d}"
