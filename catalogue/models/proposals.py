from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models.facilities import Facility
from catalogue.models.organisations import Organisation
from catalogue.models.services import Service
from sociopoint.secrecy import EncryptedTextField

LONGEST_PROPOSAL = 1000


class ProposalTopic(models.TextChoices):
    """What is wrong; the same list for the public, the desk and partners."""

    CONTACT = "contact", _("telefon nebo e-mail nesedí")
    ADDRESS = "address", _("adresa nesedí")
    HOURS = "hours", _("otevírací doba nesedí")
    PRICE = "price", _("cena nesedí")
    FOR_WHOM = "for_whom", _("je to pro jiné lidi, než píšete")
    AREA = "area", _("nejezdí nebo nepůsobí tam, kde píšete")
    NOT_OFFERED = "not_offered", _("tohle nedělají")
    ENDED = "ended", _("služba už nefunguje")
    SILENT = "silent", _("neozývají se")
    OTHER = "other", _("něco jiného")
    CORRECTION = "correction", _("nové znění údajů")
    NEW_PLACE = "new_place", _("nové místo")
    NEW_SERVICE = "new_service", _("nová služba")


FOUNDING = (ProposalTopic.NEW_PLACE, ProposalTopic.NEW_SERVICE)
"""Accepting makes the record; the proposal is about the service, or the organisation, it would belong to."""
WITH_FACTS = (ProposalTopic.CORRECTION, *FOUNDING)
"""Told fact by fact, and decided beside what is public."""


class ProposalSource(models.TextChoices):
    PUBLIC = "public", _("veřejnost")
    PARTNER = "partner", _("partner")
    DESK = "desk", _("pult")
    REFERRALS = "referrals", _("z předávání lidí")


class FieldState(models.TextChoices):
    WAITING = "waiting", _("čeká na rozhodnutí")
    ACCEPTED = "accepted", _("přijato")
    REFUSED = "refused", _("odmítnuto")


class ProposalState(models.TextChoices):
    NEW = "new", _("nový")
    ACCEPTED = "accepted", _("přijatý, opraveno")
    REFUSED = "refused", _("odmítnutý")


class ChangeProposal(models.Model):
    """That a fact is wrong, said by the public, a partner, the desk, or by how referrals ended; a correction says how it is."""

    service = models.ForeignKey(
        Service, on_delete=models.CASCADE, null=True, blank=True, related_name="proposals", verbose_name=_("služba")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("organizace"),
    )
    topic = models.CharField(_("co nesedí"), max_length=20, choices=ProposalTopic)
    text = EncryptedTextField(_("slovy"), max_length=LONGEST_PROPOSAL, blank=True)
    source = models.CharField(_("od koho"), max_length=10, choices=ProposalSource)
    cause = models.CharField(
        max_length=40, blank=True, editable=False, help_text="a code by which a repeated signal is recognised"
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kdo navrhl"),
    )
    proposed_at = models.DateTimeField(_("navrženo"), default=timezone.now)
    state = models.CharField(_("stav"), max_length=10, choices=ProposalState, default=ProposalState.NEW)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kdo rozhodl"),
    )
    decided_at = models.DateTimeField(_("rozhodnuto"), null=True, blank=True)
    reason = models.CharField(_("proč, nebo co se opravilo"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("návrh změny")
        verbose_name_plural = _("návrhy změn")
        ordering = ["-proposed_at", "-pk"]
        indexes = [
            models.Index(
                fields=["proposed_at"], condition=models.Q(state=ProposalState.NEW), name="change_proposal_waiting"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(service__isnull=False, organisation=None)
                | models.Q(service=None, organisation__isnull=False),
                name="change_proposal_about_one_thing",
                violation_error_message=_("Návrh se týká buď služby, nebo organizace."),
            ),
            models.UniqueConstraint(
                fields=["service", "organisation"],
                condition=models.Q(state=ProposalState.NEW, topic=ProposalTopic.CORRECTION),
                name="change_proposal_one_open_correction",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(state=ProposalState.NEW, decided_by=None, decided_at=None)
                | ~models.Q(state=ProposalState.NEW) & models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="change_proposal_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ProposalState.REFUSED) | ~models.Q(reason=""),
                name="change_proposal_refused_with_a_reason",
                violation_error_message=_("Napište, proč návrh odmítáte."),
            ),
            models.UniqueConstraint(
                fields=["service", "cause"],
                condition=models.Q(state=ProposalState.NEW) & ~models.Q(cause=""),
                name="change_proposal_open_once_per_cause",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about}: {self.get_topic_display()}"

    @property
    def is_founding(self) -> bool:
        return self.topic in FOUNDING

    @property
    def about(self) -> Service | Organisation:
        """What the proposal would change, or what its new record would belong to."""
        about = self.service or self.organisation
        if about is None:
            raise ValueError("a proposal about nothing: the table refuses it")
        return about


class ProposedField(models.Model):
    """One fact of a correction: how it stands, how it should. Texts are those of `catalogue.proposable`."""

    proposal = models.ForeignKey(
        ChangeProposal, on_delete=models.CASCADE, related_name="fields", verbose_name=_("návrh")
    )
    facility = models.ForeignKey(
        Facility, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("místo")
    )
    field = models.CharField(_("údaj"), max_length=40)
    before = models.TextField(_("bylo"), blank=True)
    after = models.TextField(_("má být"), blank=True)
    state = models.CharField(_("stav"), max_length=10, choices=FieldState, default=FieldState.WAITING)
    reason = models.CharField(_("proč ne"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kdo rozhodl"),
    )
    decided_at = models.DateTimeField(_("rozhodnuto"), null=True, blank=True)

    class Meta:
        verbose_name = _("navržený údaj")
        verbose_name_plural = _("navržené údaje")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "facility", "field"],
                condition=models.Q(state=FieldState.WAITING),
                name="proposed_field_waits_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=~models.Q(before=models.F("after")), name="proposed_field_changes_something"
            ),
            models.CheckConstraint(
                condition=models.Q(state=FieldState.WAITING, decided_by=None, decided_at=None)
                | ~models.Q(state=FieldState.WAITING) & models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="proposed_field_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=FieldState.REFUSED) | ~models.Q(reason=""),
                name="proposed_field_refused_with_a_reason",
                violation_error_message=_("Napište, proč údaj odmítáte."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.after[:40]}"
