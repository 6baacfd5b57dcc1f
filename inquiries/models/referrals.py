from __future__ import annotations

from typing import Self

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models import Facility, Organisation, Service
from inquiries.models.choices import Urgency
from inquiries.models.code_lists import DeclineReason
from inquiries.models.inquiries import Inquiry, InquiryNeed
from inquiries.states import AWAITED, REFERRAL_MOVES, RESULT_OF_STATE, ReferralResult, ReferralState, allowed_moves
from sociopoint.secrecy import EncryptedTextField

WHO_OWES_FIRST = models.Case(models.When(state=ReferralState.WAITLISTED, then=1), default=0)
"""Those waiting for a place owe us nothing for now. The order of Today, and of the index that spares sorting them all."""

LONGEST_BRIEF = 600


class ReferralMode(models.TextChoices):
    CONTACT_GIVEN = "contact_given", _("předán kontakt")
    WARM_CALL = "warm_call", _("spojeno telefonem")
    SENT = "sent", _("odesláno partnerovi")
    ACCOMPANIED = "accompanied", _("doprovod")


class OutcomeSource(models.TextChoices):
    PARTNER = "partner", _("partner")
    CLIENT = "client", _("člověk sám")
    WORKER = "worker", _("pracovník")
    ESTIMATE = "estimate", _("odhad")


class ConsentText(models.Model):
    """The wording a person agreed to; a new wording is a new row, so that it is known for ever who agreed to what."""

    version = models.PositiveSmallIntegerField(_("verze"), unique=True)
    text = models.TextField(_("znění"))
    valid_from = models.DateField(_("platí od"))

    class Meta:
        verbose_name = _("znění souhlasu")
        verbose_name_plural = _("znění souhlasů")
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"{self.version}"


class ConsentManner(models.TextChoices):
    ORAL = "oral", _("ústně")
    WRITTEN = "written", _("písemně")


