"""A meeting from its invitation to approved minutes: agenda, who came, and lines that change data once approved."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.meeting_states import WRITTEN, MeetingState, allowed_meeting_moves
from network.models.groups import Mandate, MandateRole, WorkingGroup
from sociopoint.models import User
from sociopoint.permissions import can_see_network, can_see_whole_network


class Bare(Func):
    """Lower case without Czech accents, as `catalogue.words.plain` writes it. Immutable, so an index may hold it."""

    function = "translate"

    def __init__(self, words: str) -> None:
        accented, bare = Value("áčďéěíňóřšťúůýž"), Value("acdeeinorstuuyz")
        super().__init__(Lower(words), accented, bare, output_field=TextField())


class Publication(models.TextChoices):
    """Who reads the minutes once they are approved; until then the members do."""

    ALL = "all", _("všichni v síti")
    MEMBERS = "members", _("jen členové skupiny")
    NOBODY = "nobody", _("nikdo, jen kdo zápis vede")


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: User) -> Self:
        """All for the city's desk; a partner sees those of own groups, and others once their minutes are for all."""
        if can_see_whole_network(user):
            return self
        if not can_see_network(user):
            return self.none()
        return self.filter(known_to(groups_of(user)))

    def ahead(self, today: date) -> Self:
        return self.filter(starts_at__date__gte=today).exclude(state=MeetingState.CANCELLED)


def known_to(own: Any) -> Q:
    """Meetings somebody of the groups `own` may know of: theirs, and others once their minutes are for all."""
    for_all = Q(group__is_public=True, state=MeetingState.APPROVED, publication=Publication.ALL)
    return Q(group__in=own) | for_all


def minutes_read_by(own: Any, run: Any) -> Q:
    """`meeting_page.may_read_minutes` of many at once: of somebody of the groups `own` (None: who knows of every meeting), who
    runs those of `run`."""
    for_readers = Q(state=MeetingState.COMMENTS) | Q(state=MeetingState.APPROVED) & ~Q(publication=Publication.NOBODY)
    known = for_readers if own is None else known_to(own) & for_readers
    return known | Q(group__in=run, state__in=WRITTEN)


