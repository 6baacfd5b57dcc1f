"""An inquiry goes through a procedure as a checklist, and nothing of it says whom it concerns."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, models

from inquiries import procedure_running
from inquiries.models import Deed, Inquiry, ProcedureRun, ProcedureRunStep, RiskFlag, StepState
from network.models import ProcedureVersion
from tests.factories import InquiryFactory, LifeSituationFactory, OfficeFactory, UserFactory
from tests.network.factories_procedures import ProcedureVersionFactory, valid_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    person = UserFactory(worker=True)
    OfficeFactory().workers.add(person)
    return person


@pytest.fixture
def inquiry(worker) -> Inquiry:
    return InquiryFactory(open=True, assignee=worker)


def test_a_danger_and_a_situation_suggest_the_procedure(signed_in, inquiry):
    flag = RiskFlag.objects.create(code="roofless", name="nemá kde spát")
    topic = LifeSituationFactory()
    other = valid_version()
    by_topic = valid_version(procedure__situation=topic)
    by_flag = valid_version(procedure__risk_flags=["roofless"])
    ProcedureVersionFactory(procedure__risk_flags=["roofless"])
    inquiry.risk_flags.add(flag)
    inquiry.needs.create(situation=LifeSituationFactory(parent=topic))

    shown = signed_in.get(inquiry.get_absolute_url()).context["fitting"]

    assert shown == [by_flag, by_topic]
    assert other not in shown


def test_steps_are_ticked_and_the_story_tells_it(signed_in, inquiry, worker):
    version = valid_version(procedure__title="Kde dnes spát")
    address = inquiry.get_absolute_url()
    signed_in.post(f"{address}postup/", {"postup": version.pk})
    first, second = ProcedureRunStep.objects.all()

    signed_in.post(f"{address}postup/{first.pk}/", {"stav": "done"})
    signed_in.post(f"{address}postup/{second.pk}/", {"stav": "skipped"})

    run = ProcedureRun.objects.get()
    first.refresh_from_db()
    assert run.ended_at is not None
    assert (first.state, first.changed_by) == (StepState.DONE, worker)
    told = [step.text.replace("\xa0", " ") for step in signed_in.get(address).context["story"]]
    assert told == [
        "Začal postup „Kde dnes spát“",
        f"Postup „Kde dnes spát“, krok „{first.step.what}“: hotovo",
        f"Postup „Kde dnes spát“, krok „{second.step.what}“: není třeba",
        "Postup „Kde dnes spát“ je hotový",
    ]


def test_a_step_opened_again_opens_the_run(inquiry, worker):
    run = procedure_running.begin(inquiry, valid_version(steps=1), by=worker)
    step = run.steps.get()
    procedure_running.move_step(step, by=worker, to=StepState.DONE)
    procedure_running.move_step(step, by=worker, to=StepState.DONE)

    procedure_running.move_step(step, by=worker, to=StepState.AVAILABLE)

    run.refresh_from_db()
    assert run.ended_at is None
    deeds = list(inquiry.timeline.values_list("deed", flat=True))
    assert deeds == [Deed.PROCEDURE_STARTED, Deed.PROCEDURE_STEP, Deed.PROCEDURE_ENDED, Deed.PROCEDURE_STEP]


def test_the_run_keeps_its_version_when_a_newer_one_is_approved(signed_in, inquiry, worker):
    version = valid_version()
    procedure_running.begin(inquiry, version, by=worker)
    ProcedureVersion.objects.filter(pk=version.pk).update(state="replaced")
    valid_version(procedure=version.procedure, number=2)

    runs = signed_in.get(inquiry.get_absolute_url()).context["runs"]

    assert [shown.run.version for shown in runs] == [version]


def test_what_cannot_be_begun_is_refused(signed_in, inquiry, worker):
    version = valid_version()
    draft = ProcedureVersionFactory()
    address = f"{inquiry.get_absolute_url()}postup/"
    procedure_running.begin(inquiry, version, by=worker)

    for number in (draft.pk, "zítra", ""):
        signed_in.post(address, {"postup": number})
    assert list(inquiry.procedure_runs.values_list("version", flat=True)) == [version.pk]
    with pytest.raises(procedure_running.RunRefused):
        procedure_running.begin(inquiry, version, by=worker)
    with pytest.raises(IntegrityError, match="inquiry_goes_through_a_version_once_at_a_time"):
        ProcedureRun.objects.create(inquiry=inquiry, version=version, started_by=worker)


def test_a_closed_inquiry_is_not_ticked(inquiry, worker):
    run = procedure_running.begin(inquiry, valid_version(), by=worker)
    Inquiry.objects.filter(pk=inquiry.pk).update(state="void")

    with pytest.raises(procedure_running.RunRefused):
        procedure_running.move_step(run.steps.first(), by=worker, to=StepState.DONE)


def test_a_state_nobody_knows_and_a_step_of_another_inquiry(signed_in, inquiry, worker):
    step = procedure_running.begin(inquiry, valid_version(), by=worker).steps.first()
    other = InquiryFactory(open=True)

    signed_in.post(f"{inquiry.get_absolute_url()}postup/{step.pk}/", {"stav": "dreaming"})

    step.refresh_from_db()
    assert step.state == StepState.AVAILABLE
    assert signed_in.post(f"{other.get_absolute_url()}postup/{step.pk}/", {"stav": "done"}).status_code == 404


def test_a_coordinator_looks_but_does_not_tick(client, inquiry, worker):
    step = procedure_running.begin(inquiry, valid_version(), by=worker).steps.first()
    client.force_login(UserFactory(coordinator=True))

    assert len(client.get(inquiry.get_absolute_url()).context["runs"]) == 1
    assert client.post(f"{inquiry.get_absolute_url()}postup/{step.pk}/", {"stav": "done"}).status_code == 403


@pytest.mark.parametrize("model", [ProcedureRun, ProcedureRunStep])
def test_a_run_holds_no_words(model):
    words = [field.name for field in model._meta.fields if isinstance(field, models.TextField | models.CharField)]

    assert words == (["state"] if model is ProcedureRunStep else [])


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"state": "dreaming"}, "procedure_run_step_in_a_known_state"),
        ({"state": "done"}, "procedure_run_step_moved_by_somebody"),
    ],
)
def test_what_a_step_of_a_run_must_never_be(inquiry, worker, values, rule):
    run = procedure_running.begin(inquiry, valid_version(), by=worker)

    with pytest.raises(IntegrityError, match=rule):
        run.steps.update(**values)
