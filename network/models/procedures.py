"""How an agreed procedure goes, step by step: one source for the text, the checklist, the diagram and the paper."""

from __future__ import annotations

from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models import Organisation, OrganisationKind
from situations.models import LifeSituation
from sociopoint.history import with_history


class Audience(models.TextChoices):
    WORKERS = "workers", _("pracovníci v síti")
    PUBLIC = "public", _("veřejnost")
    BOTH = "both", _("obojí")


class VersionState(models.TextChoices):
    DRAFT = "draft", _("rozepsaná")
    COMMENTS = "comments", _("k připomínkám")
    VALID = "valid", _("platná")
    REPLACED = "replaced", _("nahrazená")
    CANCELLED = "cancelled", _("zrušená")


OPEN_STATES = (VersionState.DRAFT, VersionState.COMMENTS)
"""In these a version may still change."""


class DueUnit(models.TextChoices):
    """How long a step may take; at once has no number."""

    AT_ONCE = "at_once", _("ihned")
    MINUTES = "minutes", _("minut")
    HOURS = "hours", _("hodin")
    WORKING_DAYS = "working_days", _("pracovních dnů")
    DAYS = "days", _("dnů")
    WEEKS = "weeks", _("týdnů")


class DueFrom(models.TextChoices):
    TRIGGER = "trigger", _("od začátku")
    PREVIOUS = "previous", _("od předchozího kroku")


@with_history
class Procedure(models.Model):
    """What the procedure is for; what is done stands in its versions."""

    slug = models.SlugField(_("označení v adrese"), max_length=60, unique=True)
    title = models.CharField(_("název"), max_length=160)
    situation = models.ForeignKey(
        LifeSituation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="procedures",
        verbose_name=_("životní situace"),
    )
    trigger = models.CharField(_("kdy se použije"), max_length=300)
    goal = models.CharField(_("k čemu má dojít"), max_length=300, blank=True)
    audience = models.CharField(_("pro koho je"), max_length=10, choices=Audience, default=Audience.WORKERS)
    owner = models.CharField(_("kdo se o něj stará"), max_length=160, blank=True)
    risk_flags = ArrayField(
        models.CharField(max_length=40),
        verbose_name=_("ohrožení, u kterých ho pult nabídne"),
        default=list,
        blank=True,
        help_text=_("Kódy z číselníku pultu."),
    )
    is_example = models.BooleanField(_("jen příklad"), default=False, editable=False)

    class Meta:
        verbose_name = _("postup")
        verbose_name_plural = _("postupy")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("network:procedure", args=[self.slug])


class ProcedureVersionQuerySet(models.QuerySet["ProcedureVersion"]):
    def valid(self) -> Self:
        return self.filter(state=VersionState.VALID)


