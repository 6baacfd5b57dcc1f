from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inquiries.models.follow_ups import FollowUp
from inquiries.models.referrals import Referral


class Told(models.TextChoices):
    YES = "yes", _("ano")
    NO = "no", _("ne")
    UNKNOWN = "unknown", _("nezjištěno")


class WhyNotTried(models.TextChoices):
    """Words of the 211 study (frontdesk-and-network, c.3): whoever lost the numbers needs a better slip, not another service."""

    NO_TIME = "no_time", _("zatím se k tomu nedostal")
    SOLVED = "solved", _("vyřešilo se to jinak")
    LOST = "lost", _("ztratil kontakt")
    AFRAID = "afraid", _("netroufl si")
    OTHER = "other", _("jiný důvod")


class ReferralCheckQuerySet(models.QuerySet["ReferralCheck"]):
    def last_of_each(self) -> Self:
        """Of each referral the latest one, whichever follow-up it was at: what the person said then is what holds."""
        same = ReferralCheck.objects.filter(referral=models.OuterRef("referral"))
        later = models.Q(at__gt=models.OuterRef("at")) | models.Q(
            at=models.OuterRef("at"), pk__gt=models.OuterRef("pk")
        )
        return self.filter(~models.Exists(same.filter(later)))


class ReferralCheck(models.Model):
    """What the person told of one referral when we came back: tried it, reached them, what became of it, solved (d.3)."""

    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="checks")
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="checks")
    tried = models.CharField(_("zkusil to"), max_length=10, choices=Told, default=Told.UNKNOWN)
    not_tried = models.CharField(_("proč ne"), max_length=10, choices=WhyNotTried, blank=True)
    reached = models.CharField(_("dovolal se"), max_length=10, choices=Told, default=Told.UNKNOWN)
    became = models.CharField(_("co se stalo"), max_length=16, blank=True, help_text="the state it led to")
    solved = models.CharField(_("vyřešilo se to"), max_length=10, choices=Told, default=Told.UNKNOWN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("kdy"), default=timezone.now)

    objects = ReferralCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("co člověk řekl o předání")
        verbose_name_plural = _("co lidé řekli o předáních")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["at"], name="referral_check_by_time")]
        constraints = [
            models.UniqueConstraint(fields=["follow_up", "referral"], name="referral_asked_about_once_a_follow_up"),
            models.CheckConstraint(
                condition=~models.Q(tried=Told.NO) | ~models.Q(reached=Told.YES),
                name="referral_reached_only_when_tried",
                violation_error_message=_("Kdo to nezkusil, nemohl se dovolat."),
            ),
            models.CheckConstraint(
                condition=models.Q(not_tried="") | models.Q(tried=Told.NO),
                name="referral_says_why_only_when_not_tried",
                violation_error_message=_("Důvod, proč to nezkusil, patří jen k „ne“."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.referral_id} {self.tried}"
