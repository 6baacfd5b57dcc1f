from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models import Place, Service, ServiceKind, TargetGroup
from inquiries.models.code_lists import UnmetReason
from inquiries.models.inquiries import Inquiry
from inquiries.models.offices import Office
from inquiries.states import EXPLAINED, UNMET_MOVES, InquiryState, UnmetState, allowed_moves
from situations.models import LifeSituation
from sociopoint.secrecy import EncryptedTextField

if TYPE_CHECKING:
    from sociopoint.models import User


class UnmetSource(models.TextChoices):
    INQUIRY = "inquiry", _("z dotazu")
    PARTNER = "partner", _("řekl nám partner")
    CITIZEN = "citizen", _("ozval se někdo z veřejnosti")
    OWN = "own", _("víme to sami")


class UnmetNeedQuerySet(models.QuerySet["UnmetNeed"]):
    def visible_to(self, user: User) -> Self:
        """Workers see those of their own offices, coordinators all."""
        from sociopoint.permissions import can_see_all_offices, can_work_at_desk

        if can_see_all_offices(user):
            return self
        if can_work_at_desk(user):
            return self.filter(office__workers=user.pk)
        return self.none()

    def counted(self) -> Self:
        """As statistics count them: not of an inquiry that is still being written, or was void."""
        uncounted = models.Q(inquiry__state__in=(InquiryState.DRAFT, InquiryState.VOID))
        return self.filter(models.Q(inquiry=None) | ~uncounted)


class UnmetNeed(models.Model):
    """What somebody needed and could not get: the city's reason to plan. Also without an inquiry, from a partner."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.SET_NULL, null=True, blank=True, related_name="unmet_needs")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    situation = models.ForeignKey(LifeSituation, on_delete=models.PROTECT, related_name="+", verbose_name=_("situace"))
    kind = models.ForeignKey(
        ServiceKind, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("druh pomoci")
    )
    district = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("obvod nebo obec")
    )
    target_group = models.ForeignKey(
        TargetGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("pro koho")
    )
    reason = models.ForeignKey(UnmetReason, on_delete=models.PROTECT, related_name="+", verbose_name=_("proč"))
    waiting_days = models.PositiveSmallIntegerField(_("čekání ve dnech"), null=True, blank=True)
    tried = models.ManyToManyField(Service, blank=True, related_name="+", verbose_name=_("co se zkoušelo"))
    workaround = EncryptedTextField(_("jak si člověk poradí zatím"), max_length=300, blank=True)
    source = models.CharField(_("odkud to víme"), max_length=10, choices=UnmetSource, default=UnmetSource.INQUIRY)
    state = models.CharField(_("stav"), max_length=12, choices=UnmetState, default=UnmetState.NEW)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("zapsáno"), default=timezone.now)

    objects = UnmetNeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("nenaplněná potřeba")
        verbose_name_plural = _("nenaplněné potřeby")
        ordering = ["-recorded_at", "-pk"]
        triggers = [pgtrigger.FSM(name="unmet_moves", field="state", transitions=allowed_moves(UNMET_MOVES))]
        indexes = [
            models.Index(fields=["-recorded_at", "-id"], name="unmet_need_newest"),
            models.Index(fields=["office", "state", "-recorded_at", "-id"], name="unmet_need_of_office"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(inquiry=None) | models.Q(source=UnmetSource.INQUIRY),
                name="unmet_need_of_an_inquiry_says_so",
            ),
            models.CheckConstraint(
                condition=models.Q(source__in=UnmetSource.values), name="unmet_need_has_a_known_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.situation_id} {self.reason_id}"

    def get_absolute_url(self) -> str:
        return reverse("inquiries:unmet-need", args=[self.pk])

    @property
    def what(self) -> str:
        """The kind of help that was missing; the situation where nobody knew the kind."""
        return str(self.kind or self.situation)


class UnmetStep(models.Model):
    """One step of a need: who moved it where, and the city's answer where it ends. No words of the person stand here."""

    need = models.ForeignKey(UnmetNeed, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField(_("kdy"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    before = models.CharField(max_length=12, choices=UnmetState)
    after = models.CharField(_("nový stav"), max_length=12, choices=UnmetState)
    note = models.CharField(_("proč, nebo jak"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("krok nenaplněné potřeby")
        verbose_name_plural = _("kroky nenaplněné potřeby")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(after__in=EXPLAINED) | ~models.Q(note=""),
                name="unmet_step_says_why",
                violation_error_message=_("Napište proč, nebo jak se to vyřešilo."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.need_id} {self.after}"
