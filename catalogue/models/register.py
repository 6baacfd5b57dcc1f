from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.models.services import Service


class RegisterImport(models.Model):
    """One finished import of the national register: what came in and what it changed."""

    finished_at = models.DateTimeField(_("dokončeno"), auto_now_add=True)
    register_date = models.DateField(_("data ke dni"), null=True, blank=True)
    services_current = models.PositiveIntegerField(_("platných služeb"))
    added = models.PositiveIntegerField(_("přidáno"))
    changed = models.PositiveIntegerField(_("změněno"))
    ended = models.PositiveIntegerField(_("ukončeno"))
    unchanged = models.PositiveIntegerField(_("beze změny"))
    report = models.TextField(_("zpráva"))

    class Meta:
        verbose_name = _("import registru")
        verbose_name_plural = _("importy registru")
        ordering = ["-finished_at"]
        get_latest_by = "finished_at"

    def __str__(self) -> str:
        return f"{self.finished_at:%Y-%m-%d %H:%M}"


class RegisterRecord(models.Model):
    """What the register said of a service last time: the base of a three-way comparison.

    A value in the catalogue that differs from it was corrected by hand; the import keeps it and reports it.
    `content` holds only named keys, never a person's name or a secret address.
    """

    service = models.OneToOneField(
        Service, on_delete=models.CASCADE, related_name="register_record", verbose_name=_("služba")
    )
    portal_id = models.BigIntegerField(_("číslo na portálu"), unique=True)
    digest = models.BinaryField(_("otisk"), max_length=32)
    content = models.JSONField(_("obsah"))

    class Meta:
        verbose_name = _("záznam registru")
        verbose_name_plural = _("záznamy registru")

    def __str__(self) -> str:
        return str(self.portal_id)


class RegisterChange(models.Model):
    """One value an import changed, or would have changed had it not been corrected by hand."""

    run = models.ForeignKey(RegisterImport, on_delete=models.CASCADE, related_name="changes", verbose_name=_("import"))
    service = models.ForeignKey(
        Service, on_delete=models.CASCADE, related_name="register_changes", verbose_name=_("služba")
    )
    field = models.CharField(_("údaj"), max_length=60)
    before = models.TextField(_("dříve"), blank=True)
    after = models.TextField(_("nově"), blank=True)
    kept_by_hand = models.BooleanField(_("ponechána ruční oprava"), default=False)

    class Meta:
        verbose_name = _("změna z registru")
        verbose_name_plural = _("změny z registru")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.service_id} {self.field}"
