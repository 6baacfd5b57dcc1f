"""An inquiry goes through a procedure of the network as a checklist. Only what is done is kept, nothing of whom it concerns."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inquiries.models.inquiries import Inquiry
from network.models import ProcedureStep, ProcedureVersion


class StepState(models.TextChoices):
    AVAILABLE = "available", _("čeká")
    IN_PROGRESS = "in_progress", _("dělá se")
    DONE = "done", _("hotovo")
    SKIPPED = "skipped", _("není třeba")


class ProcedureRun(models.Model):
    """The version stays the one it began with, whatever is approved meanwhile."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="procedure_runs")
    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="runs")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("průchod postupem")
        verbose_name_plural = _("průchody postupy")
        ordering = ["started_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry", "version"],
                condition=Q(ended_at=None),
                name="inquiry_goes_through_a_version_once_at_a_time",
                violation_error_message=_("Tímhle postupem už dotaz prochází."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("started_at")),
                name="procedure_run_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inquiry_id} {self.version_id}"


class ProcedureRunStep(models.Model):
    """Where one step is, and who moved it last; nobody until somebody did."""

    run = models.ForeignKey(ProcedureRun, on_delete=models.CASCADE, related_name="steps")
    step = models.ForeignKey(ProcedureStep, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=StepState, default=StepState.AVAILABLE)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("krok průchodu")
        verbose_name_plural = _("kroky průchodu")
        ordering = ["step__order"]
        constraints = [
            models.UniqueConstraint(fields=["run", "step"], name="procedure_run_has_a_step_once"),
            models.CheckConstraint(condition=Q(state__in=StepState.values), name="procedure_run_step_in_a_known_state"),
            models.CheckConstraint(
                condition=Q(changed_by=None, changed_at=None, state="available")
                | Q(changed_by__isnull=False, changed_at__isnull=False),
                name="procedure_run_step_moved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step_id} {self.state}"
