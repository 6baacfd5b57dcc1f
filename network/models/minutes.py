"""Minutes as lines: what was said, and what changes once they are approved. The table keeps what each kind of line must have."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models import Organisation
from network.models.groups import MandateRole, WorkingGroup
from network.models.indicators import ManualState, ManualVersion
from network.models.meetings import AgendaItem, Attendance, Bare, Meeting, frozen_with_approval
from network.models.people import Person
from network.models.procedures import ProcedureVersion
from network.models.tasks import Task
from situations.models import LifeSituation


class LineKind(models.TextChoices):
    INFORMATION = "information", _("Informace")
    DOES_NOT_DO = "does_not_do", _("Nedělá")
    TASK = "task", _("Úkol")
    TASK_MOVED = "task_moved", _("Úkol přesunut")
    RESOLUTION = "resolution", _("Usnesení")
    MEMBER_CHANGE = "member_change", _("Změna člena")
    DEPUTY_CHANGE = "deputy_change", _("Změna zástupce")
    PROCEDURE = "procedure", _("Postup schválen")
    MANUAL = "manual", _("Verze manuálu")
    EVENT = "event", _("Akce")
    NEXT_MEETING = "next_meeting", _("Příští jednání")


CHANGES_DATA = frozenset(LineKind) - {LineKind.INFORMATION}
"""Kinds that do something on approval; they lie on sand."""
_SAYS_SOMETHING = (
    LineKind.INFORMATION,
    LineKind.DOES_NOT_DO,
    LineKind.TASK,
    LineKind.RESOLUTION,
    LineKind.EVENT,
)
_CHANGES_SEAT = (LineKind.MEMBER_CHANGE, LineKind.DEPUTY_CHANGE)


class MinuteLine(models.Model):
    """One line under a point. Which columns it fills follows from its kind."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="lines")
    point = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="lines", verbose_name=_("bod"))
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("druh"), max_length=16, choices=LineKind)
    text = models.CharField(_("věta"), max_length=600, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organizace")
    )
    situation = models.ForeignKey(
        LifeSituation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("situace")
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kdo")
    )
    role = models.CharField(_("role"), max_length=10, choices=MandateRole, blank=True)
    task = models.ForeignKey(
        Task, on_delete=models.PROTECT, null=True, blank=True, related_name="lines", verbose_name=_("úkol")
    )
    procedure_version = models.ForeignKey(
        ProcedureVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("postup")
    )
    manual_version = models.ForeignKey(
        ManualVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("manuál")
    )
    manual_state = models.CharField(_("jak manuál platí"), max_length=10, choices=ManualState, blank=True)
    due = models.DateField(_("do kdy"), null=True, blank=True)
    starts_on = models.DateField(_("od"), null=True, blank=True)
    ends_on = models.DateField(_("do"), null=True, blank=True)
    starts_at = models.DateTimeField(_("kdy"), null=True, blank=True)
    place = models.CharField(_("kde"), max_length=200, blank=True)
    call_first = models.BooleanField(_("předem zavolat"), default=False)
    votes = models.CharField(_("jak se hlasovalo"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("řádek zápisu")
        verbose_name_plural = _("řádky zápisu")
        ordering = ["point__position", "point_id", "position", "pk"]
        triggers = [frozen_with_approval("minutes_frozen_with_approval")]
        indexes = [GinIndex(OpClass(Bare("text"), name="gin_trgm_ops"), name="minute_line_by_words")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=LineKind.values), name="line_of_a_known_kind"),
            models.CheckConstraint(
                condition=~Q(kind__in=_SAYS_SOMETHING) | ~Q(text=""),
                name="line_says_something",
                violation_error_message=_("Napište větu."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=LineKind.DOES_NOT_DO) | Q(organisation__isnull=False),
                name="line_says_who_does_not",
                violation_error_message=_("Vyberte organizaci, která to nedělá."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=LineKind.TASK)
                | Q(due__isnull=False) & (Q(person__isnull=False) | Q(organisation__isnull=False)),
                name="line_task_has_owner_and_day",
                violation_error_message=_("U úkolu vyberte, kdo ho má, a do kdy."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=LineKind.TASK_MOVED) | Q(task__isnull=False),
                name="line_moves_a_task",
                violation_error_message=_("Vyberte, který úkol se přesouvá."),
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=_CHANGES_SEAT) | Q(organisation__isnull=False, starts_on__isnull=False),
                name="line_changes_a_seat_from_a_day",
                violation_error_message=_("Vyberte organizaci a den, od kterého změna platí."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=LineKind.MEMBER_CHANGE) | ~Q(role=""),
                name="line_changes_a_role",
                violation_error_message=_("Vyberte roli."),
            ),
            models.CheckConstraint(
                condition=Q(kind=LineKind.PROCEDURE, procedure_version__isnull=False)
                | ~Q(kind=LineKind.PROCEDURE) & Q(procedure_version=None),
                name="line_approves_a_procedure",
                violation_error_message=_("Vyberte, který postup skupina schválila."),
            ),
            models.CheckConstraint(
                condition=Q(
                    kind=LineKind.MANUAL,
                    manual_version__isnull=False,
                    manual_state__in=[ManualState.PILOT, ManualState.VALID],
                    starts_on__isnull=False,
                )
                | ~Q(kind=LineKind.MANUAL) & Q(manual_version=None, manual_state=""),
                name="line_issues_a_manual_from_a_day",
                violation_error_message=_("Vyberte verzi manuálu, jak platí a od kdy."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=LineKind.EVENT) | Q(starts_on__isnull=False),
                name="line_event_has_a_day",
                violation_error_message=_("Napište, kdy akce bude."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=LineKind.NEXT_MEETING) | Q(starts_at__isnull=False),
                name="line_next_meeting_has_a_time",
                violation_error_message=_("Napište, kdy bude příští jednání."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on__isnull=False, ends_on__gte=F("starts_on")),
                name="line_ends_after_it_begins",
                violation_error_message=_("Konec nemůže být dřív než začátek."),
            ),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(kind=LineKind.NEXT_MEETING),
                name="line_one_next_meeting",
                violation_error_message=_("Příští jednání už v zápisu je. Upravte ten řádek."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "task"],
                condition=Q(kind=LineKind.TASK_MOVED),
                name="line_moves_a_task_once",
                violation_error_message=_("Tento úkol už v zápisu přesouváte."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "procedure_version"],
                name="line_approves_a_procedure_once",
                violation_error_message=_("Tento postup už v zápisu schvalujete."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "manual_version"],
                name="line_issues_a_manual_once",
                violation_error_message=_("Tuto verzi manuálu už v zápisu máte."),
            ),
        ]

    def __str__(self) -> str:
        return self.text or str(self.get_kind_display())