class Meeting(models.Model):
    """Numbered within its group and year: 1/2025."""

    group = models.ForeignKey(
        WorkingGroup, on_delete=models.PROTECT, related_name="meetings", verbose_name=_("skupina")
    )
    year = models.PositiveSmallIntegerField(_("rok"))
    number = models.PositiveSmallIntegerField(_("číslo"))
    title = models.CharField(_("o čem"), max_length=160, blank=True)
    starts_at = models.DateTimeField(_("začátek"))
    ends_at = models.DateTimeField(_("konec"), null=True, blank=True)
    place = models.CharField(_("kde"), max_length=200, blank=True)
    online_link = models.URLField(_("odkaz pro připojení"), blank=True)
    state = models.CharField(_("stav"), max_length=10, choices=MeetingState, default=MeetingState.PREPARING)
    publication = models.CharField(
        _("kdo zápis uvidí"), max_length=10, choices=Publication, default=Publication.MEMBERS
    )
    comments_until = models.DateField(_("připomínky do"), null=True, blank=True)
    reminds = models.BooleanField(_("připomenout, kdo neodpověděl"), default=True)
    invitation_version = models.PositiveSmallIntegerField(default=0, editable=False)
    """Raised when the day, the hour or the place change after calling: calendars then move the meeting."""
    minutes_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("zapisuje"),
    )
    approved_at = models.DateTimeField(_("schváleno"), null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    previous = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="following", editable=False
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("jednání")
        verbose_name_plural = _("jednání")
        ordering = ["-starts_at", "-pk"]
        triggers = [pgtrigger.FSM(name="meeting_moves", field="state", transitions=allowed_meeting_moves())]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "year", "number"],
                name="meeting_number_once_in_a_year",
                violation_error_message=_("Jednání s tímto číslem už skupina v tom roce má."),
            ),
            models.CheckConstraint(condition=Q(state__in=MeetingState.values), name="meeting_in_a_known_state"),
            models.CheckConstraint(condition=Q(publication__in=Publication.values), name="meeting_for_known_readers"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_it_begins",
                violation_error_message=_("Konec musí být po začátku."),
            ),
            models.CheckConstraint(
                condition=Q(state=MeetingState.APPROVED, approved_at__isnull=False, approved_by__isnull=False)
                | ~Q(state=MeetingState.APPROVED) & Q(approved_at=None, approved_by=None),
                name="meeting_approved_when_and_by_whom",
            ),
        ]
        indexes = [
            models.Index(fields=["-starts_at", "-id"], name="meeting_newest"),
            models.Index(fields=["group", "-starts_at"], name="meeting_of_group_newest"),
            GinIndex(OpClass(Bare("title"), name="gin_trgm_ops"), name="meeting_by_words"),
            GinIndex(OpClass(Bare("place"), name="gin_trgm_ops"), name="meeting_by_place"),
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("network:meeting", args=[self.pk])

    @property
    def label(self) -> str:
        """`1/2025`."""
        return f"{self.number}/{self.year}"

    @property
    def day(self) -> date:
        return timezone.localdate(self.starts_at)


class ItemSource(models.TextChoices):
    """How a point came to the agenda."""

    WRITTEN = "written", _("program")
    PROPOSED = "proposed", _("návrh z řad členů")
    TASKS = "tasks", _("úkoly z minula")
    GAPS = "gaps", _("nenaplněné potřeby")
    CALLED_OFF = "called_off", _("ze zrušeného jednání")


class PointKind(models.TextChoices):
    """What the group is asked to do with a point; people read it before they decide whether to come."""

    ANY = "", _("neurčeno")
    INFORMATION = "information", _("informace")
    DISCUSSION = "discussion", _("projednání")
    DECISION = "decision", _("rozhodnutí")
    TASKS = "tasks", _("úkoly z minula")
    OTHER = "other", _("různé")


class ItemState(models.TextChoices):
    PROPOSED = "proposed", _("navrženo")
    ACCEPTED = "accepted", _("v programu")
    REFUSED = "refused", _("nezařazeno")


_FROZEN = """
    IF EXISTS (SELECT FROM network_meeting WHERE id = COALESCE(NEW.meeting_id, OLD.meeting_id) AND state = 'approved') THEN
        RAISE EXCEPTION 'approved_minutes_do_not_change' USING ERRCODE = 'check_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""


def frozen_with_approval(name: str) -> pgtrigger.Trigger:
    """Rows with `meeting_id` that nobody touches once the minutes are approved."""
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        func=_FROZEN,
    )


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def read_by(self, user: User) -> Self:
        """Of meetings this person may know of: all but what is only for members of a group of others."""
        if can_see_whole_network(user):
            return self
        return self.filter(Q(members_only=False) | Q(meeting__group__in=groups_of(user)))


def groups_of(user: User) -> models.QuerySet[Mandate, Any]:
    """In which this person, or an organisation they work for, has a seat today."""
    return Mandate.objects.held_on(timezone.localdate()).speaking_for(user).values("group")


def groups_run_by(user: User) -> models.QuerySet[Mandate, Any]:
    """Whose manager or contact person this person is today."""
    held = Mandate.objects.held_on(timezone.localdate())
    return held.filter(person__user=user, role__in=[MandateRole.MANAGER, MandateRole.CONTACT]).values("group")


class AgendaItem(models.Model):
    """A point: proposed or written before the meeting, minuted during it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items", verbose_name=_("jednání"))
    position = models.PositiveSmallIntegerField(_("pořadí"), default=0)
    title = models.CharField(_("bod"), max_length=200)
    kind = models.CharField(_("k čemu bod je"), max_length=12, choices=PointKind, blank=True, default=PointKind.ANY)
    presenter = models.CharField(_("kdo ho uvede"), max_length=160, blank=True)
    why = models.TextField(_("proč"), max_length=1000, blank=True)
    source = models.CharField(max_length=10, choices=ItemSource, default=ItemSource.WRITTEN)
    state = models.CharField(_("stav"), max_length=10, choices=ItemState, default=ItemState.ACCEPTED)
    members_only = models.BooleanField(_("jen pro členy skupiny"), default=False)
    """Stays inside even when the minutes are for the whole network."""
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("bod jednání")
        verbose_name_plural = _("body jednání")
        ordering = ["position", "pk"]
        triggers = [frozen_with_approval("agenda_frozen_with_approval")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""),
                name="agenda_item_says_what",
                violation_error_message=_("Napište, o čem bod je."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=ItemState.values, source__in=ItemSource.values),
                name="agenda_item_in_a_known_state",
            ),
            models.CheckConstraint(condition=Q(kind__in=PointKind.values), name="agenda_item_of_a_known_kind"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(source=ItemSource.TASKS), name="agenda_tasks_come_in_once"
            ),
        ]
        indexes = [
            GinIndex(OpClass(Bare("title"), name="gin_trgm_ops"), name="agenda_item_by_words"),
            GinIndex(OpClass(Bare("why"), name="gin_trgm_ops"), name="agenda_item_by_reason"),
        ]

    def __str__(self) -> str:
        return self.title


