"""The life of a manual: written, issued as a pilot or for good, asked about, followed by the next version."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.models import Organisation
from network.answer_mail import tell_question_answered
from network.models import DefinitionQuestion, IndicatorDefinition, IndicatorManual, ManualState, ManualVersion
from network.models.indicators import ManualVersionQuerySet
from sociopoint.permissions import can_edit_network

if TYPE_CHECKING:
    from sociopoint.models import User

NOT_COPIED = ("id", "version")
DEFINED = tuple(f.name for f in IndicatorDefinition._meta.concrete_fields if f.name not in NOT_COPIED)


class ManualRefused(Exception):
    """It cannot be done now; carries a sentence for the person."""


def drafts(user: User) -> ManualVersionQuerySet:
    """Versions not issued yet; only coordinators know of them."""
    rows = ManualVersion.objects.select_related("manual").filter(state=ManualState.DRAFT)
    return rows.order_by("manual__name") if can_edit_network(user) else rows.none()


@transaction.atomic
def new_version(manual: IndicatorManual, *, by: User) -> ManualVersion:
    """A draft with the definitions of the newest version; answered questions that lead to nothing yet lead to it."""
    _ask(by)
    IndicatorManual.objects.select_for_update(of=("self",)).get(pk=manual.pk)
    newest = manual.versions.order_by("-number").first()
    if newest is not None and newest.state == ManualState.DRAFT:
        raise ManualRefused(_("Nová verze manuálu už se píše."))
    made = ManualVersion.objects.create(manual=manual, number=newest.number + 1 if newest else 1)
    if newest is not None:
        for definition in newest.definitions.all():
            values = {name: getattr(definition, name) for name in DEFINED}
            IndicatorDefinition.objects.create(version=made, **values)
        DefinitionQuestion.objects.filter(definition__version=newest, leads_to=None).exclude(answer="").update(
            leads_to=made
        )
    return made


@transaction.atomic
def issue(version: ManualVersion, *, by: User, state: ManualState, valid_from: date, change_note: str = "") -> None:
    """In force from that day; the version before it until the day before."""
    _ask(by)
    row = ManualVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if row.state != ManualState.DRAFT:
        raise ManualRefused(_("Tahle verze už je vydaná."))
    if not row.definitions.exists():
        raise ManualRefused(_("Manuál nemá ani jeden ukazatel."))
    before = row.manual.versions.issued().filter(valid_until=None).exclude(pk=row.pk).first()
    if before is not None and before.valid_from is not None:
        if before.valid_from >= valid_from:
            raise ManualRefused(_("Nová verze musí začít později než ta, která platí."))
        before.valid_until = valid_from - timedelta(days=1)
        before.save(update_fields=["valid_until"])
    row.state, row.valid_from, row.change_note = state, valid_from, change_note
    row.validate_constraints()
    row.save(update_fields=["state", "valid_from", "change_note"])


@transaction.atomic
def ask(
    definition: IndicatorDefinition, *, by: User, text: str, organisation: Organisation | None
) -> DefinitionQuestion:
    return DefinitionQuestion.objects.create(definition=definition, asked_by=by, text=text, organisation=organisation)


@transaction.atomic
def answer(question: DefinitionQuestion, *, by: User, text: str) -> None:
    """The interpretation everybody reads, given once. Raises ManualRefused when somebody was faster with another."""
    _ask(by)
    kept = DefinitionQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if kept.answer == text:
        return  # a double click
    if kept.answer:
        said = _(
            "Na otázku mezitím odpověděl někdo jiný. Vaši odpověď jsme neuložili, zkopírujte si ji odtud: %(text)s"
        )
        raise ManualRefused(said % {"text": text})
    question.answer, question.answered_by, question.answered_at = text, by, timezone.now()
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    tell_question_answered(question)


def _ask(by: User) -> None:
    if not can_edit_network(by):
        raise PermissionDenied
