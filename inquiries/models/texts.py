from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inquiries.models.inquiries import Inquiry
from sociopoint.secrecy import EncryptedTextField

LONGEST_NOTE = 4000


class NoteKind(models.TextChoices):
    NOTE = "note", _("poznámka pultu")
    QUESTION = "question", _("otázka člověka")
    ANSWER = "answer", _("odpověď člověku")


class Note(models.Model):
    """Free text of an inquiry, encrypted; the second compartment, shredded before the coded facts."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(_("co to je"), max_length=10, choices=NoteKind, default=NoteKind.NOTE)
    text = EncryptedTextField(_("text"), max_length=LONGEST_NOTE, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="empty = the person who asked",
    )
    written_at = models.DateTimeField(_("napsáno"), default=timezone.now)
    is_warning_overridden = models.BooleanField(
        _("uloženo i s osobním údajem"), default=False, help_text=_("Pracovník viděl upozornění a text nechal.")
    )

    class Meta:
        verbose_name = _("text dotazu")
        verbose_name_plural = _("texty dotazů")
        ordering = ["written_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry"], condition=models.Q(kind=NoteKind.NOTE), name="inquiry_has_one_working_note"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=NoteKind.ANSWER) | models.Q(author__isnull=False),
                name="answer_has_an_author",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inquiry_id} {self.kind}"