@with_history
class ProcedureVersion(models.Model):
    """At most one is being written and at most one is valid; the others stay to be read."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("verze"))
    state = models.CharField(_("stav"), max_length=10, choices=VersionState, default=VersionState.DRAFT)
    change_note = models.CharField(_("co se změnilo"), max_length=300, blank=True)
    comments_until = models.DateField(_("připomínky do"), null=True, blank=True)
    approved_on = models.DateField(_("schváleno dne"), null=True, blank=True)
    approved_by = models.CharField(_("kdo schválil"), max_length=160, blank=True)
    valid_until = models.DateField(_("platila do"), null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = ProcedureVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("verze postupu")
        verbose_name_plural = _("verze postupů")
        ordering = ["procedure", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="procedure_version_numbered_once"),
            models.UniqueConstraint(
                fields=["procedure"],
                condition=Q(state="valid"),
                name="procedure_has_one_valid_version",
                violation_error_message=_("Postup už jednu platnou verzi má."),
            ),
            models.UniqueConstraint(
                fields=["procedure"],
                condition=Q(state__in=["draft", "comments"]),
                name="procedure_has_one_version_in_writing",
                violation_error_message=_("Nová verze už se píše."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=VersionState.values), name="procedure_version_in_a_known_state"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["valid", "replaced"]) | (Q(approved_on__isnull=False) & ~Q(approved_by="")),
                name="procedure_version_approved_when_and_by_whom",
                violation_error_message=_("Napište, kdy a kdo postup schválil."),
            ),
            models.CheckConstraint(
                condition=~Q(state="comments") | Q(comments_until__isnull=False),
                name="procedure_comments_have_a_last_day",
                violation_error_message=_("Napište, do kdy se čeká na připomínky."),
            ),
        ]

    def __str__(self) -> str:
        return _("%(title)s, verze %(number)d") % {"title": self.procedure.title, "number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("network:procedure-version", args=[self.procedure.slug, self.number])

    @property
    def may_change(self) -> bool:
        return self.state in OPEN_STATES


@with_history
class ProcedureStep(models.Model):
    """Who does what, by when, and what then. A step with `parent` lies in a branch that is taken `when` something holds."""

    version = models.ForeignKey(ProcedureVersion, on_delete=models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField(_("pořadí"))
    parent = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="branch",
        verbose_name=_("větev po kroku"),
    )
    when = models.CharField(_("jen když"), max_length=160, blank=True, help_text=_("Podmínka větve."))
    role = models.CharField(_("kdo (role)"), max_length=120, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organizace")
    )
    organisation_kind = models.CharField(_("druh organizací"), max_length=20, choices=OrganisationKind, blank=True)
    what = models.CharField(_("co udělá"), max_length=240)
    due = models.PositiveSmallIntegerField(_("do kdy"), null=True, blank=True)
    due_unit = models.CharField(_("jednotka"), max_length=14, choices=DueUnit, blank=True)
    due_from = models.CharField(_("od čeho"), max_length=10, choices=DueFrom, default=DueFrom.PREVIOUS)
    conditions = models.CharField(_("za jakých podmínek"), max_length=300, blank=True)
    output = models.CharField(_("co z toho vzejde"), max_length=240, blank=True)
    hands_to = models.CharField(_("komu to předá"), max_length=160, blank=True)
    if_not = models.CharField(_("když to nejde"), max_length=300, blank=True)
    legal_basis = models.CharField(_("podle čeho"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("krok postupu")
        verbose_name_plural = _("kroky postupu")
        ordering = ["version", "order"]
        triggers = [
            pgtrigger.Trigger(
                name="steps_of_an_approved_version_stay",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                declare=[("held", "text")],
                func=pgtrigger.Func(
                    """
                    SELECT v.state INTO held FROM network_procedureversion v
                    WHERE v.id = CASE WHEN TG_OP = 'DELETE' THEN OLD.version_id ELSE NEW.version_id END;
                    IF held IN ('valid', 'replaced') THEN
                        RAISE EXCEPTION 'the steps of an approved version never change'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'steps_of_an_approved_version_stay';
                    END IF;
                    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
                    """
                ),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "order"],
                name="procedure_step_has_its_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=(
                    (~Q(role="") & Q(organisation=None, organisation_kind=""))
                    | Q(role="", organisation__isnull=False, organisation_kind="")
                    | (Q(role="", organisation=None) & ~Q(organisation_kind=""))
                ),
                name="procedure_step_done_by_one",
                violation_error_message=_("Vyberte jedno: roli, organizaci, nebo druh organizací."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(due=None, due_unit="")
                    | Q(due=None, due_unit="at_once")
                    | (Q(due__isnull=False, due__gte=1) & ~Q(due_unit__in=["", "at_once"]))
                ),
                name="procedure_step_due_says_how_long",
                violation_error_message=_("K číslu patří jednotka. Ihned se píše bez čísla."),
            ),
            models.CheckConstraint(
                condition=Q(parent=None, when="") | (Q(parent__isnull=False) & ~Q(when="")),
                name="procedure_branch_says_when",
                violation_error_message=_("Větev potřebuje krok, po kterém začíná, a podmínku."),
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")), name="procedure_step_not_its_own_branch"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.what}"

    @property
    def who(self) -> str:
        if self.organisation:
            return self.organisation.name
        name = self.role or str(self.get_organisation_kind_display())
        return name[:1].upper() + name[1:]


class ProcedureComment(models.Model):
    """What a partner thinks of a version, or of one step, and what it was answered."""

    version = models.ForeignKey(ProcedureVersion, on_delete=models.CASCADE, related_name="comments")
    step = models.ForeignKey(
        ProcedureStep,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="comments",
        verbose_name=_("ke kroku"),
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(_("připomínka"), max_length=1000)
    written_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(_("odpověď"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("připomínka k postupu")
        verbose_name_plural = _("připomínky k postupům")
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="procedure_comment_answered_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="procedure_comment_says_something"),
        ]

    def __str__(self) -> str:
        return self.text[:60]
