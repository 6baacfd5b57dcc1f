from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inquiries.models.follow_ups import FollowUp
from inquiries.models.inquiries import Inquiry
from inquiries.models.procedure_runs import ProcedureRun
from inquiries.models.referrals import Referral
from inquiries.models.unmet_needs import UnmetNeed


class Deed(models.TextChoices):
    """What happened to an inquiry; each has its own sentence on the timeline."""

    STARTED = "started", _("dotaz začal")
    RECEIVED = "received", _("dotaz přišel z webu")
    CHANGED = "changed", _("zápis se změnil")
    MOVED = "moved", _("stav se změnil")
    ASSIGNED = "assigned", _("dotaz převzal někdo jiný")
    CODE_GIVEN = "code_given", _("vydán návratový kód")
    CODE_USED = "code_used", _("člověk se vrátil s kódem")
    ANSWERED = "answered", _("odpověď člověku")
    ASKED_AGAIN = "asked_again", _("člověk se doptal")
    REFERRED = "referred", _("předáno")
    REFERRAL_MOVED = "referral_moved", _("předání se pohnulo")
    STILL_WAITING = "still_waiting", _("pořád v pořadníku")
    LINK_SENT = "link_sent", _("partnerovi odešel odkaz")
    REMINDED = "reminded", _("partner dostal připomínku")
    CONTACT_REVEALED = "contact_revealed", _("partner uviděl kontakt")
    CONSENT_GIVEN = "consent_given", _("zapsán souhlas")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("souhlas odvolán")
    FOLLOW_UP_PLANNED = "follow_up_planned", _("naplánován dohled")
    FOLLOW_UP_ATTEMPTED = "follow_up_attempted", _("pokus o spojení")
    FOLLOW_UP_FINISHED = "follow_up_finished", _("dohled vyřízen")
    UNMET_RECORDED = "unmet_recorded", _("zapsána nenaplněná potřeba")
    UNMET_MOVED = "unmet_moved", _("nenaplněná potřeba se pohnula")
    LINKED = "linked", _("propojeno s jiným dotazem")
    UNLINKED = "unlinked", _("propojení zrušeno")
    SLIP_MADE = "slip_made", _("vytištěn lístek")
    HELD = "held", _("zadrženo před smazáním")
    RELEASED = "released", _("zadržení uvolněno")
    SHREDDED = "shredded", _("texty nebo kontakt skartovány")
    PROCEDURE_STARTED = "procedure_started", _("začal postup")
    PROCEDURE_STEP = "procedure_step", _("krok postupu")
    PROCEDURE_ENDED = "procedure_ended", _("postup skončil")


class Actor(models.TextChoices):
    WORKER = "worker", _("pracovník")
    CLIENT = "client", _("člověk, který se ptal")
    PARTNER = "partner", _("partner")
    SYSTEM = "system", _("SOCIOPOINT sám")


class TimelineEntry(models.Model):
    """One thing that happened, without words: who, when, what, and codes from which the page makes a sentence."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="timeline")
    at = models.DateTimeField(_("kdy"), default=timezone.now)
    actor = models.CharField(_("kdo"), max_length=10, choices=Actor)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    deed = models.CharField(_("co"), max_length=24, choices=Deed)
    field = models.CharField(max_length=40, blank=True, help_text="the coded field that changed")
    before = models.CharField(max_length=60, blank=True, help_text="a code, never words")
    after = models.CharField(max_length=60, blank=True, help_text="a code, never words")
    referral = models.ForeignKey(Referral, on_delete=models.SET_NULL, null=True, blank=True, related_name="timeline")
    follow_up = models.ForeignKey(FollowUp, on_delete=models.SET_NULL, null=True, blank=True, related_name="timeline")
    unmet_need = models.ForeignKey(UnmetNeed, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    procedure_run = models.ForeignKey(ProcedureRun, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    step: str | None = None
    """What was to be done in the procedure's step that `field` names, where it was read along (`inquiries.inquiry_parts`)."""

    class Meta:
        verbose_name = _("událost dotazu")
        verbose_name_plural = _("události dotazu")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(actor="worker", by__isnull=False) | ~models.Q(actor="worker") & models.Q(by=None),
                name="timeline_names_the_worker",
            )
        ]

    def __str__(self) -> str:
        return f"{self.inquiry_id} {self.deed}"
