"""What the tables of procedures refuse."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from network.models import DueUnit, ProcedureStep
from tests.factories import OrganisationFactory
from tests.network.factories_procedures import (
    ProcedureFactory,
    ProcedureStepFactory,
    ProcedureVersionFactory,
    valid_version,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("first", "second", "rule"),
    [
        ("draft", "comments", "procedure_has_one_version_in_writing"),
        ("valid", "valid", "procedure_has_one_valid_version"),
    ],
)
def test_one_version_is_written_and_one_is_valid(first, second, rule):
    procedure, until = ProcedureFactory(), date(2026, 12, 1)
    values = {"procedure": procedure, "approved": True, "comments_until": until}
    ProcedureVersionFactory(state=first, **values)

    with pytest.raises(IntegrityError, match=rule):
        ProcedureVersionFactory(state=second, number=2, **values)


def test_versions_that_are_over_may_be_many():
    procedure = ProcedureFactory()
    for number, state in enumerate(("replaced", "replaced", "cancelled", "cancelled", "valid", "draft"), start=1):
        ProcedureVersionFactory(procedure=procedure, number=number, state=state, approved=True)

    assert procedure.versions.count() == 6


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"state": "valid"}, "procedure_version_approved_when_and_by_whom"),
        ({"state": "replaced", "approved_on": date(2026, 1, 1)}, "procedure_version_approved_when_and_by_whom"),
        ({"state": "comments"}, "procedure_comments_have_a_last_day"),
        ({"state": "asleep"}, "procedure_version_in_a_known_state"),
    ],
)
def test_a_version_in_a_state_it_cannot_be_in(values, rule):
    with pytest.raises(IntegrityError, match=rule):
        ProcedureVersionFactory(**values)


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"role": ""}, "procedure_step_done_by_one"),
        ({"organisation_kind": "police"}, "procedure_step_done_by_one"),
        ({"due": 2}, "procedure_step_due_says_how_long"),
        ({"due": 2, "due_unit": DueUnit.AT_ONCE}, "procedure_step_due_says_how_long"),
        ({"due": 0, "due_unit": DueUnit.DAYS}, "procedure_step_due_says_how_long"),
        ({"due_unit": DueUnit.DAYS}, "procedure_step_due_says_how_long"),
        ({"when": "má děti"}, "procedure_branch_says_when"),
    ],
)
def test_a_step_that_makes_no_sense(values, rule):
    with pytest.raises(IntegrityError, match=rule):
        ProcedureStepFactory(**values)


def test_a_step_is_done_by_an_organisation_or_a_kind_too():
    ProcedureStepFactory(role="", organisation=OrganisationFactory())
    ProcedureStepFactory(role="", organisation_kind="police")

    assert ProcedureStep.objects.count() == 2


def test_a_branch_says_when():
    with pytest.raises(IntegrityError, match="procedure_branch_says_when"):
        ProcedureStepFactory(parent=ProcedureStepFactory())


def test_two_steps_have_not_the_same_place():
    step = ProcedureStepFactory()

    with pytest.raises(IntegrityError, match="procedure_step_has_its_place"):
        _put_beside(step)


@transaction.atomic
def _put_beside(step):
    ProcedureStepFactory(version=step.version, order=step.order)
    connection.check_constraints()


def _add(version):
    ProcedureStepFactory(version=version)


def _change(version):
    version.steps.update(what="něco jiného")


def _remove(version):
    version.steps.first().delete()


@pytest.mark.parametrize("deed", [_add, _change, _remove])
def test_the_steps_of_an_approved_version_never_change(deed):
    version = valid_version()

    with pytest.raises(IntegrityError, match="steps of an approved version never change"):
        deed(version)
