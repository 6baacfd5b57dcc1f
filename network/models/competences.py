"""Who does what in which situation, and who does not. A "no" is as much a fact here as a "yes"."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.models import Organisation, OrganisationKind, Place, TargetGroup
from network.models.validity import days_valid
from situations.models import LifeSituation
from sociopoint.history import with_history
from sociopoint.versions import raises_version


class Verb(models.TextChoices):
    """What an organisation does about a situation, the "no" first: it spares the most wasted journeys."""

    DOES_NOT = "does_not", _("nedělá")
    DECIDES = "decides", _("rozhoduje")
    PERFORMS = "performs", _("vykonává")
    COOPERATES = "cooperates", _("spolupracuje")
    INFORMS = "informs", _("informuje")


class Handover(models.TextChoices):
    """How they want people to be sent to them."""

    FREELY = "freely", _("volně poslat")
    CALL_FIRST = "call_first", _("zavolat předem")
    LINK_ONLY = "link_only", _("jen odkazem nebo předáním z pultu")
    RECOMMENDED = "recommended", _("jen s doporučením")


class CompetenceState(models.TextChoices):
    PROPOSED = "proposed", _("navrženo, čeká na schválení")
    APPROVED = "approved", _("platí")
    REFUSED = "refused", _("nepřijato")
    REPLACED = "replaced", _("nahrazeno")


class CompetenceQuerySet(models.QuerySet["Competence"]):
    def in_force(self, day: date) -> Self:
        """Approved and valid on that day."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day),
            Q(valid_until=None) | Q(valid_until__gte=day),
            state=CompetenceState.APPROVED,
        )

    def waiting(self) -> Self:
        return self.filter(state=CompetenceState.PROPOSED)


@with_history
class Competence(models.Model):
    """One agreed sentence: an organisation, or every one of a kind, and a situation (none means any)."""

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="competences",
        verbose_name=_("organizace"),
    )
    organisation_kind = models.CharField(_("druh organizací"), max_length=20, choices=OrganisationKind, blank=True)
    situation = models.ForeignKey(
        LifeSituation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="competences",
        verbose_name=_("životní situace"),
        help_text=_("Prázdné znamená jakoukoli situaci. Téma platí i pro situace pod ním."),
    )
    verb = models.CharField(_("co s tím"), max_length=12, choices=Verb)
    what = models.CharField(_("co přesně"), max_length=240, blank=True)
    for_whom = models.CharField(_("komu"), max_length=200, blank=True, help_text=_("Slovy, např. lidem s azylem."))
    excludes = models.CharField(_("komu ne"), max_length=200, blank=True, help_text=_("Např. občanům EU."))
    exception = models.CharField(_("s výjimkou"), max_length=200, blank=True, help_text=_("Např. v těžkých případech."))
    target_groups = models.ManyToManyField(TargetGroup, blank=True, related_name="+", verbose_name=_("cílové skupiny"))
    age_from = models.PositiveSmallIntegerField(_("od (let)"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("do (let)"), null=True, blank=True)
    area = models.ManyToManyField(
        Place, blank=True, related_name="+", verbose_name=_("pro která místa"), help_text=_("Prázdné znamená všude.")
    )
    conditions = models.CharField(_("za jakých podmínek"), max_length=300, blank=True)
    handover = models.CharField(_("jak předat"), max_length=12, choices=Handover, default=Handover.FREELY)
    reaction = models.CharField(
        _("do kdy odpovědí"), max_length=80, blank=True, help_text=_("Např. do 3 pracovních dnů.")
    )
    legal_basis = models.CharField(_("podle čeho"), max_length=200, blank=True, help_text=_("Zákon a paragraf."))
    source = models.CharField(_("odkud to víme"), max_length=240, blank=True)
    is_public = models.BooleanField(_("ukázat i lidem na webu"), default=False)
    is_example = models.BooleanField(_("jen příklad"), default=False, editable=False)
    valid_from = models.DateField(_("platí od"), null=True, blank=True)
    valid_until = models.DateField(_("platí do"), null=True, blank=True)
    verified_on = models.DateField(_("ověřeno dne"), null=True, blank=True)
    verified_by = models.CharField(_("kdo to potvrdil"), max_length=120, blank=True, help_text=_("Funkce, ne jméno."))
    state = models.CharField(_("stav"), max_length=10, choices=CompetenceState, default=CompetenceState.APPROVED)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="later", verbose_name=_("mění")
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("rozhodnuto"), null=True, blank=True)
    refusal = models.CharField(_("proč ne"), max_length=300, blank=True)

    objects = CompetenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("kompetence")
        verbose_name_plural = _("kompetence")
        ordering = ["pk"]
        triggers = [raises_version("competences")]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation=None) ^ Q(organisation_kind=""),
                name="competence_of_one_organisation_or_kind",
                violation_error_message=_("Vyberte buď organizaci, nebo druh organizací."),
            ),
            models.CheckConstraint(
                condition=Q(verb__in=Verb.values, handover__in=Handover.values, state__in=CompetenceState.values),
                name="competence_says_known_things",
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="competence_ends_after_it_begins",
                violation_error_message=_("Konec nesmí být před začátkem."),
            ),
            models.CheckConstraint(
                condition=Q(age_from=None) | Q(age_to=None) | Q(age_to__gte=F("age_from")),
                name="competence_ages_in_order",
                violation_error_message=_("Věk „do“ nesmí být menší než „od“."),
            ),
            models.CheckConstraint(
                condition=Q(verified_on=None, verified_by="") | (Q(verified_on__isnull=False) & ~Q(verified_by="")),
                name="competence_verified_when_and_by_whom",
                violation_error_message=_("Ke dni ověření patří i to, kdo to potvrdil."),
            ),
            models.CheckConstraint(
                condition=(Q(state="refused") & ~Q(refusal="")) | (~Q(state="refused") & Q(refusal="")),
                name="competence_refused_with_a_reason",
                violation_error_message=_("Napište, proč návrh nepřijímáte."),
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=Q(state="proposed"),
                name="competence_one_proposal_at_a_time",
                violation_error_message=_("Změna této kompetence už na schválení čeká."),
            ),
            ExclusionConstraint(
                name="competence_said_once_at_a_time",
                expressions=[
                    (Coalesce("organisation", 0), RangeOperators.EQUAL),
                    ("organisation_kind", RangeOperators.EQUAL),
                    (Coalesce("situation", 0), RangeOperators.EQUAL),
                    ("verb", RangeOperators.EQUAL),
                    (days_valid(), RangeOperators.OVERLAPS),
                ],
                condition=Q(state="approved"),
                violation_error_message=_("Totéž už o organizaci v této situaci platí. Upravte tu, která je zapsaná."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.who}: {self.get_verb_display()}"

    def get_absolute_url(self) -> str:
        return reverse("network:competence", args=[self.pk])

    @property
    def who(self) -> str:
        if self.organisation:
            return self.organisation.name
        kind = str(self.get_organisation_kind_display())
        return kind[:1].upper() + kind[1:]

    @property
    def is_negative(self) -> bool:
        return self.verb == Verb.DOES_NOT


COPIED = (
    "organisation",
    "organisation_kind",
    "situation",
    "verb",
    "what",
    "for_whom",
    "excludes",
    "exception",
    "age_from",
    "age_to",
    "conditions",
    "handover",
    "reaction",
    "legal_basis",
    "source",
    "is_public",
    "valid_from",
    "valid_until",
    "verified_on",
    "verified_by",
)
"""What a form fills and a proposal may change; the two lists of rows (groups, places) go along."""
COPIED_LISTS = ("target_groups", "area")
