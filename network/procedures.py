"""The life of a procedure: written, sent round for comments, approved in place of the one before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from catalogue.models import Organisation
from network.answer_mail import tell_comment_answered
from network.dates import day
from network.models import Procedure, ProcedureComment, ProcedureStep, ProcedureVersion, VersionState
from network.models.procedures import OPEN_STATES, ProcedureVersionQuerySet
from sociopoint.permissions import can_edit_network, can_see_network, can_see_whole_network

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sociopoint.models import User

STEP_FIELDS = tuple(
    field.name
    for field in ProcedureStep._meta.concrete_fields
    if field.name not in ("id", "version", "parent", "order")
)


class ProcedureRefused(Exception):
    """It cannot be done now; carries a sentence for the person."""


def versions_seen_by(user: User | AnonymousUser) -> ProcedureVersionQuerySet:
    """What is still being written is for the city alone."""
    rows = ProcedureVersion.objects.select_related("procedure__situation")
    if can_see_whole_network(user):
        return rows
    return (
        rows.exclude(state__in=[VersionState.DRAFT, VersionState.CANCELLED]) if can_see_network(user) else rows.none()
    )


def open_versions(user: User) -> ProcedureVersionQuerySet:
    """Those a group may still approve, of what this person sees."""
    return versions_seen_by(user).filter(state__in=OPEN_STATES).order_by("procedure__title")


@transaction.atomic
def begin(values: Mapping[str, Any], *, by: User, is_example: bool = False) -> ProcedureVersion:
    """A new procedure with an empty first draft."""
    _ask(by)
    base = slugify(values["title"])[:50].strip("-") or "postup"
    taken = set(Procedure.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    slug = next(name for name in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if name not in taken)
    procedure = Procedure.objects.create(slug=slug, is_example=is_example, **values)
    return ProcedureVersion.objects.create(procedure=procedure, number=1, made_by=by)


@transaction.atomic
def new_version(procedure: Procedure, *, by: User) -> ProcedureVersion:
    """A draft with the steps of the valid version, or of the last one where none is valid."""
    _ask(by)
    Procedure.objects.select_for_update(of=("self",)).get(pk=procedure.pk)
    versions = list(procedure.versions.order_by("-number"))
    if any(version.may_change for version in versions):
        raise ProcedureRefused(_("Nová verze už se píše. Dopište ji, nebo ji zrušte."))
    source = next((version for version in versions if version.state == VersionState.VALID), versions[0])
    made = ProcedureVersion.objects.create(procedure=procedure, number=versions[0].number + 1, made_by=by)
    copy_steps(source, made)
    return made


def copy_steps(source: ProcedureVersion, target: ProcedureVersion) -> None:
    """Branches hang on the copies of their steps."""
    copies: dict[int, ProcedureStep] = {}
    for step in source.steps.order_by("order"):
        values = {name: getattr(step, name) for name in STEP_FIELDS}
        parent = copies[step.parent_id] if step.parent_id else None
        copies[step.pk] = ProcedureStep.objects.create(version=target, order=step.order, parent=parent, **values)


@transaction.atomic
def write_step(step: ProcedureStep, *, by: User) -> None:
    """A new one goes to the end, or behind the step it branches from."""
    _ask(by)
    _changing(step.version_id)
    if step.pk is None:
        orders = ProcedureStep.objects.filter(version=step.version_id)
        step.order = (orders.aggregate(last=models.Max("order"))["last"] or 0) + 1
    step.save()


@transaction.atomic
def remove_step(step: ProcedureStep, *, by: User) -> None:
    """With its branches."""
    _ask(by)
    _changing(step.version_id)
    step.delete()


@transaction.atomic
def move_step(step: ProcedureStep, *, by: User, up: bool) -> None:
    """Changes place with the neighbour of the same branch; at the end it stays."""
    _ask(by)
    _changing(step.version_id)
    near = ProcedureStep.objects.filter(version=step.version_id, parent=step.parent_id)
    near = (
        near.filter(order__lt=step.order).order_by("-order")
        if up
        else near.filter(order__gt=step.order).order_by("order")
    )
    other = near.first()
    if other is None:
        return
    step.order, other.order = other.order, step.order
    step.save(update_fields=["order"])
    other.save(update_fields=["order"])


@transaction.atomic
def ask_for_comments(version: ProcedureVersion, *, by: User, until: date) -> None:
    _ask(by)
    row = _changing(version.pk)
    if not row.steps.exists():
        raise ProcedureRefused(_("Postup nemá ani jeden krok. Nejdřív nějaký napište."))
    row.state, row.comments_until = VersionState.COMMENTS, until
    row.save(update_fields=["state", "comments_until"])


@transaction.atomic
def approve(version: ProcedureVersion, *, by: User, on: date, approved_by: str, change_note: str = "") -> None:
    """Valid from that day; the one before was valid until the day before it. Whoever was asked for comments is heard first."""
    _ask(by)
    row = _changing(version.pk)
    if not row.steps.exists():
        raise ProcedureRefused(_("Postup nemá ani jeden krok. Nejdřív nějaký napište."))
    if row.comments_until and max(on, timezone.localdate()) <= row.comments_until:
        raise ProcedureRefused(
            _("Připomínky k postupu běží do %(day)s, schválit jde potom.") % {"day": day(row.comments_until)}
        )
    if row.comments.filter(answer="").exists():
        raise ProcedureRefused(_("Nejdřív odpovězte na všechny připomínky k postupu."))
    for earlier in ProcedureVersion.objects.select_for_update(of=("self",)).filter(
        procedure=row.procedure_id, state=VersionState.VALID
    ):
        if earlier.approved_on is not None and earlier.approved_on > on:
            raise ProcedureRefused(
                _("Verze, která teď platí, byla schválena až %(day)s. Napište pozdější den.")
                % {"day": day(earlier.approved_on)}
            )
        earlier.state, earlier.valid_until = VersionState.REPLACED, on - timedelta(days=1)
        earlier.save(update_fields=["state", "valid_until"])
    row.state, row.approved_on, row.approved_by = VersionState.VALID, on, approved_by
    row.change_note = change_note or row.change_note
    row.save(update_fields=["state", "approved_on", "approved_by", "change_note"])


@transaction.atomic
def cancel(version: ProcedureVersion, *, by: User) -> None:
    """A version that will not be; the valid one stays."""
    _ask(by)
    row = _changing(version.pk)
    row.state = VersionState.CANCELLED
    row.save(update_fields=["state"])


@transaction.atomic
def comment(
    version: ProcedureVersion, *, by: User, text: str, step: ProcedureStep | None, organisation: Organisation | None
) -> ProcedureComment:
    row = _changing(version.pk)
    if row.state != VersionState.COMMENTS:
        raise ProcedureRefused(_("K této verzi se teď připomínky nesbírají."))
    return ProcedureComment.objects.create(version=row, author=by, text=text, step=step, organisation=organisation)


@transaction.atomic
def answer(given: ProcedureComment, *, by: User, text: str) -> None:
    """Once. Raises ProcedureRefused when somebody was faster with another answer."""
    _ask(by)
    kept = ProcedureComment.objects.select_for_update(of=("self",)).get(pk=given.pk)
    if kept.answer == text:
        return  # a double click
    if kept.answer:
        said = _(
            "Na připomínku mezitím odpověděl někdo jiný. Vaši odpověď jsme neuložili, zkopírujte si ji odtud: %(text)s"
        )
        raise ProcedureRefused(said % {"text": text})
    given.answer, given.answered_by, given.answered_at = text, by, timezone.now()
    given.save(update_fields=["answer", "answered_by", "answered_at"])
    tell_comment_answered(given)


def _ask(by: User) -> None:
    if not can_edit_network(by):
        raise PermissionDenied


def _changing(version: int) -> ProcedureVersion:
    """Locked. Raises ProcedureRefused when it is approved or cancelled."""
    row = ProcedureVersion.objects.select_for_update(of=("self",)).get(pk=version)
    if not row.may_change:
        raise ProcedureRefused(_("Tahle verze už se nemění. Založte novou."))
    return row
