from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from catalogue.models.code_lists import Certainty
from catalogue.models.places import Place
from sociopoint.history import with_history
from sociopoint.versions import raises_shared_version


class OrganisationKind(models.TextChoices):
    PROVIDER = "provider", _("poskytovatel služeb")
    CITY = "city", _("město")
    CITY_DISTRICT = "city_district", _("městský obvod")
    REGION = "region", _("kraj")
    LABOUR_OFFICE = "labour_office", _("úřad práce")
    SOCIAL_SECURITY = "social_security", _("správa sociálního zabezpečení")
    STATE_OFFICE = "state_office", _("jiný státní úřad")
    HOSPITAL = "hospital", _("nemocnice")
    COURT = "court", _("soud nebo státní zastupitelství")
    POLICE = "police", _("policie")
    SCHOOL = "school", _("škola nebo školské zařízení")
    CHURCH = "church", _("církev")
    NGO = "ngo", _("nezisková organizace")


@with_history
class Organisation(models.Model):
    """Who stands behind services; an office or a hospital as well as a provider."""

    name = models.CharField(_("název"), max_length=200)
    slug = models.SlugField(_("označení v adrese"), max_length=100, editable=False)
    kind = models.CharField(_("druh"), max_length=20, choices=OrganisationKind, default=OrganisationKind.PROVIDER)
    ico = models.CharField(
        _("IČO"),
        max_length=8,
        blank=True,
        validators=[RegexValidator(r"^\d{8}$", _("IČO má osm číslic, i s nulami na začátku."))],
    )
    data_box = models.CharField(_("datová schránka"), max_length=7, blank=True)
    competence = models.TextField(_("za co odpovídá"), blank=True)
    street = models.CharField(_("ulice"), max_length=120, blank=True)
    house_number = models.CharField(_("číslo domu"), max_length=16, blank=True)
    postcode = models.CharField(_("PSČ"), max_length=5, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("místo"))
    opening_hours = models.CharField(_("hodiny (zápis OSM)"), max_length=300, blank=True)
    note = models.TextField(_("poznámka"), blank=True)
    source_url = models.CharField(_("zdroj"), max_length=400, blank=True)
    source_year = models.PositiveSmallIntegerField(_("rok údajů"), null=True, blank=True)
    certainty = models.CharField(_("jak víme"), max_length=20, choices=Certainty, blank=True)
    origin_key = models.CharField(_("klíč původu"), max_length=100, blank=True, editable=False)

    class Meta:
        verbose_name = _("organizace")
        verbose_name_plural = _("organizace")
        triggers = [raises_shared_version("catalogue")]
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["origin_key"],
                condition=~models.Q(origin_key=""),
                name="organisation_once_per_origin",
            ),
            models.CheckConstraint(
                condition=models.Q(ico="") | models.Q(ico__regex=r"^[0-9]{8}$"),
                name="organisation_ico_has_eight_digits",
                violation_error_message=_("IČO má osm číslic, i s nulami na začátku."),
            ),
        ]
        indexes = [models.Index(fields=["ico"], name="organisation_by_ico")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.set_slug()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("catalogue:organisation", args=[self.pk, self.slug])

    def set_slug(self) -> None:
        """It follows the name; the number before it in the address keeps old links alive."""
        self.slug = slugify(self.name)[:100].strip("-") or "organizace"
