"""Ten contacts of a field event on one sheet, and completing them in the evening."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from inquiries.drafts import void_forgotten_drafts
from inquiries.models import Channel, Inquiry
from inquiries.ticks import missing_of
from tests.factories import InquiryFactory, LifeSituationFactory

pytestmark = pytest.mark.django_db
SHEET, COMPLETE = "/pult/carky/", "/pult/doplnit/"


@pytest.fixture
def sheet(desk) -> dict[str, object]:
    """A sheet as a browser sends it, every line untouched."""
    field = Channel.objects.get(code="field").pk
    lines = {f"{n}-channel": field for n in range(10)} | {f"{n}-persons": 1 for n in range(10)}
    return {"day": timezone.localdate().isoformat(), "count": 10, "sheet": str(uuid4())} | lines


def test_ten_contacts_are_written_at_once(desk_client, worker, sheet):
    situation = LifeSituationFactory()
    filled = sheet | {f"{n}-situation": situation.pk for n in range(10)} | {"3-at": "00:05", "3-persons": 4}

    response = desk_client.post(SHEET, filled)

    assert response["Location"] == COMPLETE
    ticks = Inquiry.objects.order_by("pk")
    assert ticks.count() == 10
    assert {(tick.state, tick.is_complete, tick.channel.code, tick.assignee) for tick in ticks} == {
        ("closed", False, "field", worker)
    }
    assert (ticks[3].persons_present, ticks[3].is_group) == (4, True)
    assert {tick.needs.get().situation for tick in ticks} == {situation}


@pytest.mark.parametrize("contacts", [1, 9])
def test_a_sheet_costs_the_same_whatever_stands_on_it(desk_client, sheet, contacts, django_assert_max_num_queries):
    situation = LifeSituationFactory()
    desk_client.get(SHEET)

    with django_assert_max_num_queries(20):
        desk_client.post(SHEET, sheet | {f"{n}-situation": situation.pk for n in range(contacts)})

    assert Inquiry.objects.count() == contacts


def test_a_sheet_sent_twice_is_written_once(desk_client, sheet):
    filled = sheet | {"0-situation": LifeSituationFactory().pk}

    desk_client.post(SHEET, filled)
    desk_client.post(SHEET, filled)

    assert Inquiry.objects.count() == 1


def test_the_other_half_of_a_double_click_does_not_know_the_session_of_the_first(desk_client, sheet):
    filled = sheet | {"0-situation": LifeSituationFactory().pk}
    desk_client.post(SHEET, filled)
    session = desk_client.session
    del session["sent_sheets"]
    session.save()

    response = desk_client.post(SHEET, filled)

    assert response["Location"] == COMPLETE
    assert Inquiry.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({}, "Na listu nic není"),
        ({"0-at": "14:30"}, "Vyberte situaci, nebo smažte čas."),
        ({"0-at": "25:99"}, "Čas napište třeba 14:30."),
        ({"day": "2100-01-01", "0-situation": "first"}, "Ten den ještě nebyl."),
        ({"0-situation": "first", "0-persons": "0"}, "číslo od 1 do 500"),
    ],
)
def test_a_wrong_sheet_says_what_to_do_and_writes_nothing(desk_client, sheet, wrong, sentence):
    situation = LifeSituationFactory()
    wrong = {name: situation.pk if value == "first" else value for name, value in wrong.items()}

    response = desk_client.post(SHEET, sheet | wrong)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Inquiry.objects.exists()


def test_another_line_keeps_what_was_filled(desk_client, sheet):
    situation = LifeSituationFactory()

    page = desk_client.post(SHEET, sheet | {"9-situation": situation.pk, "add": "1"}).content.decode()

    assert 'name="10-situation"' in page
    assert f'<option value="{situation.pk}" selected>' in page


def test_only_what_is_missing_is_asked_and_then_no_more(desk_client, sheet):
    desk_client.post(
        SHEET, sheet | {"0-situation": LifeSituationFactory().pk, "1-situation": LifeSituationFactory().pk}
    )
    first, second = Inquiry.objects.order_by("pk")
    Inquiry.objects.filter(pk=first.pk).update(sex="woman")

    page = desk_client.get(COMPLETE).content.decode()
    assert first.public_id in page
    assert 'name="help_level"' in page
    assert 'name="sex"' not in page

    desk_client.post(COMPLETE, {"inquiry": first.public_id, "help_level": 1, "age_band": "65-79"})
    first.refresh_from_db()

    assert (first.is_complete, first.help_level, first.age_band) == (True, 1, "65-79")
    assert second.public_id in desk_client.get(COMPLETE).content.decode()
    desk_client.post(COMPLETE, {"inquiry": second.public_id})
    assert "Všechno je doplněné" in desk_client.get(COMPLETE).content.decode()


def test_the_most_valuable_fact_is_asked_first(desk_client, sheet):
    desk_client.post(SHEET, sheet | {"0-situation": LifeSituationFactory().pk})

    assert list(missing_of(Inquiry.objects.get()))[:3] == ["help_level", "district", "age_band"]


def test_a_draft_forgotten_for_a_week_is_voided_by_the_system():
    forgotten, fresh = InquiryFactory(), InquiryFactory()
    Inquiry.objects.filter(pk=forgotten.pk).update(changed_at=timezone.now() - timedelta(days=8))

    assert void_forgotten_drafts() == 1

    forgotten.refresh_from_db()
    fresh.refresh_from_db()
    assert (forgotten.state, fresh.state) == ("void", "draft")
    assert forgotten.timeline.get().actor == "system"


def test_the_background_voids_forgotten_drafts_each_night():
    from inquiries.tasks import void_forgotten_drafts as task

    inquiry = InquiryFactory()
    Inquiry.objects.filter(pk=inquiry.pk).update(changed_at=timezone.now() - timedelta(days=8))

    task(timestamp=0)

    inquiry.refresh_from_db()
    assert inquiry.state == "void"
