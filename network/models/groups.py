"""Working groups and who sits in them for whom. A seat is held for a range of days; nobody is deleted by leaving."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Self

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models import Organisation
from network.models.people import Person, Position
from sociopoint.history import with_history
from sociopoint.models import User
from sociopoint.permissions import can_see_network, can_see_whole_network


class GroupKind(models.TextChoices):
    WORKING = "working", _("pracovní skupina")
    MANAGEMENT = "management", _("manažerský tým")
    THEMATIC = "thematic", _("tematické setkání")
    MULTIDISCIPLINARY = "multidisciplinary", _("multidisciplinární tým")


class WorkingGroupQuerySet(models.QuerySet["WorkingGroup"]):
    def of(self, user: User) -> Self:
        """Groups where this person sits today, or where an organisation they work for has a seat."""
        return self.filter(pk__in=Mandate.objects.held_on(timezone.localdate()).speaking_for(user).values("group"))

    def visible_to(self, user: User) -> Self:
        """The city's desk knows of every group; a partner of their own and of those that are open to all."""
        if can_see_whole_network(user):
            return self
        if not can_see_network(user):
            return self.none()
        own = Mandate.objects.held_on(timezone.localdate()).speaking_for(user).values("group")
        return self.filter(Q(is_public=True) | Q(pk__in=own))


@with_history
class WorkingGroup(models.Model):
    """People of several organisations who meet over one thing, such as „Děti a rodina“ of the community plan."""

    name = models.CharField(_("název"), max_length=160)
    code = models.CharField(
        _("zkratka"), max_length=20, help_text=_("Stojí v číslech usnesení, třeba PS DaR: 12/2025-PS DaR.")
    )
    kind = models.CharField(_("druh"), max_length=20, choices=GroupKind, default=GroupKind.WORKING)
    purpose = models.TextField(_("k čemu je"), max_length=1000, blank=True)
    meeting_pattern = models.CharField(
        _("jak se schází"), max_length=160, blank=True, help_text=_("Třeba: třetí čtvrtek v měsíci v 9:00.")
    )
    since = models.DateField(_("od"), default=timezone.localdate)
    until = models.DateField(_("do"), null=True, blank=True, help_text=_("Prázdné znamená, že pracuje dál."))
    is_public = models.BooleanField(
        _("o skupině ví celá síť"),
        default=False,
        help_text=_("Kdo v ní není, uvidí název, členy a zápisy určené všem."),
    )

    objects = WorkingGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("skupina")
        verbose_name_plural = _("skupiny")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                name="group_code_once",
                violation_error_message=_("Tuto zkratku už má jiná skupina. Čísla usnesení by se pletla."),
            ),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name=""),
                name="group_has_name_and_code",
                violation_error_message=_("Napište název i zkratku skupiny."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="group_ends_after_it_begins",
                violation_error_message=_("Konec nemůže být dřív než začátek."),
            ),
            models.CheckConstraint(condition=Q(kind__in=GroupKind.values), name="group_of_a_known_kind"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("network:group", args=[self.pk])


class MandateRole(models.TextChoices):
    MANAGER = "manager", _("manažer/ka")
    CONTACT = "contact", _("kontaktní osoba")
    MEMBER = "member", _("člen/ka")
    GUEST = "guest", _("stálý host")


class MandateQuerySet(models.QuerySet["Mandate"]):
    def held_on(self, day: date) -> Self:
        """Who was what on that day."""
        return self.filter(held__contains=day)

    def seats(self) -> Self:
        """Without those who only stand in."""
        return self.filter(deputy_of=None)

    def still_there_on(self, day: date) -> Self:
        """Without those who left the organisation, though the group was not told: they had a position and have none."""
        theirs = Position.objects.filter(person=OuterRef("person"), organisation=OuterRef("organisation"))
        return self.filter(Exists(theirs.held_on(day)) | ~Exists(theirs))

    def speaking_for(self, user: User) -> Self:
        """Of this person, or of an organisation where the person works today."""
        works = Position.objects.held_on(timezone.localdate()).filter(person__user=user)
        return self.filter(Q(person__user=user) | Q(organisation__in=works.values("organisation")))


_SAME_SEAT = """
    IF NEW.deputy_of_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM network_mandate AS seat
        WHERE seat.id = NEW.deputy_of_id AND seat.deputy_of_id IS NULL
          AND seat.group_id = NEW.group_id AND seat.organisation_id = NEW.organisation_id
    ) THEN
        RAISE EXCEPTION 'mandate_deputy_of_a_seat_of_the_same_organisation' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


@with_history
class Mandate(models.Model):
    """A seat of an organisation in a group and who holds it, or who stands in for the holder (`deputy_of`).

    `held` keeps its end outside: who is followed on the 16th was a member up to the 15th.
    """

    group = models.ForeignKey(
        WorkingGroup, on_delete=models.PROTECT, related_name="mandates", verbose_name=_("skupina")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="mandates", verbose_name=_("za organizaci")
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates", verbose_name=_("kdo"))
    role = models.CharField(_("role"), max_length=10, choices=MandateRole, default=MandateRole.MEMBER)
    deputy_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="deputies", verbose_name=_("zastupuje")
    )
    is_advisory = models.BooleanField(_("jen poradní hlas"), default=False)
    held = DateRangeField(_("od–do"))
    end_reason = models.CharField(_("proč skončil/a"), max_length=160, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandát")
        verbose_name_plural = _("mandáty")
        ordering = ["organisation__name", "pk"]
        constraints = [
            ExclusionConstraint(
                name="mandate_one_holder_per_seat_at_a_time",
                expressions=[
                    ("group", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("held", RangeOperators.OVERLAPS),
                ],
                condition=Q(deputy_of=None),
                violation_error_message=_("Tuto roli už za organizaci v daném období někdo zastává."),
            ),
            ExclusionConstraint(
                name="mandate_one_deputy_at_a_time",
                expressions=[("deputy_of", RangeOperators.EQUAL), ("held", RangeOperators.OVERLAPS)],
                condition=Q(deputy_of__isnull=False),
                violation_error_message=_("Zástupce už v daném období je určený."),
            ),
            models.CheckConstraint(
                condition=Q(held__isempty=False, held__startswith__isnull=False),
                name="mandate_begins_and_lasts",
                violation_error_message=_("Napište, od kdy mandát platí. Konec nemůže být dřív než začátek."),
            ),
            models.CheckConstraint(condition=Q(role__in=MandateRole.values), name="mandate_in_a_known_role"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="mandate_deputy_of_same_seat",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=_SAME_SEAT,
            )
        ]
        indexes = [models.Index(fields=["person"], name="mandate_of_person")]

    def __str__(self) -> str:
        return f"{self.person}, {self.organisation}"

    @property
    def votes(self) -> bool:
        """A guest never does; a member unless the seat only advises."""
        return not self.is_advisory and self.role != MandateRole.GUEST

    @property
    def since(self) -> date:
        """The first day."""
        first: date | None = self.held.lower if self.held else None
        if first is None:
            raise ValueError("a mandate always begins")
        return first

    @property
    def last_day(self) -> date | None:
        """None while it goes on."""
        end = self.held.upper if self.held else None
        return None if end is None else end - timedelta(days=1)
