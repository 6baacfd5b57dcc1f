"""What lies on the table of a meeting: a document, to the whole of it or to one point."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.models.documents import Document, DocumentVersion
from network.models.meetings import AgendaItem, Meeting, frozen_with_approval

_OF_ITS_MEETING = """
    IF NEW.point_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM network_agendaitem WHERE id = NEW.point_id AND meeting_id = NEW.meeting_id
    ) THEN
        RAISE EXCEPTION 'attachment_to_a_point_of_its_meeting' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.version_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM network_documentversion WHERE id = NEW.version_id AND document_id = NEW.document_id
    ) THEN
        RAISE EXCEPTION 'attachment_in_a_version_of_its_document' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class MeetingAttachment(models.Model):
    """The newest version of the document until the minutes are approved, then the one that lay there (`version`)."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="attachments", verbose_name=_("jednání")
    )
    point = models.ForeignKey(
        AgendaItem,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="attachments",
        verbose_name=_("k bodu"),
    )
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="attachments", verbose_name=_("dokument")
    )
    version = models.ForeignKey(
        DocumentVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("příloha jednání")
        verbose_name_plural = _("přílohy jednání")
        ordering = ["point__position", "pk"]
        triggers = [
            frozen_with_approval("attachments_frozen_with_approval"),
            pgtrigger.Trigger(
                name="attachment_of_its_meeting",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=_OF_ITS_MEETING,
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "document"],
                name="document_attached_once",
                violation_error_message=_("Tento dokument už u jednání je."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.document)
