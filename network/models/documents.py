"""Documents and leaflets with their versions. The content lies in the database: one backup, one permission, no stray files."""

from __future__ import annotations

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.models.groups import Mandate, WorkingGroup
from sociopoint.history import with_history
from sociopoint.models import User
from sociopoint.permissions import can_see_network, can_see_whole_network

LARGEST = 10 * 1024 * 1024
"""Bytes of one version."""
MOST_WORDS = 6


class DocumentKind(models.TextChoices):
    PDF = "application/pdf", _("PDF")
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _("DOCX")
    PNG = "image/png", _("obrázek PNG")
    JPEG = "image/jpeg", _("obrázek JPEG")


class DocumentReaders(models.TextChoices):
    NETWORK = "network", _("celá síť")
    GROUP = "group", _("členové skupiny")
    DESK = "desk", _("jen SOCIOPOINT")


class DocumentQuerySet(models.QuerySet["Document"]):
    def named(self, words: str) -> Self:
        """With every one of the words somewhere in the title or in what it is for, accents or not."""
        found = self
        for word in words.split()[:MOST_WORDS]:
            found = found.filter(Q(title__unaccent__icontains=word) | Q(about__unaccent__icontains=word))
        return found

    def visible_to(self, user: User) -> Self:
        if can_see_whole_network(user):
            return self
        if not can_see_network(user):
            return self.none()
        own = Mandate.objects.held_on(timezone.localdate()).speaking_for(user).values("group")
        return self.filter(
            Q(readers=DocumentReaders.NETWORK) | Q(readers=DocumentReaders.GROUP, group__in=own), is_withdrawn=False
        )


@with_history
class Document(models.Model):
    title = models.CharField(_("název"), max_length=160)
    about = models.CharField(_("k čemu je"), max_length=300, blank=True)
    group = models.ForeignKey(
        WorkingGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("skupina"),
    )
    readers = models.CharField(
        _("kdo ho uvidí"), max_length=10, choices=DocumentReaders, default=DocumentReaders.NETWORK
    )
    is_withdrawn = models.BooleanField(_("stažený"), default=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("dokument")
        verbose_name_plural = _("dokumenty")
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""), name="document_has_a_title", violation_error_message=_("Napište název.")
            ),
            models.CheckConstraint(condition=Q(readers__in=DocumentReaders.values), name="document_for_known_readers"),
            models.CheckConstraint(
                condition=~Q(readers=DocumentReaders.GROUP) | Q(group__isnull=False),
                name="document_of_a_group_for_its_members",
                violation_error_message=_("Vyberte skupinu, jejíž členové dokument uvidí."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("network:document", args=[self.pk])


class DocumentVersion(models.Model):
    """Never changed: a correction is the next version."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("verze"))
    kind = models.CharField(max_length=100, choices=DocumentKind)
    file_name = models.CharField(max_length=160)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    note = models.CharField(_("co se změnilo"), max_length=300, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("verze dokumentu")
        verbose_name_plural = _("verze dokumentů")
        ordering = ["-number"]
        triggers = [pgtrigger.Protect(name="document_version_stays", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_version_once"),
            models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="document_of_a_known_kind"),
            models.CheckConstraint(
                condition=Q(size__gte=1, size__lte=LARGEST),
                name="document_not_too_large",
                violation_error_message=_("Soubor smí mít nejvýš 10 MB."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} v{self.number}"
