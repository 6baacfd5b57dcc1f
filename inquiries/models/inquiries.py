from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce, ExtractHour, ExtractIsoWeekDay
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models import Place, TargetGroup
from inquiries.models.choices import (
    AgeBand,
    ClosingReason,
    Direction,
    FirstTime,
    HelpLevel,
    Identity,
    InquiryKind,
    Language,
    LinkKind,
    NeedOutcome,
    OnBehalf,
    Sex,
    Urgency,
    WorkerRole,
)
from inquiries.models.code_lists import AnswerSource, Channel, HeardFrom, RiskFlag
from inquiries.models.offices import Office
from inquiries.states import ENDED, INQUIRY_MOVES, UNFINISHED, InquiryState, allowed_moves
from situations.models import LifeSituation

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sociopoint.models import User

LONGEST_MINUTES = 1440
DRAFT_IS_STALE = timedelta(hours=24)
DESK_TIME = ZoneInfo("Europe/Prague")


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Workers see their own office, coordinators the coded facts of all; nobody else sees that an inquiry exists."""
        from sociopoint.permissions import can_see_all_offices, can_work_at_desk

        if can_see_all_offices(user):
            return self
        if can_work_at_desk(user):
            return self.filter(office__workers=user.pk)
        return self.none()

    def unfinished(self) -> Self:
        return self.filter(state__in=UNFINISHED)

    def counted(self) -> Self:
        """What statistics count: neither drafts nor what was void."""
        return self.exclude(state__in=(InquiryState.DRAFT, InquiryState.VOID))


class Inquiry(models.Model):
    """One question or request, as coded facts without identity. Words stand in `Note`, a contact in `ContactCard`."""

    public_id = models.GeneratedField(
        expression=models.Func(models.F("id"), function="inquiry_public_id"),
        output_field=models.CharField(max_length=8),
        db_persist=True,
        unique=True,
        verbose_name=_("číslo dotazu"),
    )
    """`D-7K3M`: short enough to say, without letters that look alike. Made of the id by arithmetic (migration 0001), so that
    no two are equal, none is drawn twice, and neighbours do not show how many there are."""
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="inquiries", verbose_name=_("pracoviště"))
    state = models.CharField(_("stav"), max_length=20, choices=InquiryState, default=InquiryState.DRAFT)
    kind = models.CharField(_("co to bylo"), max_length=20, choices=InquiryKind, default=InquiryKind.QUESTION)
    is_crisis = models.BooleanField(_("krize"), default=False)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="+", verbose_name=_("způsob kontaktu"))
    direction = models.CharField(_("směr"), max_length=10, choices=Direction, default=Direction.INCOMING)
    received_at = models.DateTimeField(_("přišlo"), default=timezone.now)
    ended_at = models.DateTimeField(_("skončilo"), null=True, blank=True)
    minutes_direct = models.PositiveSmallIntegerField(
        _("minut s člověkem"), default=0, validators=[MaxValueValidator(LONGEST_MINUTES)]
    )
    minutes_indirect = models.PositiveSmallIntegerField(
        _("minut hledání a vyřizování"), default=0, validators=[MaxValueValidator(LONGEST_MINUTES)]
    )
    minutes_travel = models.PositiveSmallIntegerField(
        _("minut na cestě"), default=0, validators=[MaxValueValidator(LONGEST_MINUTES)]
    )
    timer_started_at = models.DateTimeField(_("hodiny běží od"), null=True, blank=True, editable=False)
    timer_seconds = models.PositiveIntegerField(_("naměřeno sekund"), default=0, editable=False)
    persons_present = models.PositiveSmallIntegerField(
        _("kolik lidí"), default=1, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    is_group = models.BooleanField(_("skupina"), default=False)
    on_behalf = models.CharField(_("za koho se ptá"), max_length=10, choices=OnBehalf, default=OnBehalf.UNKNOWN)
    identity = models.CharField(_("jak se ptá"), max_length=10, choices=Identity, default=Identity.ANONYMOUS)
    return_code_hash = models.CharField(_("otisk návratového kódu"), max_length=64, blank=True, editable=False)
    sex = models.CharField(_("pohlaví"), max_length=10, choices=Sex, default=Sex.UNKNOWN)
    age_band = models.CharField(_("věk"), max_length=10, choices=AgeBand, default=AgeBand.UNKNOWN)
    district = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("obvod nebo obec")
    )
    is_from_elsewhere = models.BooleanField(_("mimo město"), default=False)
    language = models.CharField(_("mluvíme"), max_length=10, choices=Language, default=Language.CZECH)
    interpreter = models.BooleanField(_("s tlumočníkem"), default=False)
    target_groups = models.ManyToManyField(TargetGroup, blank=True, related_name="+", verbose_name=_("cílové skupiny"))
    help_level = models.PositiveSmallIntegerField(_("jak jsme pomohli"), choices=HelpLevel, null=True, blank=True)
    answered_from = models.ManyToManyField(
        AnswerSource, blank=True, related_name="+", verbose_name=_("odkud jsme odpověděli")
    )
    urgency = models.CharField(_("naléhavost"), max_length=12, choices=Urgency, default=Urgency.ORDINARY)
    risk_flags = models.ManyToManyField(RiskFlag, blank=True, related_name="+", verbose_name=_("ohrožení"))
    first_time = models.CharField(_("poprvé"), max_length=10, choices=FirstTime, default=FirstTime.UNKNOWN)
    heard_from = models.ForeignKey(
        HeardFrom,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("odkud o nás ví"),
    )
    closing_reason = models.CharField(_("jak to skončilo"), max_length=24, choices=ClosingReason, blank=True)
    closed_at = models.DateTimeField(_("uzavřeno"), null=True, blank=True)
    waiting_until = models.DateField(_("čeká na člověka do"), null=True, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="inquiries",
        verbose_name=_("vyřizuje"),
    )
    is_complete = models.BooleanField(
        _("doplněno"), default=True, help_text=_("Rychlá čárka se doplňuje večer; statistika ji počítá hned.")
    )
    completed_at = models.DateTimeField(
        _("zápis hotový"), null=True, blank=True, editable=False, help_text=_("Poprvé uložený celý, u čárky doplněný.")
    )
    seconds_to_log = models.PositiveIntegerField(
        _("vteřin od otevření do uložení"), null=True, blank=True, editable=False, help_text=_("Bez přestávek.")
    )
    retention_from = models.DateTimeField(
        _("lhůta běží od"), null=True, blank=True, editable=False, help_text=_("Dědí ji navazující dotazy.")
    )
    shredded_at = models.DateTimeField(_("texty skartovány"), null=True, blank=True, editable=False)
    is_restricted = models.BooleanField(
        _("zpracování omezeno"), default=False, editable=False, help_text=_("Na žádost člověka se jen uchovává.")
    )
    submission = models.UUIDField(_("odeslání"), default=uuid.uuid4, unique=True, editable=False)
    """The form carries it, so that a form sent twice makes one record."""
    version = models.PositiveIntegerField(_("verze"), default=1, editable=False)
    """Raised by each save; a save that does not know the last one meets a page with both texts."""
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(_("zapsáno"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("změněno"), auto_now=True)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("dotaz")
        verbose_name_plural = _("dotazy")
        triggers = [
            pgtrigger.FSM(name="inquiry_moves", field="state", transitions=allowed_moves(INQUIRY_MOVES)),
        ]
        indexes = [
            models.Index(fields=["office", "-received_at", "-id"], name="inquiry_by_office_newest"),
            models.Index(fields=["-received_at", "-id"], name="inquiry_newest"),
            models.Index(
                fields=["assignee", "-received_at", "-id"],
                condition=models.Q(state__in=UNFINISHED),
                name="inquiry_unfinished_of_worker",
            ),
            models.Index(
                fields=["office", "state", "-received_at", "-id"],
                condition=models.Q(state__in=UNFINISHED),
                name="inquiry_unfinished",
            ),
            models.Index(
                fields=["office", "received_at", "id"],
                condition=models.Q(is_complete=False),
                name="inquiry_to_complete",
            ),
            models.Index(
                fields=["return_code_hash", "received_at", "id"],
                include=["office", "state"],
                condition=~models.Q(return_code_hash=""),
                name="inquiry_by_return_code",
            ),
            models.Index(
                fields=["received_at"],
                include=["return_code_hash", "office", "state"],
                condition=~models.Q(return_code_hash=""),
                name="inquiry_codes_by_day",
            ),
            models.Index(
                ExtractHour("received_at", tzinfo=DESK_TIME),
                models.F("received_at").desc(),
                models.F("id").desc(),
                name="inquiry_by_hour",
            ),
            models.Index(
                ExtractIsoWeekDay("received_at", tzinfo=DESK_TIME),
                models.F("received_at").desc(),
                models.F("id").desc(),
                name="inquiry_by_weekday",
            ),
            models.Index(
                Coalesce("retention_from", "changed_at"),
                condition=models.Q(shredded_at=None, state__in=ENDED),
                name="inquiry_by_clock",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=InquiryState.values), name="inquiry_has_a_known_state"),
            models.CheckConstraint(
                condition=models.Q(state=InquiryState.CLOSED, closed_at__isnull=False) & ~models.Q(closing_reason="")
                | ~models.Q(state=InquiryState.CLOSED) & models.Q(closed_at=None, closing_reason=""),
                name="inquiry_closed_with_time_and_reason",
                violation_error_message=_("Napište, jak dotaz skončil."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=(InquiryState.DRAFT, InquiryState.VOID, InquiryState.CLOSED))
                | models.Q(assignee__isnull=False)
                | models.Q(state=InquiryState.OPEN),
                name="inquiry_waits_under_somebody",
                violation_error_message=_("Vyberte, kdo dotaz vyřizuje."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state=InquiryState.WAITING_CLIENT) | models.Q(waiting_until__isnull=False),
                name="inquiry_waits_for_client_until_a_day",
                violation_error_message=_("Napište, do kdy na člověka čekáme."),
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(ended_at__gte=models.F("received_at")),
                name="inquiry_ends_after_it_begins",
                violation_error_message=_("Konec nesmí být před začátkem."),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    minutes_direct__lte=LONGEST_MINUTES,
                    minutes_indirect__lte=LONGEST_MINUTES,
                    minutes_travel__lte=LONGEST_MINUTES,
                ),
                name="inquiry_fits_in_a_day",
                violation_error_message=_("Jeden dotaz netrvá déle než den (1 440 minut)."),
            ),
            models.CheckConstraint(
                condition=models.Q(completed_at=None) | models.Q(is_complete=True),
                name="inquiry_completed_when_complete",
            ),
            models.CheckConstraint(
                condition=models.Q(persons_present__gte=1, persons_present__lte=500),
                name="inquiry_has_somebody",
                violation_error_message=_("Kolik lidí: napište číslo od 1 do 500."),
            ),
            models.CheckConstraint(
                condition=models.Q(district=None) | models.Q(is_from_elsewhere=False),
                name="inquiry_from_one_place",
                violation_error_message=_("Vyberte obvod, nebo „mimo město“, ne obojí."),
            ),
            models.CheckConstraint(
                condition=models.Q(help_level=None) | models.Q(help_level__in=HelpLevel.values),
                name="inquiry_has_a_known_help_level",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    def get_absolute_url(self) -> str:
        return reverse("inquiries:inquiry", args=[self.public_id])

    @property
    def is_draft(self) -> bool:
        return self.state == InquiryState.DRAFT

    @property
    def is_stale_draft(self) -> bool:
        """Begun over a day ago and still not saved."""
        return self.is_draft and timezone.now() - self.received_at > DRAFT_IS_STALE

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED


class InquiryWorker(models.Model):
    """Who worked on it; two workers count by the rule of the manual in force."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="workers")
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("jak"), max_length=10, choices=WorkerRole, default=WorkerRole.LED)

    class Meta:
        verbose_name = _("pracovník u dotazu")
        verbose_name_plural = _("pracovníci u dotazu")
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "worker"], name="inquiry_worker_once"),
            models.UniqueConstraint(
                fields=["inquiry"], condition=models.Q(role=WorkerRole.LED), name="inquiry_led_by_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inquiry_id} {self.worker_id}"


class InquiryNeed(models.Model):
    """A life situation the inquiry was about, the first of them the main one, each with its own outcome."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="needs")
    situation = models.ForeignKey(LifeSituation, on_delete=models.PROTECT, related_name="+", verbose_name=_("situace"))
    order = models.PositiveSmallIntegerField(_("pořadí"), default=0)
    outcome = models.CharField(_("jak dopadla"), max_length=10, choices=NeedOutcome, default=NeedOutcome.UNKNOWN)

    class Meta:
        verbose_name = _("potřeba")
        verbose_name_plural = _("potřeby")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "situation"], name="inquiry_need_once"),
            models.UniqueConstraint(
                fields=["inquiry", "order"],
                name="inquiry_need_order_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]
        indexes = [models.Index(fields=["situation", "inquiry"], name="inquiry_need_by_situation")]

    def __str__(self) -> str:
        return f"{self.inquiry_id} {self.situation_id}"


class InquiryLink(models.Model):
    """Two inquiries that belong together; undone by deleting the link, never by a merge."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="links")
    earlier = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="later_links")
    kind = models.CharField(_("jak souvisí"), max_length=20, choices=LinkKind)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Prázdné = SOCIOPOINT sám, podle návratového kódu."),
    )
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("souvislost")
        verbose_name_plural = _("souvislosti")
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "earlier"], name="inquiry_link_once"),
            models.CheckConstraint(
                condition=~models.Q(inquiry=models.F("earlier")),
                name="inquiry_link_of_two",
                violation_error_message=_("Dotaz nemůže souviset sám se sebou."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inquiry_id} {self.kind} {self.earlier_id}"
