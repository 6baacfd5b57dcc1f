"""How many statements the pages of a conversation may cost, however much was said in it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue import indexing
from inquiries.models import AnswerSource, Channel, Inquiry, RiskFlag, UnmetReason
from tests.factories import (
    ContactFactory,
    InquiryFactory,
    LifeSituationFactory,
    NoteFactory,
    PlaceFactory,
    ReferralFactory,
    ServiceFactory,
    TargetGroupFactory,
)

pytestmark = pytest.mark.django_db
NEW = "/pult/novy/"


def statements(ask) -> list[str]:
    """What the database was asked; a savepoint is no question."""
    with CaptureQueriesContext(connection) as asked:
        ask()
    return [
        sql for query in asked.captured_queries if "SAVEPOINT" not in (sql := query["sql"] or "a prepared statement")
    ]


def listed(asked: list[str]) -> str:
    """What a failure shows: each statement without what history puts before it."""
    return "\n".join(sql.split("true); ")[-1][:140] for sql in asked)


def everything_said(colleague) -> dict:
    """A form in which a worker filled all there is."""
    return {
        "channel": Channel.objects.get(code="phone").pk,
        "version": 0,
        "submission": uuid4(),
        "kind": "question",
        "situation_0": LifeSituationFactory().pk,
        "outcome_0": "unmet",
        "situation_1": LifeSituationFactory().pk,
        "outcome_1": "met",
        "help_level": 2,
        "age_band": "80+",
        "target_groups": [TargetGroupFactory().pk, TargetGroupFactory().pk],
        "risk_flags": [flag.pk for flag in RiskFlag.objects.all()[:2]],
        "answered_from": [source.pk for source in AnswerSource.objects.all()[:2]],
        "colleagues": [colleague.pk],
        "note": "Volá dcera.",
        "display_name": "paní z Poruby",
        "phone": "603 000 000",
        "follow_up": "next_day",
        "is_unmet": "on",
        "unmet_reason": UnmetReason.objects.get(code="full").pk,
    }


@pytest.mark.parametrize("verb", ["save", "close"])
def test_a_rich_save_stays_within_twenty_two(desk_client, colleague, verb):
    sent = everything_said(colleague)
    desk_client.post(NEW, sent | {"do": "draft", "submission": uuid4()})  # the session then knows the channel

    asked = statements(lambda: desk_client.post(NEW, sent | {"do": verb}))

    assert Inquiry.objects.get(submission=sent["submission"]).state == "follow_up"
    assert len(asked) <= 22, listed(asked)


def test_a_rich_change_of_every_field_stays_within_thirty_one(desk_client, colleague):
    inquiry = InquiryFactory(open=True, situation=LifeSituationFactory())
    NoteFactory(inquiry=inquiry)
    sent = everything_said(colleague) | {"version": inquiry.version, "do": "close"}
    desk_client.post(NEW, everything_said(colleague) | {"do": "draft"})

    asked = statements(lambda: desk_client.post(f"{inquiry.get_absolute_url()}uprava/", sent))

    assert len(asked) <= 31, listed(asked)


def test_the_page_of_a_record_with_words_in_its_line_stays_within_fourteen(desk_client, colleague, worker):
    service = ServiceFactory(name="Dluhová poradna")
    indexing.rebuild()
    place = PlaceFactory(name="Hlučín", kind="municipality")
    sent = everything_said(colleague) | {"do": "draft", "line": "dluhová poradna", "district": place.pk}
    desk_client.post(NEW, sent)
    inquiry = Inquiry.objects.get()
    ReferralFactory(inquiry=inquiry, service=service)
    InquiryFactory(district=place, situation=inquiry.needs.first().situation)
    address = f"{inquiry.get_absolute_url()}uprava/"
    desk_client.get(address)

    asked = statements(lambda: desk_client.get(address))

    assert len(asked) <= 14, listed(asked)


def test_the_form_of_a_referral_stays_within_ten(desk_client):
    inquiry, service = InquiryFactory(open=True, situation=LifeSituationFactory()), ServiceFactory()
    ContactFactory(service=service, kind="email", value="prijem@sluzba.example")
    address = f"{inquiry.get_absolute_url()}predat/?sluzba={service.pk}"
    desk_client.get(address)

    asked = statements(lambda: desk_client.get(address))

    assert len(asked) <= 10, listed(asked)
