from __future__ import annotations

from datetime import datetime
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inquiries.models.choices import NeedOutcome
from inquiries.models.inquiries import Inquiry, InquiryNeed
from inquiries.models.referrals import Referral
from inquiries.states import FOLLOW_UP_MOVES, FollowUpState, allowed_moves
from sociopoint.secrecy import EncryptedTextField


class FollowUpKind(models.TextChoices):
    CALL_CLIENT = "call_client", _("zavolat člověku")
    CALL_PARTNER = "call_partner", _("zavolat partnerovi")
    CLIENT_CALLS = "client_calls", _("ozve se sám")
    MESSAGE = "message", _("napsat SMS nebo e-mail")
    CATALOGUE = "catalogue", _("ověřit údaj v katalogu")


class WhyPlanned(models.TextChoices):
    WORKER = "worker", _("naplánoval pracovník")
    URGENCY = "urgency", _("podle naléhavosti")
    REFERRAL = "referral", _("čeká se na partnera")
    SAMPLE = "sample", _("vylosovaný vzorek")


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def planned(self) -> Self:
        return self.filter(state=FollowUpState.PLANNED)

    def overdue(self, now: datetime) -> Self:
        return self.planned().filter(due_at__lt=now)


class FollowUp(models.Model):
    """A promise to come back to somebody: when, who, and how it ended."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="follow_ups")
    need = models.ForeignKey(InquiryNeed, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.SET_NULL, null=True, blank=True, related_name="follow_ups")
    kind = models.CharField(_("co udělat"), max_length=16, choices=FollowUpKind, default=FollowUpKind.CALL_CLIENT)
    why = models.CharField(_("proč"), max_length=10, choices=WhyPlanned, default=WhyPlanned.WORKER)
    due_at = models.DateTimeField(_("kdy"))
    is_all_day = models.BooleanField(_("kdykoli ten den"), default=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="follow_ups", verbose_name=_("kdo")
    )
    state = models.CharField(_("stav"), max_length=10, choices=FollowUpState, default=FollowUpState.PLANNED)
    result = models.CharField(_("jak to dopadlo"), max_length=10, choices=NeedOutcome, blank=True)
    finished_at = models.DateTimeField(_("vyřízeno"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("dohled")
        verbose_name_plural = _("dohledy")
        ordering = ["due_at", "pk"]
        triggers = [pgtrigger.FSM(name="follow_up_moves", field="state", transitions=allowed_moves(FOLLOW_UP_MOVES))]
        indexes = [
            models.Index(
                fields=["owner", "due_at"], condition=models.Q(state=FollowUpState.PLANNED), name="follow_up_of_owner"
            ),
            models.Index(fields=["due_at"], name="follow_up_by_due"),
            models.Index(
                fields=["due_at", "id"], condition=models.Q(state=FollowUpState.PLANNED), name="follow_up_promised"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=FollowUpState.PLANNED, finished_at=None)
                | ~models.Q(state=FollowUpState.PLANNED) & models.Q(finished_at__isnull=False),
                name="follow_up_finished_has_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=FollowUpState.DONE) | ~models.Q(result=""),
                name="follow_up_done_has_a_result",
                violation_error_message=_("Vyberte, jak to dopadlo. Když nevíte, zvolte „nezjištěno“."),
            ),
            models.CheckConstraint(
                condition=models.Q(state=FollowUpState.DONE) | models.Q(result=""),
                name="follow_up_result_is_of_a_done_one",
                violation_error_message=_("Jak to dopadlo, víte jen od člověka, se kterým jste mluvili."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inquiry_id} {timezone.localdate(self.due_at)}"


class FollowUpAttempt(models.Model):
    """One try to reach somebody; after three in vain the follow-up ends as not reached."""

    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField(_("kdy"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reached = models.BooleanField(_("zastižen"))
    note = EncryptedTextField(_("poznámka"), max_length=180, blank=True)

    class Meta:
        verbose_name = _("pokus o spojení")
        verbose_name_plural = _("pokusy o spojení")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.follow_up_id} {timezone.localdate(self.at)}"
