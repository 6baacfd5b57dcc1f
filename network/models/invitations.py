"""An account offered by e-mail to somebody of the network: for seven days, once, until it is taken back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.models.people import Person
from sociopoint.history import with_history


@with_history
class Invitation(models.Model):
    """One letter with a link; a new letter takes the older one back."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations", verbose_name=_("člověk"))
    email = models.EmailField(_("e-mail"))
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("kdo pozval")
    )
    invited_at = models.DateTimeField(_("pozváno"), default=timezone.now)
    expires_at = models.DateTimeField(_("platí do"))
    accepted_at = models.DateTimeField(_("přijato"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("čí účet"),
    )
    revoked_at = models.DateTimeField(_("vzato zpět"), null=True, blank=True)

    class Meta:
        verbose_name = _("pozvánka do sítě")
        verbose_name_plural = _("pozvánky do sítě")
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="invitation_accepted_or_revoked"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("invited_at")), name="invitation_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="invitation_email_in_lower_case"),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_one_open_for_a_person",
                violation_error_message=_("Tento člověk už pozvánku má."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {timezone.localtime(self.invited_at):%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > timezone.now()