class Consent(models.Model):
    """That the person agreed to pass something on: to whom, what, for what (§ 100 of Act 108/2006: extent and purpose)."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="consents")
    wording = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="+")
    extent = EncryptedTextField(_("co se smí předat"), max_length=200)
    purpose = EncryptedTextField(_("k čemu"), max_length=200)
    manner = models.CharField(_("jak souhlasil"), max_length=10, choices=ConsentManner)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("zapsáno"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("odvolán"), null=True, blank=True)

    class Meta:
        verbose_name = _("souhlas")
        verbose_name_plural = _("souhlasy")
        ordering = ["recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | models.Q(withdrawn_at__gte=models.F("recorded_at")),
                name="consent_withdrawn_after_given",
            ),
            models.CheckConstraint(
                condition=~models.Q(extent="") & ~models.Q(purpose=""),
                name="consent_says_extent_and_purpose",
                violation_error_message=_("Napište, co se smí předat a k čemu."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inquiry_id}"


class ReferralQuerySet(models.QuerySet["Referral"]):
    def awaited(self) -> Self:
        """Where somebody owes an answer."""
        return self.filter(state__in=AWAITED)


class Referral(models.Model):
    """Handing the person over to a service, a facility of it, an organisation, or somebody we only have a name of."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="referrals")
    need = models.ForeignKey(
        InquiryNeed,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="referrals",
        verbose_name=_("potřeba"),
    )
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="referrals")
    facility = models.ForeignKey(Facility, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="referrals"
    )
    other = models.CharField(_("komu (není v katalogu)"), max_length=200, blank=True)
    target_name = models.CharField(_("komu"), max_length=300, help_text="as it was called at that moment")
    target_phone = models.CharField(_("telefon"), max_length=20, blank=True)
    target_email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    mode = models.CharField(_("jak"), max_length=16, choices=ReferralMode)
    state = models.CharField(_("stav"), max_length=16, choices=ReferralState, default=ReferralState.DRAFT)
    state_changed_at = models.DateTimeField(_("stav od"), default=timezone.now)
    urgency = models.CharField(
        _("naléhavost"), max_length=12, choices=Urgency, blank=True, help_text=_("Prázdné = jako celý dotaz.")
    )
    brief = EncryptedTextField(_("o co jde, beze jména"), max_length=LONGEST_BRIEF, blank=True)
    consent = models.ForeignKey(
        Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="referrals", verbose_name=_("souhlas")
    )
    shares_contact = models.BooleanField(_("předat i kontakt"), default=False)
    respond_by = models.DateField(_("odpovědět do"), null=True, blank=True)
    responder_name = EncryptedTextField(_("kdo odpověděl"), max_length=120, blank=True)
    decline_reasons = models.ManyToManyField(
        DeclineReason, blank=True, related_name="referrals", verbose_name=_("důvody odmítnutí")
    )
    partner_message = EncryptedTextField(_("vzkaz partnera"), max_length=600, blank=True)
    worker_message = EncryptedTextField(_("doplnění pro partnera"), max_length=600, blank=True)
    note = EncryptedTextField(_("poznámka pultu k předání"), max_length=LONGEST_BRIEF, blank=True)
    waiting_estimate = models.CharField(_("odhad čekání"), max_length=80, blank=True)
    waiting_position = models.PositiveSmallIntegerField(
        _("kolikátý v pořadníku"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(999)]
    )
    first_appointment_at = models.DateTimeField(_("první schůzka"), null=True, blank=True)
    outcome_source = models.CharField(_("od koho víme"), max_length=10, choices=OutcomeSource, blank=True)
    on_slip = models.BooleanField(_("na lístku"), default=True)
    link_version = models.PositiveSmallIntegerField(default=1, editable=False)
    link_expires_at = models.DateTimeField(_("odkaz platí do"), null=True, blank=True, editable=False)
    contact_revealed_at = models.DateTimeField(_("kontakt ukázán"), null=True, blank=True, editable=False)
    reminders_sent = models.PositiveSmallIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("předáno"), default=timezone.now)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("předání")
        verbose_name_plural = _("předání")
        ordering = ["created_at", "pk"]
        triggers = [pgtrigger.FSM(name="referral_moves", field="state", transitions=allowed_moves(REFERRAL_MOVES))]
        indexes = [
            models.Index(fields=["state_changed_at"], condition=models.Q(state__in=AWAITED), name="referral_awaited"),
            models.Index(
                WHO_OWES_FIRST,
                "respond_by",
                "state_changed_at",
                "id",
                condition=models.Q(state__in=AWAITED),
                name="referral_awaited_as_listed",
            ),
            models.Index(fields=["created_at"], name="referral_by_time"),
            models.Index(fields=["state_changed_at", "id"], name="referral_by_change"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(service__isnull=False, organisation=None, other="")
                | models.Q(service=None, organisation__isnull=False, other="")
                | models.Q(service=None, organisation=None) & ~models.Q(other=""),
                name="referral_has_one_target",
                violation_error_message=_("Vyberte právě jednu službu nebo organizaci."),
            ),
            models.CheckConstraint(
                condition=models.Q(facility=None) | models.Q(service__isnull=False),
                name="referral_facility_of_a_service",
            ),
            models.CheckConstraint(
                condition=models.Q(shares_contact=False) | models.Q(consent__isnull=False),
                name="referral_shares_contact_with_consent_only",
                violation_error_message=_("Kontakt se smí předat jen se souhlasem. Zapište ho."),
            ),
            models.CheckConstraint(
                condition=~models.Q(mode=ReferralMode.SENT) | ~models.Q(target_email=""),
                name="referral_sent_has_an_address",
                violation_error_message=_("Partner nemá v katalogu e-mail. Zavolejte mu, nebo předejte kontakt."),
            ),
            models.CheckConstraint(
                condition=models.Q(contact_revealed_at=None) | models.Q(shares_contact=True),
                name="referral_reveals_only_what_is_shared",
            ),
            models.CheckConstraint(
                condition=models.Q(waiting_position=None) | models.Q(waiting_position__range=(1, 999)),
                name="referral_place_on_a_list_from_one",
                violation_error_message=_("Pořadí v pořadníku napište číslem od 1 do 999."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inquiry_id} {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("inquiries:inquiry", args=[self.inquiry.public_id]) + f"#predani-{self.pk}"

    @property
    def presses(self) -> str:
        """How urgent it is: its own word, else that of the inquiry."""
        return self.urgency or self.inquiry.urgency

    @property
    def result(self) -> ReferralResult:
        """The four words of statistics."""
        return RESULT_OF_STATE[ReferralState(self.state)]
