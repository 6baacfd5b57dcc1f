from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.models.services import Service


class PublishedService(models.Model):
    """When what is published of a service last changed, to the night: written only by `catalogue.open_files`."""

    service = models.OneToOneField(Service, on_delete=models.CASCADE, primary_key=True, related_name="published_as")
    digest = models.BinaryField(_("otisk toho, co je zveřejněno"), max_length=16)
    changed_at = models.DateTimeField(_("změněno"), db_index=True)

    class Meta:
        verbose_name = _("zveřejněná služba")
        verbose_name_plural = _("zveřejněné služby")

    def __str__(self) -> str:
        return f"{self.service_id}"


class DataFile(models.Model):
    """A whole table to download, made anew each night. In the database, so that any web node can give it."""

    name = models.CharField(_("jméno souboru"), max_length=40, unique=True)
    content = models.BinaryField(_("obsah, zabalený gzip"))
    digest = models.CharField(_("otisk obsahu"), max_length=32)
    size = models.PositiveIntegerField(_("velikost rozbaleného"))
    packed_size = models.PositiveIntegerField(_("velikost zabaleného"))
    records = models.PositiveIntegerField(_("záznamů"))
    made_at = models.DateTimeField(_("vyrobeno"))

    class Meta:
        verbose_name = _("soubor ke stažení")
        verbose_name_plural = _("soubory ke stažení")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
