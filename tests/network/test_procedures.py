"""Procedures from a draft to what is valid, and what each of the network sees of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from network import procedures
from network.models import ProcedureStep, ProcedureVersion, VersionState
from network.procedure_differences import differences
from network.procedure_text import text_of
from tests.factories import LifeSituationFactory, OrganisationFactory, UserFactory
from tests.network.factories import PersonFactory, PositionFactory
from tests.network.factories_procedures import (
    ProcedureStepFactory,
    ProcedureVersionFactory,
    valid_version,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 2)


@pytest.fixture
def coordinator():
    return UserFactory(coordinator=True)


@pytest.fixture
def signed_in(client, coordinator):
    client.force_login(coordinator)
    return client


def test_a_procedure_is_written_sent_round_and_approved(signed_in):
    response = signed_in.post(
        "/sit/postupy/novy/",
        {"title": "Kde dnes spát", "trigger": "nemá kde spát", "audience": "workers"},
    )
    page = response["Location"]
    signed_in.post(
        f"{page}krok/",
        {
            "who": "Pracovnice pultu",
            "what": "zavolá do noclehárny",
            "due": "1",
            "due_unit": "hours",
            "due_from": "trigger",
        },
    )
    today = timezone.localdate()
    late = signed_in.post(f"{page}k-pripominkam/", {"until": f"{today - timedelta(days=1)}"})
    signed_in.post(f"{page}k-pripominkam/", {"until": f"{today}"})
    sent_round = signed_in.get(page).text
    day = today + timedelta(days=1)
    signed_in.post(f"{page}schvalit/", {"on": f"{day}", "approved_by": "skupina Bydlení"})

    version = ProcedureVersion.objects.get()
    assert page == "/sit/postupy/kde-dnes-spat/1/"
    assert (late.status_code, "Ten den už byl." in late.text) == (422, True)
    assert '<p class="muted">k\xa0připomínkám</p>' not in sent_round  # the tag beside the heading says it
    assert (version.state, version.approved_on, version.approved_by) == ("valid", day, "skupina Bydlení")
    assert text_of(version.steps.all())[0].due.replace("\xa0", " ") == "do 1 hodiny od začátku"
    assert signed_in.get("/sit/postupy/kde-dnes-spat/")["Location"] == page


def test_a_new_version_begins_with_the_steps_of_the_valid_one_and_replaces_it(coordinator):
    valid = valid_version(steps=1)
    made = procedures.new_version(valid.procedure, by=coordinator)
    ProcedureStepFactory(version=made, parent=made.steps.get(), when="má děti", what="hledá pokoj pro rodinu")

    procedures.approve(made, by=coordinator, on=DAY, approved_by="skupina")

    valid.refresh_from_db()
    assert (valid.state, valid.valid_until) == (VersionState.REPLACED, date(2026, 11, 1))
    assert (valid.steps.count(), made.steps.count()) == (1, 2)


def test_branches_hang_on_the_copies(coordinator):
    draft = ProcedureVersionFactory()
    first = ProcedureStepFactory(version=draft)
    ProcedureStepFactory(version=draft, parent=first, when="má děti")
    procedures.approve(draft, by=coordinator, on=DAY, approved_by="skupina")

    made = procedures.new_version(draft.procedure, by=coordinator)

    assert [step.label for step in text_of(made.steps.all())] == ["1", "1a"]
    assert made.steps.get(parent__isnull=False).parent.version == made


def test_only_one_version_is_written_at_a_time(signed_in, coordinator):
    valid = valid_version()
    procedures.new_version(valid.procedure, by=coordinator)

    with pytest.raises(procedures.ProcedureRefused):
        procedures.new_version(valid.procedure, by=coordinator)
    assert signed_in.post(f"/sit/postupy/{valid.procedure.slug}/nova-verze/").status_code == 302


def test_an_empty_procedure_is_neither_sent_round_nor_approved(coordinator):
    draft = ProcedureVersionFactory()

    with pytest.raises(procedures.ProcedureRefused):
        procedures.ask_for_comments(draft, by=coordinator, until=DAY)
    with pytest.raises(procedures.ProcedureRefused):
        procedures.approve(draft, by=coordinator, on=DAY, approved_by="skupina")


def test_an_approved_version_is_not_written_any_more(signed_in, coordinator):
    valid = valid_version()
    step = valid.steps.first()

    response = signed_in.post(
        f"{valid.get_absolute_url()}krok/{step.pk}/", {"who": "kdokoli", "what": "cokoli", "due_from": "trigger"}
    )

    assert response.status_code == 422
    assert signed_in.post(f"{valid.get_absolute_url()}krok/{step.pk}/smazat/", follow=True).status_code == 200
    assert valid.steps.count() == 2


def test_only_coordinators_write(client):
    client.force_login(UserFactory(worker=True))
    draft = ProcedureVersionFactory()

    assert client.get("/sit/postupy/novy/").status_code == 403
    assert client.get(f"{draft.get_absolute_url()}krok/").status_code == 403
    with pytest.raises(PermissionDenied):
        procedures.cancel(draft, by=UserFactory(worker=True))


def test_a_partner_sees_no_draft_and_comments_what_is_sent_round(client, coordinator):
    draft = ProcedureVersionFactory()
    step = ProcedureStepFactory(version=draft)
    partner = UserFactory()
    PositionFactory(person=PersonFactory(user=partner), organisation=OrganisationFactory(name="Poradna Most"))
    client.force_login(partner)
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get("/sit/postupy/").context["rows"] == []
    procedures.ask_for_comments(draft, by=coordinator, until=DAY)

    empty = client.post(f"{draft.get_absolute_url()}pripominka/", {"text": " "})
    client.post(f"{draft.get_absolute_url()}pripominka/", {"text": "A kdo čeká s dětmi?", "step": str(step.pk)})

    given = draft.comments.get()
    assert empty.status_code == 422
    assert (given.step, given.organisation.name, given.author) == (step, "Poradna Most", partner)
    assert client.post(f"/sit/postupy/pripominky/{given.pk}/odpoved/", {"text": "My."}).status_code == 403

    client.force_login(coordinator)
    client.post(f"/sit/postupy/pripominky/{given.pk}/odpoved/", {"text": "Pracovnice pultu."})

    given.refresh_from_db()
    assert (given.answer, given.answered_by) == ("Pracovnice pultu.", coordinator)


def test_comments_end_with_the_approval(coordinator):
    version = valid_version()

    with pytest.raises(procedures.ProcedureRefused):
        procedures.comment(version, by=coordinator, text="pozdě", step=None, organisation=None)


def test_steps_change_places(coordinator):
    draft = ProcedureVersionFactory()
    first, second = ProcedureStepFactory(version=draft, what="první"), ProcedureStepFactory(version=draft, what="druhý")

    procedures.move_step(second, by=coordinator, up=True)
    procedures.move_step(ProcedureStep.objects.get(pk=second.pk), by=coordinator, up=True)

    assert [step.what for step in text_of(draft.steps.all())] == ["druhý", "první"]
    assert first.version == draft


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"who": ""}, "who"),
        ({"organisation_kind": "police"}, "who"),
        ({"what": ""}, "what"),
        ({"due": "2"}, "due"),
        ({"due": "0", "due_unit": "days"}, "due"),
        ({"due_unit": "days"}, "due"),
        ({"when": "má děti"}, "when"),
        ({"parent": "999999"}, "parent"),
        ({"due_unit": "moons"}, "due_unit"),
    ],
)
def test_what_is_wrong_with_a_step_is_said_at_its_place(signed_in, values, field):
    draft = ProcedureVersionFactory()
    step = {"who": "Pracovnice pultu", "what": "zavolá", "due_from": "previous"}

    response = signed_in.post(f"{draft.get_absolute_url()}krok/", step | values)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


def test_the_name_of_an_organisation_makes_it_the_one_who_acts(signed_in):
    draft, shelter = ProcedureVersionFactory(), OrganisationFactory(name="Azylový dům")

    signed_in.post(f"{draft.get_absolute_url()}krok/", {"who": "azylový dům", "what": "přijme", "due_from": "previous"})

    assert draft.steps.get().organisation == shelter


def test_what_changed_is_told_step_by_step():
    before = ProcedureVersionFactory()
    after = ProcedureVersionFactory(procedure=before.procedure, number=2, state="cancelled")
    ProcedureStepFactory(version=before, what="zavolá do noclehárny")
    ProcedureStepFactory(version=before, what="vytiskne lístek")
    ProcedureStepFactory(version=after, what="zavolá do noclehárny", due=1, due_unit="hours")
    ProcedureStepFactory(version=after, what="domluví doprovod")

    told = [
        (change.kind, change.title) for change in differences(text_of(before.steps.all()), text_of(after.steps.all()))
    ]

    assert told == [
        ("changed", "1. Pracovnice pultu: zavolá do noclehárny"),
        ("added", "Pracovnice pultu: domluví doprovod"),
        ("removed", "Pracovnice pultu: vytiskne lístek"),
    ]


def test_the_drawing_has_its_lanes_and_a_text_twin(signed_in):
    version = valid_version(steps=0)
    draft = ProcedureVersionFactory(procedure=version.procedure, number=2)
    first = ProcedureStepFactory(version=draft, role="Pult <b>", what="zavolá & domluví")
    ProcedureStepFactory(version=draft, role="Noclehárna", what="přijme", parent=first, when="je místo")

    page = signed_in.get(f"{draft.get_absolute_url()}?pohled=schema").content.decode()

    drawing = page[page.index("<svg xmlns") : page.index("</svg>", page.index("<svg xmlns"))]
    assert " style=" not in drawing
    assert "Pult &lt;b&gt;" in drawing
    assert "1a. Když je místo: Noclehárna: přijme." in drawing.replace("\xa0", " ")
    assert drawing.count("stroke-dasharray") == 2


def test_the_paper_is_an_accessible_pdf(signed_in):
    version = valid_version()

    response = signed_in.get(f"{version.get_absolute_url()}postup.pdf")

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert b"pdfuaid" in response.content


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("view", ["text", "kontrola", "schema", "rozdily"])
def test_a_page_costs_the_same_for_one_step_as_for_three(signed_in, django_assert_num_queries, view, number):
    replaced = valid_version(steps=number)
    ProcedureVersion.objects.update(state="replaced")
    version = valid_version(steps=number, procedure=replaced.procedure, number=2)

    address = version.get_absolute_url()

    with django_assert_num_queries(7 if view == "rozdily" else 6):
        signed_in.get(f"{address}?pohled={view}")


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_as_for_three(signed_in, django_assert_num_queries, number):
    for _one in range(number):
        valid_version(procedure__situation=LifeSituationFactory())

    with django_assert_num_queries(3):
        signed_in.get("/sit/postupy/")
