"""What somebody promised, by when, and how it went; a task put off keeps where it was put off from."""

from __future__ import annotations

from datetime import date
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models import Organisation
from network.meeting_states import TaskState, allowed_task_moves
from network.models.groups import Mandate, WorkingGroup
from network.models.meetings import Meeting
from network.models.people import Person, Position
from sociopoint.history import with_history
from sociopoint.models import User
from sociopoint.permissions import can_see_network, can_see_whole_network


class TaskQuerySet(models.QuerySet["Task"]):
    def open(self) -> Self:
        return self.filter(state=TaskState.OPEN)

    def late(self, today: date) -> Self:
        return self.open().filter(due__lt=today)

    def owned_by(self, user: User) -> Self:
        """Mine: given to me by name, or to an organisation I work for and to nobody there by name."""
        works = Position.objects.held_on(timezone.localdate()).filter(person__user=user)
        ours = Q(owner=None, owner_organisation__in=works.values("organisation"))
        return self.filter(Q(owner__user=user) | ours)

    def visible_to(self, user: User) -> Self:
        """All for the city's desk; a partner sees those of own groups and own."""
        if can_see_whole_network(user):
            return self
        if not can_see_network(user):
            return self.none()
        today = timezone.localdate()
        works = Position.objects.held_on(today).filter(person__user=user)
        groups = Mandate.objects.held_on(today).speaking_for(user).values("group")
        return self.filter(
            Q(group__in=groups) | Q(owner__user=user) | Q(owner_organisation__in=works.values("organisation"))
        )


@with_history
class Task(models.Model):
    """Of a group, mostly given in a meeting (`line` of the minutes says which)."""

    group = models.ForeignKey(WorkingGroup, on_delete=models.PROTECT, related_name="tasks", verbose_name=_("skupina"))
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name=_("z jednání")
    )
    text = models.CharField(_("co se má udělat"), max_length=400)
    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name=_("kdo")
    )
    owner_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organizace")
    )
    given_on = models.DateField(_("uloženo"), default=timezone.localdate)
    due = models.DateField(_("do kdy"))
    state = models.CharField(_("stav"), max_length=10, choices=TaskState, default=TaskState.OPEN)
    evidence = models.TextField(
        _("jak je to doložené"), max_length=1000, blank=True, help_text=_("Odkaz, číslo dokumentu, co se stalo.")
    )
    ended_at = models.DateTimeField(_("skončil"), null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("úkol")
        verbose_name_plural = _("úkoly")
        ordering = ["due", "pk"]
        triggers = [pgtrigger.FSM(name="task_moves", field="state", transitions=allowed_task_moves())]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | Q(owner_organisation__isnull=False),
                name="task_has_an_owner",
                violation_error_message=_("Vyberte, kdo úkol má: člověka, nebo organizaci."),
            ),
            models.CheckConstraint(
                condition=~Q(text=""), name="task_says_what", violation_error_message=_("Napište, co se má udělat.")
            ),
            models.CheckConstraint(condition=Q(state__in=TaskState.values), name="task_in_a_known_state"),
            models.CheckConstraint(
                condition=Q(state=TaskState.OPEN, ended_at=None) | ~Q(state=TaskState.OPEN) & Q(ended_at__isnull=False),
                name="task_ended_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=TaskState.DONE) | ~Q(evidence=""),
                name="task_done_with_evidence",
                violation_error_message=_("Napište, jak je splnění doložené."),
            ),
        ]
        indexes = [
            models.Index(fields=["due", "id"], condition=Q(state=TaskState.OPEN), name="task_open_by_due"),
            models.Index(fields=["group", "due"], name="task_of_group"),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("network:task", args=[self.pk])

    @property
    def who(self) -> str:
        """`Jana Malá, SAS Vesnička soužití`."""
        return ", ".join(str(one) for one in (self.owner, self.owner_organisation) if one)


class TaskMove(models.Model):
    """The day was put off, in a meeting or outside one."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="moves")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    before = models.DateField()
    after = models.DateField()
    reason = models.CharField(_("proč"), max_length=300, blank=True)
    moved_on = models.DateField(default=timezone.localdate)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("přesun úkolu")
        verbose_name_plural = _("přesuny úkolů")
        ordering = ["moved_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(after__gt=models.F("before")),
                name="task_moved_to_a_later_day",
                violation_error_message=_("Nový termín musí být později než dosavadní."),
            )
        ]
        triggers = [pgtrigger.Protect(name="task_move_stays", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.task_id} {self.after}"


class TaskReminder(models.Model):
    """A letter about a due day was sent: one for each day it was due and kind, however often the task runs."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="reminders")
    due = models.DateField()
    kind = models.CharField(max_length=10)
    sent_on = models.DateField(default=timezone.localdate)

    class Meta:
        verbose_name = _("připomínka úkolu")
        verbose_name_plural = _("připomínky úkolů")
        constraints = [
            models.UniqueConstraint(fields=["task", "due", "kind"], name="task_reminded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.kind}"