class Resolution(models.Model):
    """`12/2025-PS DaR`, numbered at approval in the order of the minutes; nobody changes it any more."""

    group = models.ForeignKey(WorkingGroup, on_delete=models.PROTECT, related_name="resolutions")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    label = models.CharField(_("číslo"), max_length=40, unique=True)
    text = models.CharField(_("usnesení"), max_length=600)
    line = models.OneToOneField(MinuteLine, on_delete=models.PROTECT, related_name="resolution")

    class Meta:
        verbose_name = _("usnesení")
        verbose_name_plural = _("usnesení")
        ordering = ["-year", "-number"]
        triggers = [
            pgtrigger.Protect(name="resolution_stays", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
        constraints = [
            models.UniqueConstraint(fields=["group", "year", "number"], name="resolution_numbered_once"),
        ]

    def __str__(self) -> str:
        return self.label


class MinuteComment(models.Model):
    """What a member says about the minutes before they are approved, and what was done about it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="comments")
    point = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="comments", verbose_name=_("k bodu"))
    text = models.TextField(_("připomínka"), max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    seat = models.ForeignKey(Attendance, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Whose link from a letter it was written by, without an account."""
    written_at = models.DateTimeField(default=timezone.now)
    reply = models.TextField(_("jak jsme s ní naložili"), max_length=1000, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("připomínka k zápisu")
        verbose_name_plural = _("připomínky k zápisu")
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="comment_says_something", violation_error_message=_("Napište připomínku.")
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=False, seat=None) | Q(by=None, seat__isnull=False),
                name="comment_by_an_account_or_a_link",
            ),
            models.CheckConstraint(
                condition=Q(reply="", replied_by=None) | ~Q(reply="") & Q(replied_by__isnull=False),
                name="comment_replied_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {timezone.localtime(self.written_at):%Y-%m-%d}"

    @property
    def who(self) -> str:
        """No query when the seat came with its mandate."""
        return str(self.by or self.seat)
