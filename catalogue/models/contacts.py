from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.models.organisations import Organisation
from catalogue.models.services import Service
from sociopoint.history import with_history
from sociopoint.versions import raises_shared_version


class ContactKind(models.TextChoices):
    PHONE = "phone", _("telefon")
    EMAIL = "email", _("e-mail")
    WEB = "web", _("web")


@with_history
class Contact(models.Model):
    """A phone, e-mail or web address of a service or an organisation. Phones are `+420599526912`."""

    service = models.ForeignKey(
        Service, on_delete=models.CASCADE, null=True, blank=True, related_name="contacts", verbose_name=_("služba")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("organizace"),
    )
    kind = models.CharField(_("druh"), max_length=10, choices=ContactKind)
    value = models.CharField(_("číslo nebo adresa"), max_length=300)
    note = models.CharField(_("poznámka"), max_length=120, blank=True, help_text=_("Např. vrátnice, zdarma."))
    order = models.PositiveSmallIntegerField(_("pořadí"), default=0)

    class Meta:
        verbose_name = _("kontakt")
        verbose_name_plural = _("kontakty")
        triggers = [raises_shared_version("catalogue")]
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(service__isnull=False, organisation__isnull=True)
                | models.Q(service__isnull=True, organisation__isnull=False),
                name="contact_has_one_owner",
                violation_error_message=_("Kontakt patří buď službě, nebo organizaci."),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="phone") | models.Q(value__regex=r"^\+?[0-9]{3,15}$"),
                name="contact_phone_is_dialable",
                violation_error_message=_("Telefon napište číslicemi, např. 599 526 912."),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="web") | models.Q(value__regex=r"^https?://"),
                name="contact_web_has_a_scheme",
                violation_error_message=_("Web napište celý, od https://."),
            ),
            models.UniqueConstraint(
                fields=["service", "organisation", "kind", "value"],
                name="contact_once_per_owner",
                nulls_distinct=False,
                violation_error_message=_("Tento kontakt už je zapsaný."),
            ),
        ]

    def __str__(self) -> str:
        return self.value
