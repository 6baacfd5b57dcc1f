from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inquiries.models.choices import InquiryKind
from inquiries.models.inquiries import Inquiry
from inquiries.states import InquiryState
from sociopoint.history import with_history
from sociopoint.secrecy import EncryptedTextField


class Compartment(models.TextChoices):
    """What is shredded together; coded facts are none of it, they say nothing of anybody and feed the statistics."""

    WORDS = "words", _("texty")
    CONTACT = "contact", _("kontakt")


LONGEST_DAYS = {Compartment.WORDS: 1096, Compartment.CONTACT: 366}
"""A city may keep things for less, never for more: the bound is code (frontdesk-and-network, f.2)."""


@with_history
class RetentionRule(models.Model):
    """How long a compartment is kept after the inquiry ended. The most particular rule that fits holds."""

    compartment = models.CharField(_("co"), max_length=10, choices=Compartment)
    kind = models.CharField(_("jen druh"), max_length=20, choices=InquiryKind, blank=True)
    state = models.CharField(
        _("jen stav"),
        max_length=20,
        blank=True,
        choices=[(InquiryState.CLOSED, InquiryState.CLOSED.label), (InquiryState.VOID, InquiryState.VOID.label)],
    )
    is_crisis = models.BooleanField(_("jen krize"), null=True, blank=True, help_text=_("Prázdné = nezáleží na tom."))
    days = models.PositiveSmallIntegerField(_("dní po skončení"), validators=[MinValueValidator(1)])
    legal_basis = models.CharField(_("podle čeho"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("lhůta uchování")
        verbose_name_plural = _("lhůty uchování")
        ordering = ["compartment", "days"]
        constraints = [
            models.UniqueConstraint(
                fields=["compartment", "kind", "state", "is_crisis"],
                name="retention_rule_once_per_case",
                nulls_distinct=False,
                violation_error_message=_("Pro tenhle případ už lhůta je."),
            ),
            models.CheckConstraint(
                condition=models.Q(compartment=Compartment.WORDS, days__lte=LONGEST_DAYS[Compartment.WORDS])
                | models.Q(compartment=Compartment.CONTACT, days__lte=LONGEST_DAYS[Compartment.CONTACT]),
                name="retention_rule_within_its_bound",
                violation_error_message=_("Texty se smí držet nejvýš 3 roky, kontakty nejvýš rok."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_compartment_display()} {self.days}"

    @property
    def particularity(self) -> int:
        """How many of its conditions are set."""
        return sum([bool(self.kind), bool(self.state), self.is_crisis is not None])


class LegalHoldQuerySet(models.QuerySet["LegalHold"]):
    def in_force(self) -> Self:
        return self.filter(released_at=None, until__gte=timezone.localdate())


class LegalHold(models.Model):
    """Nothing of this inquiry is shredded until a day: a court or a complaint needs it."""

    LONGEST_REASON = 300

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="holds")
    reason = EncryptedTextField(_("proč"), max_length=LONGEST_REASON)
    until = models.DateField(_("do kdy"))
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(_("od"), default=timezone.now)
    released_at = models.DateTimeField(_("uvolněno"), null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submission = models.UUIDField(_("odeslání"), db_default=RandomUUID(), unique=True, editable=False)
    """Made of the form's number and of what was written in it, so that a form sent twice places one hold."""

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("zákonné zadržení")
        verbose_name_plural = _("zákonná zadržení")
        ordering = ["-placed_at"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="legal_hold_says_why"),
            models.CheckConstraint(
                condition=models.Q(released_at=None, released_by=None)
                | models.Q(released_at__isnull=False, released_by__isnull=False),
                name="legal_hold_released_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inquiry_id} {self.until}"

    @property
    def is_in_force(self) -> bool:
        return self.released_at is None and self.until >= timezone.localdate()


class PurgeRun(models.Model):
    """One run of the shredder: when, whether for good, and how much. No content."""

    started_at = models.DateTimeField(_("začátek"), default=timezone.now)
    finished_at = models.DateTimeField(_("konec"), null=True, blank=True)
    is_committed = models.BooleanField(_("doopravdy"))
    words = models.PositiveIntegerField(_("dotazů bez textů"), default=0)
    contacts = models.PositiveIntegerField(_("smazaných kontaktů"), default=0)
    drafts = models.PositiveIntegerField(_("zrušených rozepsaných"), default=0)
    loose = models.PositiveIntegerField(_("textů mimo dotazy"), default=0)
    held = models.PositiveIntegerField(_("zadržených"), default=0)
    overdue = models.PositiveIntegerField(
        _("po lhůtě déle než den"), default=0, help_text=_("Co měly smazat už dřívější běhy.")
    )

    class Meta:
        verbose_name = _("běh skartace")
        verbose_name_plural = _("běhy skartace")
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.started_at):%Y-%m-%d %H:%M}"


class Tombstone(models.Model):
    """That something was shredded, when and by which rule; by number, so that it outlives the inquiry itself."""

    inquiry_id = models.BigIntegerField(_("dotaz"))
    compartment = models.CharField(_("co"), max_length=10, choices=Compartment)
    days = models.PositiveSmallIntegerField(_("lhůta ve dnech"), null=True)
    run = models.ForeignKey(PurgeRun, on_delete=models.PROTECT, null=True, related_name="tombstones")
    at = models.DateTimeField(_("kdy"), default=timezone.now)

    class Meta:
        verbose_name = _("záznam o skartaci")
        verbose_name_plural = _("záznamy o skartaci")
        ordering = ["-at"]
        indexes = [models.Index(fields=["inquiry_id"], name="tombstone_of_inquiry")]

    def __str__(self) -> str:
        return f"{self.inquiry_id} {self.compartment}"
