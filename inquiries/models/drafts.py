from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from inquiries.models.choices import ClosingReason
from inquiries.models.code_lists import UnmetReason
from inquiries.models.inquiries import Inquiry
from sociopoint.secrecy import EncryptedTextField


class FollowUpWish(models.TextChoices):
    """When to come back, as the form offers it; a row of `FollowUp` is made of it once the inquiry is saved."""

    NONE = "none", _("Bez")
    NEXT_DAY = "next_day", _("Příští pracovní den")
    THREE_DAYS = "three_days", _("Do 3 dnů")
    MONTH = "month", _("Za 30 dní")
    DATE = "date", _("Jiné datum")


class Wish(models.Model):
    """What the form of an unsaved inquiry holds beside its facts: the line as typed, and how the worker wants it to end.

    Becomes a follow-up, an unmet need and a closing reason when the inquiry is saved, and is deleted then.
    """

    inquiry = models.OneToOneField(Inquiry, on_delete=models.CASCADE, related_name="wish")
    line = EncryptedTextField(_("řádek"), max_length=500, blank=True)
    follow_up = models.CharField(_("dohled"), max_length=10, choices=FollowUpWish, default=FollowUpWish.NONE)
    follow_up_on = models.DateField(_("datum dohledu"), null=True, blank=True)
    closing_reason = models.CharField(_("jak to skončilo"), max_length=24, choices=ClosingReason, blank=True)
    is_unmet = models.BooleanField(_("nenaplněná potřeba"), default=False)
    unmet_reason = models.ForeignKey(UnmetReason, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("rozepsané přání")
        verbose_name_plural = _("rozepsaná přání")

    def __str__(self) -> str:
        return f"{self.inquiry_id}"