class Answer(models.TextChoices):
    """To the invitation."""

    NONE = "", _("zatím neodpověděl/a")
    COMING = "coming", _("přijde")
    REMOTE = "remote", _("připojí se na dálku")
    EXCUSED = "excused", _("omlouvá se")
    DEPUTY = "deputy", _("pošle zástup")


class Presence(models.TextChoices):
    """At the meeting. Represented is only who had somebody there."""

    NONE = "", _("nezapsáno")
    PRESENT = "present", _("přítomen/na")
    REMOTE = "remote", _("na dálku")
    EXCUSED = "excused", _("omluveno")
    ABSENT = "absent", _("nepřítomen/na")
    REPRESENTED = "represented", _("zastoupeno")


THERE = (Presence.PRESENT, Presence.REMOTE, Presence.REPRESENTED)
"""Somebody of theirs took part."""


class Attendance(models.Model):
    """One invited seat, or a guest by name: what they answered and whether they came."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, blank=True, related_name="attendance")
    guest_name = models.CharField(_("host"), max_length=160, blank=True)
    answer = models.CharField(_("odpověď"), max_length=10, choices=Answer, blank=True, default=Answer.NONE)
    answered_at = models.DateTimeField(null=True, blank=True)
    invited_on = models.DateField(null=True, blank=True, editable=False)
    reminded_on = models.DateField(null=True, blank=True, editable=False)
    """The one letter to who has not answered (`network.meeting_reminders`)."""
    presence = models.CharField(_("účast"), max_length=12, choices=Presence, blank=True, default=Presence.NONE)
    represented_by = models.CharField(_("kdo zastupuje"), max_length=160, blank=True)
    arrived_at = models.TimeField(_("přišel/přišla až v"), null=True, blank=True)
    left_at = models.TimeField(_("odešel/odešla už v"), null=True, blank=True)
    """Both empty: there the whole time. Whoever reads a vote then knows who was in the room."""

    class Meta:
        verbose_name = _("účast")
        verbose_name_plural = _("účast")
        ordering = ["mandate__organisation__name", "guest_name", "pk"]
        triggers = [frozen_with_approval("attendance_frozen_with_approval")]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "mandate"],
                condition=Q(mandate__isnull=False),
                name="attendance_once_for_a_mandate",
                violation_error_message=_("Tento člen už na prezenci je."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "guest_name"],
                condition=Q(mandate=None),
                name="attendance_once_for_a_guest",
                violation_error_message=_("Tento host už na prezenci je."),
            ),
            models.CheckConstraint(
                condition=Q(mandate__isnull=False, guest_name="") | Q(mandate=None) & ~Q(guest_name=""),
                name="attendance_of_a_seat_or_a_guest",
                violation_error_message=_("Napište jméno hosta."),
            ),
            models.CheckConstraint(
                condition=~(Q(presence=Presence.REPRESENTED) | Q(answer=Answer.DEPUTY)) | ~Q(represented_by=""),
                name="attendance_represented_by_somebody",
                violation_error_message=_("Napište, kdo člena zastupuje."),
            ),
            models.CheckConstraint(
                condition=Q(presence__in=Presence.values, answer__in=Answer.values), name="attendance_known"
            ),
            models.CheckConstraint(
                condition=Q(arrived_at=None, left_at=None) | Q(presence__in=THERE),
                name="attendance_hours_of_who_was_there",
                violation_error_message=_("Časy zapište jen u toho, kdo na jednání byl."),
            ),
            models.CheckConstraint(
                condition=Q(arrived_at=None) | Q(left_at=None) | Q(left_at__gt=F("arrived_at")),
                name="attendance_left_after_arriving",
                violation_error_message=_("Odchod musí být po příchodu."),
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__isnull=False),
                name="attendance_answered_when",
            ),
        ]

    def __str__(self) -> str:
        return self.guest_name or str(self.mandate)

    @property
    def is_seat_that_day(self) -> bool:
        """Whether the seat is still held on the day of the meeting; whoever left before it is neither asked nor told."""
        return self.mandate is not None and self.meeting.day in self.mandate.held
