"""Where an organisation wants its letters, by what they are about; apart from the contacts the public sees."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.models import Organisation
from sociopoint.history import with_history


class MailPurpose(models.TextChoices):
    REFERRALS = "referrals", _("předání lidí")
    STATISTICS = "statistics", _("statistika a výkazy")
    INVITATIONS = "invitations", _("pozvánky na jednání a školení")
    RECORDS = "records", _("údaje v katalogu")


@with_history
class Mailbox(models.Model):
    """The address for letters of one purpose."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="mailboxes", verbose_name=_("organizace")
    )
    purpose = models.CharField(_("k čemu"), max_length=15, choices=MailPurpose)
    email = models.EmailField(_("e-mail"))

    class Meta:
        verbose_name = _("schránka organizace")
        verbose_name_plural = _("schránky organizací")
        ordering = ["organisation", "purpose"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "purpose"],
                name="mailbox_one_for_a_purpose",
                violation_error_message=_("Pro tento účel už organizace e-mail má."),
            ),
            models.CheckConstraint(
                condition=models.Q(purpose__in=MailPurpose.values), name="mailbox_for_a_known_purpose"
            ),
        ]

    def __str__(self) -> str:
        return self.email
