from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inquiries.models.inquiries import Inquiry
from sociopoint.secrecy import EncryptedTextField, keyed_hash
from sociopoint.typography import EXTENSION


class PreferredWay(models.TextChoices):
    CALL = "call", _("volat")
    SMS = "sms", _("poslat SMS")
    EMAIL = "email", _("psát e-mail")
    NONE = "none", _("nekontaktovat, přijde sám")


class ContactCard(models.Model):
    """How to reach the person: encrypted, found only by keyed hashes, the first to be shredded. Never a birth number."""

    inquiry = models.OneToOneField(Inquiry, on_delete=models.CASCADE, related_name="contact")
    display_name = EncryptedTextField(_("jak člověka oslovit"), max_length=80, blank=True)
    phone = EncryptedTextField(_("telefon"), max_length=30, blank=True, help_text="E.164, +420…, s linkou ;ext=12")
    phone_hash = models.CharField(max_length=64, blank=True, editable=False)
    email = EncryptedTextField(_("e-mail"), max_length=254, blank=True)
    email_hash = models.CharField(max_length=64, blank=True, editable=False)
    preferred_way = models.CharField(_("jak se ozvat"), max_length=10, choices=PreferredWay, default=PreferredWay.CALL)
    safe_hours = EncryptedTextField(_("kdy je bezpečné volat"), max_length=120, blank=True)
    may_leave_message = models.BooleanField(_("smí se nechat vzkaz"), default=False)
    relation = EncryptedTextField(_("kdo to je"), max_length=60, blank=True, help_text=_("Např. dcera. Žádné jméno."))
    follow_up_agreed_at = models.DateTimeField(_("souhlasí, že se ozveme"), null=True, blank=True)
    expires_on = models.DateField(_("kontakt se smaže"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("kontakt na člověka")
        verbose_name_plural = _("kontakty na lidi")
        indexes = [
            models.Index(fields=["phone_hash"], condition=~models.Q(phone_hash=""), name="contact_card_by_phone"),
            models.Index(fields=["email_hash"], condition=~models.Q(email_hash=""), name="contact_card_by_email"),
            models.Index(fields=["expires_on"], name="contact_card_by_expiry"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(phone="", email="", display_name=""),
                name="contact_card_is_not_empty",
                violation_error_message=_("Vyplňte aspoň telefon, e-mail nebo oslovení."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.inquiry_id}"

    def save(self, *args: object, **kwargs: object) -> None:
        """The hashes follow what they are hashes of. Phones must come normalised (`inquiries.phones`)."""
        self.phone_hash = phone_hash(self.phone)
        self.email_hash = email_hash(self.email)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


def phone_hash(e164: str) -> str:
    """What a phone is found by, whatever its extension; '' for none. `e164`: `+420603000000`."""
    return keyed_hash("phone", e164.partition(EXTENSION)[0]) if e164 else ""


def email_hash(address: str) -> str:
    return keyed_hash("email", address.strip().lower()) if address else ""
