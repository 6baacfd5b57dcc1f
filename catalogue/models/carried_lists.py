from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from sociopoint.secrecy import EncryptedTextField

LONGEST_NOTE = 1000


class CarriedListQuerySet(models.QuerySet["CarriedList"]):
    def in_force(self, day: date) -> Self:
        return self.filter(expires_on__gte=day)

    def past(self, day: date) -> Self:
        return self.filter(expires_on__lt=day)


class CarriedList(models.Model):
    """A citizen's list on its way to another device, to the desk or to the telephone, under a spoken code.

    Nobody who reads the table learns whose it is nor what stands in it: the code is a slow hash, the rest is encrypted.
    """

    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    services = EncryptedTextField(_("služby"), help_text=_("Čísla služeb oddělená tečkami."))
    note = EncryptedTextField(_("poznámka"), max_length=LONGEST_NOTE, blank=True)
    expires_on = models.DateField(_("platí do"), db_index=True)

    objects = CarriedListQuerySet.as_manager()

    class Meta:
        verbose_name = _("seznam pod kódem")
        verbose_name_plural = _("seznamy pod kódem")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(services=""),
                name="carried_list_holds_services",
                violation_error_message=_("Prázdný seznam se nepřenáší."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
