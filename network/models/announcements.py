"""Messages to chosen groups, organisations and roles; each reaches a person once, and who does not want them gets none."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models import Organisation
from network.models.groups import WorkingGroup
from sociopoint.models import Role, User
from sociopoint.permissions import can_edit_network, can_see_network
from sociopoint.secrecy import EncryptedTextField


class NewsTopic(models.TextChoices):
    """What people outside the network may have sent; they choose, nobody chooses for them."""

    SERVICES = "services", _("nové a změněné služby")
    EVENTS = "events", _("školení a akce")
    PLANNING = "planning", _("komunitní plánování a pracovní skupiny")


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def visible_to(self, user: User) -> Self:
        """The archive: everybody reads what was sent to them, who writes them reads all with drafts."""
        if can_edit_network(user):
            return self
        if not can_see_network(user):
            return self.none()
        return self.filter(sent_at__isnull=False, deliveries__user=user)


class Announcement(models.Model):
    title = models.CharField(_("předmět"), max_length=150)
    text = models.TextField(_("zpráva"), max_length=5000)
    groups = models.ManyToManyField(WorkingGroup, blank=True, related_name="+", verbose_name=_("členům skupin"))
    organisations = models.ManyToManyField(
        Organisation, blank=True, related_name="+", verbose_name=_("lidem organizací")
    )
    roles = ArrayField(
        models.CharField(max_length=20, choices=Role), default=list, blank=True, verbose_name=_("rolím v SOCIOPOINTU")
    )
    topics = ArrayField(
        models.CharField(max_length=10, choices=NewsTopic),
        default=list,
        blank=True,
        verbose_name=_("odběratelům zpravodaje"),
    )
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = _("zpráva")
        verbose_name_plural = _("zprávy")
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(text=""), name="announcement_says_something"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("network:announcement", args=[self.pk])


class Delivery(models.Model):
    """One announcement to one address, of which only a keyed hash is kept: nobody with two ways to us gets it twice."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="deliveries")
    address_hash = models.CharField(max_length=64)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    has_letter = models.BooleanField(default=True)
    """False for who signed off: with an account they find it in the archive."""

    class Meta:
        verbose_name = _("doručení zprávy")
        verbose_name_plural = _("doručení zpráv")
        constraints = [
            models.UniqueConstraint(fields=["announcement", "address_hash"], name="announcement_once_to_an_address"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """Of its letter, found by it while `sociopoint.mailing` keeps it."""
        return f"announcement-{self.announcement_id}-{self.address_hash[:32]}"


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def confirmed(self) -> Self:
        return self.filter(confirmed_at__isnull=False)


class Subscription(models.Model):
    """Somebody outside the network who has the newsletter sent. Written to only once they confirmed it from their own letters."""

    address_hash = models.CharField(max_length=64, unique=True)
    address = EncryptedTextField(_("e-mail"), max_length=254)
    topics = ArrayField(models.CharField(max_length=10, choices=NewsTopic), verbose_name=_("o čem psát"))
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("odběr zpravodaje")
        verbose_name_plural = _("odběry zpravodaje")
        constraints = [
            models.CheckConstraint(
                condition=Q(topics__len__gte=1, topics__contained_by=NewsTopic.values),
                name="subscription_to_something_known",
                violation_error_message=_("Vyberte, o čem vám máme psát."),
            ),
        ]

    def __str__(self) -> str:
        return self.address_hash[:8]


class SignedOff(models.Model):
    """An address that wants no letters with announcements."""

    address_hash = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("odhlášení ze zpráv")
        verbose_name_plural = _("odhlášení ze zpráv")

    def __str__(self) -> str:
        return self.address_hash[:8]


class NetworkFeed(models.Model):
    """The secret address under which a calendar programme reads the network's calendar; only its hash is kept."""

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="network_feed")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("adresa kalendáře sítě")
        verbose_name_plural = _("adresy kalendářů sítě")

    def __str__(self) -> str:
        return f"{self.owner_id}"
