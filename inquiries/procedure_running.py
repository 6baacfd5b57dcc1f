"""Going through a procedure with an inquiry: which fit it, begin, move a step, stop."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiries.models import Deed, Inquiry, ProcedureRun, ProcedureRunStep, StepState
from inquiries.timeline import record
from network.models import ProcedureVersion
from network.procedure_text import TextStep, text_of
from sociopoint.models import User

ENDED = (StepState.DONE, StepState.SKIPPED)


class RunRefused(Exception):
    """It cannot be done now; carries a sentence for the person."""


@dataclass(frozen=True)
class ShownStep:
    text: TextStep
    row: ProcedureRunStep

    @property
    def is_open(self) -> bool:
        return self.row.state not in ENDED


@dataclass(frozen=True)
class ShownRun:
    run: ProcedureRun
    steps: list[ShownStep]

    @property
    def done(self) -> int:
        return sum(not step.is_open for step in self.steps)


def fitting(inquiry: Inquiry, *, situations: Iterable[int], flags: Iterable[str]) -> list[ProcedureVersion]:
    """Valid procedures for the dangers marked, then for the situations and their topics, without those already begun. One query."""
    ids, codes = list(situations), list(flags)
    rows = (
        ProcedureVersion.objects.valid()
        .filter(
            Q(procedure__risk_flags__overlap=codes)
            | Q(procedure__situation__in=ids)
            | Q(procedure__situation__children__in=ids)
        )
        .exclude(runs__inquiry=inquiry)
        .select_related("procedure")
        .distinct()
    )
    return sorted(rows, key=lambda one: (not set(one.procedure.risk_flags) & set(codes), one.procedure.title))


def runs_of(inquiry: Inquiry) -> list[ShownRun]:
    """Every run with its steps in their order, branches under them. Two queries, one where there is none."""
    steps = ProcedureRunStep.objects.select_related("step__organisation", "changed_by")
    runs = inquiry.procedure_runs.select_related("version__procedure").prefetch_related(Prefetch("steps", steps))
    shown = []
    for run in runs:
        rows = {row.step_id: row for row in run.steps.all()}
        texts = text_of(row.step for row in rows.values())
        shown.append(ShownRun(run, [ShownStep(text, rows[text.pk]) for text in texts]))
    return shown


@transaction.atomic
def begin(inquiry: Inquiry, version: ProcedureVersion, *, by: User) -> ProcedureRun:
    """Raises RunRefused where the inquiry goes through it already, or has ended."""
    held = _held(inquiry)
    if ProcedureRun.objects.filter(inquiry=held, version=version, ended_at=None).exists():
        raise RunRefused(_("Tímhle postupem už dotaz prochází."))
    run = ProcedureRun.objects.create(inquiry=held, version=version, started_by=by)
    ProcedureRunStep.objects.bulk_create(ProcedureRunStep(run=run, step=step) for step in version.steps.all())
    record(held, Deed.PROCEDURE_STARTED, by=by, procedure_run=run)
    return run


@transaction.atomic
def move_step(row: ProcedureRunStep, *, by: User, to: StepState) -> None:
    """The run ends by itself once every step is done or not needed, and goes on when one is opened again."""
    run = ProcedureRun.objects.select_for_update(of=("self",)).select_related("inquiry").get(pk=row.run_id)
    _held(run.inquiry)
    fresh = run.steps.select_for_update(of=("self",)).select_related("step").get(pk=row.pk)
    if fresh.state == to:
        return
    record(
        run.inquiry,
        Deed.PROCEDURE_STEP,
        by=by,
        procedure_run=run,
        field=str(fresh.step_id),
        before=fresh.state,
        after=to,
    )
    fresh.state, fresh.changed_by, fresh.changed_at = to, by, timezone.now()
    fresh.save(update_fields=["state", "changed_by", "changed_at"])
    is_over = not run.steps.exclude(state__in=ENDED).exists()
    if is_over != (run.ended_at is not None):
        run.ended_at = timezone.now() if is_over else None
        run.save(update_fields=["ended_at"])
        if is_over:
            record(run.inquiry, Deed.PROCEDURE_ENDED, by=by, procedure_run=run)


def _held(inquiry: Inquiry) -> Inquiry:
    held = Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)
    if not held.is_unfinished:
        raise RunRefused(_("Dotaz je uzavřený. Nejdřív ho znovu otevřete."))
    return held
