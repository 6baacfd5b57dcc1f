from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models.services import Service
from sociopoint.versions import raises_shared_version


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
    state = models.BinaryField(
        _("otisk katalogu"),
        max_length=32,
        default=b"",
        help_text=_("Číselníky a místa, s nimiž se záznamy porovnaly; po jejich změně se porovnají všechny znovu."),
    )
    contents = models.BinaryField(
        _("otisk souboru"),
        max_length=32,
        default=b"",
        help_text=_("Soubor a záznamy, které z něj jsou; je-li obojí beze změny, není v něm co číst."),
    )

    class Meta:
        verbose_name = _("import registru")
        verbose_name_plural = _("importy registru")
        triggers = [raises_shared_version("catalogue")]
        ordering = ["-finished_at"]
        get_latest_by = "finished_at"

    def __str__(self) -> str:
        return f"{timezone.localtime(self.finished_at):%Y-%m-%d %H:%M}"


class RegisterRecordQuerySet(models.QuerySet["RegisterRecord"]):
    def with_all(self) -> Self:
        """With all that comparing needs, in seven queries whatever their number."""
        return self.select_related("service__organisation", "service__kind").prefetch_related(
            "service__contacts",
            "service__target_groups",
            "service__area_served",
            "service__forms__capacities",
            "service__facilities",
        )


class RegisterRecord(models.Model):
    """What the register said of a service last time: the base of a three-way comparison.

    A value in the catalogue that differs from it was corrected by hand; the import keeps it and reports it.
    `content` holds only named values (`catalogue.register.contents`), never a person's name or a secret address;
    `digest` is that of the item as it came, empty when the service is missing from the register.
    """

    service = models.OneToOneField(
        Service, on_delete=models.CASCADE, related_name="register_record", verbose_name=_("služba")
    )
    portal_id = models.BigIntegerField(_("číslo na portálu"), unique=True)
    digest = models.BinaryField(_("otisk"), max_length=32)
    content = models.JSONField(_("obsah"))
    facility_ids = ArrayField(
        models.BigIntegerField(),
        verbose_name=_("naše místa"),
        default=list,
        help_text=_("Která místa v katalogu odpovídají místům v obsahu, ve stejném pořadí."),
    )

    objects = RegisterRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("záznam registru")
        verbose_name_plural = _("záznamy registru")

    def __str__(self) -> str:
        return str(self.portal_id)


class RegisterField(models.TextChoices):
    """What of a service the register can change."""

    ORGANISATION = "organisation", _("organizace")
    KIND = "kind", _("druh")
    NAME = "name", _("název")
    IDENTIFIER = "identifier", _("identifikátor")
    AGES = "ages", _("věk")
    VALID = "valid", _("platnost")
    GROUPS = "groups", _("cílové skupiny")
    AREA = "area", _("kam přijedou")
    FORMS = "forms", _("formy a kapacity")
    PHONES = "phones", _("telefony")
    EMAILS = "emails", _("e-maily")
    WEBS = "webs", _("weby")
    FACILITY = "facility", _("místo")
    FACILITY_NAME = "facility_name", _("název místa")
    FACILITY_VALID = "facility_valid", _("platnost místa")
    FACILITY_ADDRESS = "facility_address", _("adresa místa")
    PROVIDER_NAME = "provider_name", _("název poskytovatele")
    PROVIDER_PHONES = "provider_phones", _("telefony poskytovatele")
    PROVIDER_EMAILS = "provider_emails", _("e-maily poskytovatele")
    PROVIDER_WEBS = "provider_webs", _("weby poskytovatele")


class RegisterChange(models.Model):
    """One value an import changed, or would have changed had it not been corrected by hand."""

    run = models.ForeignKey(RegisterImport, on_delete=models.CASCADE, related_name="changes", verbose_name=_("import"))
    service = models.ForeignKey(
        Service, on_delete=models.CASCADE, related_name="register_changes", verbose_name=_("služba")
    )
    field = models.CharField(_("údaj"), max_length=60, choices=RegisterField)
    before = models.TextField(_("dříve"), blank=True)
    after = models.TextField(_("nově"), blank=True)
    kept_by_hand = models.BooleanField(_("ponechána ruční oprava"), default=False)

    class Meta:
        verbose_name = _("změna z registru")
        verbose_name_plural = _("změny z registru")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.service_id} {self.field}"
