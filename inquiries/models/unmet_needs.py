from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models import Place, Service, ServiceKind, TargetGroup
from inquiries.models.code_lists import UnmetReason
from inquiries.models.inquiries import Inquiry
from inquiries.models.offices import Office
from inquiries.states import UNMET_MOVES, UnmetState, allowed_moves
from situations.models import LifeSituation
from sociopoint.secrecy import EncryptedTextField


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
    state = models.CharField(_("stav"), max_length=12, choices=UnmetState, default=UnmetState.NEW)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("zapsáno"), default=timezone.now)

    class Meta:
        verbose_name = _("nenaplněná potřeba")
        verbose_name_plural = _("nenaplněné potřeby")
        ordering = ["-recorded_at", "-pk"]
        triggers = [pgtrigger.FSM(name="unmet_moves", field="state", transitions=allowed_moves(UNMET_MOVES))]
        indexes = [models.Index(fields=["recorded_at"], name="unmet_need_by_time")]

    def __str__(self) -> str:
        return f"{self.situation_id} {self.reason_id}"
