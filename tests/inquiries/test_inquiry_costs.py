"""What the two pages of one inquiry cost when it holds everything an inquiry can hold, once and three times."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue import indexing
from inquiries import following, procedure_running, recording
from inquiries.holding import place_hold
from inquiries.models import ContactCard, Inquiry, LinkKind, NoteKind, RiskFlag, Wish
from inquiries.referring import refer
from inquiries.unmet import record_unmet
from tests.factories import (
    InquiryFactory,
    LifeSituationFactory,
    NoteFactory,
    PlaceFactory,
    ServiceFactory,
    TargetGroupFactory,
    UnmetReasonFactory,
    UserFactory,
)
from tests.network.factories_procedures import valid_version
from tests.situations.factories import HandbookFactory

pytestmark = pytest.mark.django_db
PHONE = "+420603000000"


def rich(worker, *, times: int) -> Inquiry:
    """An inquiry with `times` rows of everything."""
    district = PlaceFactory(kind="city_district", name="Poruba")
    inquiry = InquiryFactory(open=True, assignee=worker, district=district, return_code_hash="a" * 64)
    NoteFactory(inquiry=inquiry, text="Vymyšlená poznámka.", author=worker)
    ContactCard.objects.create(inquiry=inquiry, phone=PHONE, expires_on=timezone.localdate())
    Wish.objects.create(inquiry=inquiry, line="dluhová poradna")
    for number in range(times):
        _once_more(inquiry, worker, number)
    indexing.rebuild()
    return Inquiry.objects.get(pk=inquiry.pk)


def _once_more(inquiry: Inquiry, worker, number: int) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    situation = LifeSituationFactory(name=f"Mám dluhy {number}", keywords=["dluhová poradna"])
    HandbookFactory(title=f"Co s dluhy {number}").situations.add(situation)
    need = inquiry.needs.create(situation=situation, order=number)
    service = ServiceFactory(name=f"Dluhová poradna {number}")
    refer(inquiry, by=worker, mode="contact_given", service=service, need=need)
    inquiry.target_groups.add(TargetGroupFactory())
    flag = RiskFlag.objects.create(
        code=f"danger-{number}", name=f"ohrožení {number}", reminder="Zavolejte krizovou linku."
    )
    inquiry.risk_flags.add(flag)
    inquiry.workers.create(worker=UserFactory(worker=True), role="helped")
    NoteFactory(inquiry=inquiry, kind=NoteKind.ANSWER, text=f"Odpověď {number}.")
    following.plan(inquiry, by=worker, owner=worker, day=tomorrow + timedelta(days=number))
    record_unmet(by=worker, situation=situation, reason=UnmetReasonFactory(), inquiry=inquiry, tried=[service])
    place_hold(inquiry, by=worker, reason=f"Soud {number}.", until=tomorrow)
    earlier, later = (InquiryFactory(open=True, situation=situation) for _one in range(2))
    recording.link(inquiry, earlier, LinkKind.CONTINUES, by=worker)
    recording.link(later, inquiry, LinkKind.CONTINUES, by=worker)
    ContactCard.objects.create(inquiry=earlier, phone=PHONE, expires_on=timezone.localdate())
    InquiryFactory(assignee=worker, state="draft", district=inquiry.district)
    procedure_running.begin(inquiry, valid_version(procedure__title=f"Postup {number}"), by=worker)
    valid_version(procedure__situation=situation)


@pytest.mark.parametrize("times", [1, 3])
def test_the_page_of_an_inquiry_costs_nine_queries_whatever_it_holds(
    client, desk, worker, django_assert_num_queries, times
):
    inquiry = rich(worker, times=times)
    client.force_login(worker)

    with django_assert_num_queries(9):
        response = client.get(inquiry.get_absolute_url())

    shown = response.context
    lists = ("needs", "referrals", "follow_ups", "unmet_needs", "holds", "runs", "fitting")
    assert {name: len(shown[name]) for name in lists} == dict.fromkeys(lists, times)
    assert len(shown["links"]) == 2 * times
    assert [note["text"] for note in shown["notes"]] == [
        "Vymyšlená poznámka.",
        *(f"Odpověď {n}." for n in range(times)),
    ]
    assert shown["contact"].phone == PHONE
    assert {link["situation"] for link in shown["links"]} == {f"Mám dluhy {n}" for n in range(times)}
    assert shown["story"]


@pytest.mark.parametrize("times", [1, 3])
def test_writing_on_with_words_in_the_line_costs_nine_queries(client, desk, worker, django_assert_num_queries, times):
    inquiry = rich(worker, times=times)
    client.force_login(worker)
    address = f"{inquiry.get_absolute_url()}uprava/"
    client.get(address)  # the process then knows the lists

    with django_assert_num_queries(9):
        response = client.get(address)

    shown = response.context
    assert {hit.card.name for group in shown["hits"].groups for hit in group.hits} == {
        f"Dluhová poradna {n}" for n in range(times)
    }
    assert len(shown["hits"].handbooks) == times
    assert (len(shown["given"]), len(shown["drafts"])) == (times, times)
    assert len([hint for hint in shown["hints"] if hint.link]) == times


def test_a_coordinator_pays_no_more_and_gets_no_words(client, desk, worker, coordinator, django_assert_max_num_queries):
    inquiry = rich(worker, times=2)
    client.force_login(coordinator)

    with django_assert_max_num_queries(9):
        shown = client.get(inquiry.get_absolute_url()).context

    assert (shown["notes"], shown["contact"]) == ([], None)
    assert len(shown["referrals"]) == 2
