"""Manuals from a draft to the next version, with questions that everybody reads the answers to."""

from __future__ import annotations

from datetime import date

import pytest

from network import manuals
from network.manual_page import differences
from network.models import DefinitionQuestion, IndicatorDefinition, ManualState, ManualVersion
from tests.factories import OrganisationFactory, UserFactory
from tests.network.factories import PersonFactory, PositionFactory
from tests.network.factories_indicators import (
    IndicatorDefinitionFactory,
    IndicatorReportFactory,
    ManualVersionFactory,
    ReportingPeriodFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return UserFactory(coordinator=True)


@pytest.fixture
def signed_in(client, coordinator):
    client.force_login(coordinator)
    return client


def definition(**values) -> dict[str, object]:
    fine = {
        "order": 1,
        "code": "kontakt",
        "name": "Kontakty",
        "unit": "kontaktů",
        "meaning": "contact",
        "value_kind": "whole",
    }
    fine |= {"counts": "rozhovor", "from_minutes": 10, "to_minutes": 29, "unit_minutes": 60, "rounding": "started"}
    return fine | {"workers": "once", "group": "once", "travel": "apart", "phone_counts": "on"} | values


def test_a_manual_is_written_and_issued(signed_in):
    page = signed_in.post("/sit/ukazatele/manual/novy/", {"name": "Manuál města", "issuer": "city"})["Location"]
    signed_in.post(f"{page}ukazatel/", definition())
    signed_in.post(f"{page}vydat/", {"state": "pilot", "valid_from": "2026-01-01"})

    version = ManualVersion.objects.get()
    assert (version.state, version.valid_from) == (ManualState.PILOT, date(2026, 1, 1))
    assert version.definitions.get().phone_counts is True


def test_the_next_version_ends_the_one_before(coordinator):
    first = IndicatorDefinitionFactory(version=ManualVersionFactory(issued=True)).version
    second = manuals.new_version(first.manual, by=coordinator)

    manuals.issue(second, by=coordinator, state=ManualState.VALID, valid_from=date(2026, 7, 1))

    first.refresh_from_db()
    assert first.valid_until == date(2026, 6, 30)
    assert second.definitions.count() == 1


@pytest.mark.parametrize("valid_from", ["2026-01-01", "2025-12-31"])
def test_a_version_does_not_begin_before_the_one_that_holds(signed_in, coordinator, valid_from):
    first = IndicatorDefinitionFactory(version=ManualVersionFactory(issued=True)).version
    second = manuals.new_version(first.manual, by=coordinator)

    response = signed_in.post(f"{second.get_absolute_url()}vydat/", {"state": "valid", "valid_from": valid_from})

    assert response.status_code == 422
    second.refresh_from_db()
    assert second.state == ManualState.DRAFT


def test_an_empty_manual_is_not_issued(signed_in):
    version = ManualVersionFactory()

    assert (
        signed_in.post(
            f"{version.get_absolute_url()}vydat/", {"state": "valid", "valid_from": "2026-01-01"}
        ).status_code
        == 422
    )


def test_a_question_is_answered_for_all_and_leads_to_the_next_version(client, coordinator):
    asked = IndicatorDefinitionFactory(version=ManualVersionFactory(issued=True))
    partner = UserFactory()
    PositionFactory(person=PersonFactory(user=partner), organisation=OrganisationFactory(name="Poradna Most"))
    client.force_login(partner)
    page = asked.version.get_absolute_url()
    client.post(f"{page}otazka/", {"definition": asked.pk, "text": "Počítá se cesta?"})
    question = DefinitionQuestion.objects.get()
    assert client.post(f"/sit/ukazatele/otazky/{question.pk}/odpoved/", {"text": "Ne."}).status_code == 403

    client.force_login(coordinator)
    client.post(f"/sit/ukazatele/otazky/{question.pk}/odpoved/", {"text": " "})
    assert DefinitionQuestion.objects.get().answer == ""
    client.post(f"/sit/ukazatele/otazky/{question.pk}/odpoved/", {"text": "Zatím ne."})
    made = manuals.new_version(asked.version.manual, by=coordinator)

    question.refresh_from_db()
    assert (question.organisation.name, question.answer, question.leads_to) == ("Poradna Most", "Zatím ne.", made)
    client.force_login(UserFactory())
    assert "Zatím ne." in client.get(page).content.decode()


def test_drafts_are_for_coordinators(client):
    draft = ManualVersionFactory()
    client.force_login(UserFactory(worker=True))

    assert client.get(draft.get_absolute_url()).status_code == 404
    assert draft not in client.get("/sit/ukazatele/").context["versions"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"code": "s mezerou"}, "code"),
        ({"code": "klienti"}, "code"),
        ({"meaning": "clients"}, "meaning"),
        ({"counts": ""}, "counts"),
        ({"to_minutes": 9}, "__all__"),
        ({"unit_minutes": 0}, "__all__"),
        ({"rounding": "moon"}, "rounding"),
    ],
)
def test_what_is_wrong_with_a_definition_is_said_at_its_place(signed_in, values, field):
    version = ManualVersionFactory()
    IndicatorDefinitionFactory(version=version, code="klienti", meaning="clients")

    response = signed_in.post(f"{version.get_absolute_url()}ukazatel/", definition(**values))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


def test_an_issued_definition_is_not_written(signed_in):
    period = ReportingPeriodFactory()
    issued = IndicatorDefinitionFactory(version=period.version)
    IndicatorReportFactory(period=period)

    page = f"/sit/ukazatele/ukazatel/{issued.pk}/"
    late = signed_in.post(page, definition(counts="Každý hovor nad deset minut."))

    assert signed_in.get(page).status_code == 403
    assert late.status_code == 422
    assert "Každý hovor nad deset minut." in late.content.decode().replace("\xa0", " ")
    issued.refresh_from_db()
    assert issued.counts == "všechno"


def test_what_changed_between_versions():
    def made(**values):
        return IndicatorDefinition(
            **{"code": "intervence", "name": "Intervence", "unit": "kusů", "meaning": "intervention"} | values
        )

    changes = differences(
        [made(), made(code="klienti")], [made(unit_minutes=30, travel="added"), made(code="novi", name="Noví")]
    )

    assert [(one.kind, one.title) for one in changes] == [
        ("changed", "Intervence"),
        ("added", "Noví"),
        ("removed", "Intervence"),
    ]
    assert [term for term, _before, _after in changes[0].facts] == ["Minuty", "Pravidla"]


@pytest.mark.parametrize("number", [1, 3])
def test_a_manual_costs_the_same_for_one_definition_as_for_three(
    signed_in, coordinator, django_assert_num_queries, number
):
    version = ManualVersionFactory(issued=True)
    for one in IndicatorDefinitionFactory.create_batch(number, version=version):
        manuals.ask(one, by=coordinator, text="Jak?", organisation=OrganisationFactory())

    page = version.get_absolute_url()

    with django_assert_num_queries(7):
        signed_in.get(page)
